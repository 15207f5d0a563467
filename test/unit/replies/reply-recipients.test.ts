// Account detail leaves only to addresses on file for the account; everybody else is named as dropped.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedRecipients, replyRecipients } from '../../../src/replies/reply-recipients.ts'

const customer = 'ana@example.com'
const onFile = new Set([customer, 'leo@example.com', 'ana@work.example'])

describe('a reply goes', () => {
  it.each([
    ['to the sender', { replyTo: [], cc: [] }, { recipient: customer, cc: [], dropped: [] }],
    ['to the sender, where Reply-To says the same', { replyTo: [customer], cc: [] }, { recipient: customer, cc: [], dropped: [] }],
    [
      'to a differing Reply-To that is on file',
      { replyTo: ['ana@work.example'], cc: [] },
      { recipient: 'ana@work.example', cc: [], dropped: [] },
    ],
    [
      'not to one that is not',
      { replyTo: ['ana@evil.example'], cc: [] },
      { recipient: customer, cc: [], dropped: [{ address: 'ana@evil.example', field: 'Reply-To', because: 'not-on-file' }] },
    ],
    [
      'to the sender and whom Reply-To names beside him',
      { replyTo: [customer, 'leo@example.com', 'eve@evil.example'], cc: [] },
      {
        recipient: customer,
        cc: ['leo@example.com'],
        dropped: [{ address: 'eve@evil.example', field: 'Reply-To', because: 'not-on-file' }],
      },
    ],
    [
      'as a copy to each in Cc who is on file, once',
      { replyTo: [], cc: ['leo@example.com', 'tv@news.example', 'leo@example.com', customer] },
      { recipient: customer, cc: ['leo@example.com'], dropped: [{ address: 'tv@news.example', field: 'Cc', because: 'not-on-file' }] },
    ],
  ] as const)('%s', (_, named, expected) => {
    expect(replyRecipients({ customer, ...named }, onFile)).toEqual(expected)
  })

  it('to the sender alone, where nobody is established', () => {
    expect(replyRecipients({ customer, replyTo: ['ana@work.example'], cc: ['leo@example.com'] }, null)).toEqual({
      recipient: customer,
      cc: [],
      dropped: [
        { address: 'ana@work.example', field: 'Reply-To', because: 'no-account-proven' },
        { address: 'leo@example.com', field: 'Cc', because: 'no-account-proven' },
      ],
    })
  })

  it('never to anybody who is neither the sender nor on file, and everybody else is named, whatever a mail says', () => {
    const addresses = fc.array(fc.constantFrom(customer, 'leo@example.com', 'ana@work.example', 'eve@evil.example', 'tv@news.example'))
    fc.assert(
      fc.property(addresses, addresses, fc.boolean(), (replyTo, cc, established) => {
        const { recipient, cc: kept, dropped } = replyRecipients({ customer, replyTo, cc }, established ? onFile : null)
        const allowed = established ? onFile : new Set([customer])
        expect([recipient, ...kept].every((address) => allowed.has(address))).toBe(true)
        const all = [recipient, ...kept, ...dropped.map(({ address }) => address)]
        expect(new Set(all).size).toBe(all.length)
        expect([...replyTo, ...cc].every((address) => address === customer || all.includes(address))).toBe(true)
      }),
    )
  })
})

describe('a draft’s recipients', () => {
  it.each([
    ['stand while all are allowed', { recipient: customer, cc: ['leo@example.com'] }, null],
    ['stand where fewer get it', { recipient: customer, cc: [] }, null],
    [
      'do not, where one has left the file',
      { recipient: customer, cc: ['leo@example.com', 'max@example.com'] },
      { label: 'Goes to', was: `${customer}, leo@example.com, max@example.com`, is: `${customer}, leo@example.com` },
    ],
    [
      'do not, where the other way is no longer on file',
      { recipient: 'ana@work.example', cc: [] },
      { label: 'Goes to', was: 'ana@work.example', is: `${customer}, leo@example.com` },
    ],
  ])('%s', (_, draft, expected) => {
    expect(changedRecipients(draft, { recipient: customer, cc: ['leo@example.com'], dropped: [] }, customer)).toEqual(expected)
  })
})
