// The seal: no reply without an approval of exactly this content.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ApprovalRecord } from '../../../src/approvals/approval.ts'
import { answerSubject } from '../../../src/cases/answer-subject.ts'
import { assertSealed, createSealing } from '../../../src/mailroom/approved.ts'
import { contentHash } from '../../../src/mailroom/content-hash.ts'

const content = {
  caseId: 'c',
  draftId: 'd',
  recipient: 'ana@example.com',
  cc: ['leo@example.com'],
  subject: 'Re: bill',
  text: 'Your use rose.',
}
const approval = { id: 'a', subjectId: 'd', status: 'approved', contentHash: contentHash(content) } as ApprovalRecord

const file = { name: 'Water use.png', type: 'image/png' as const, sha256: 'a'.repeat(64), alt: 'Use' }

/** The seal, where the approvals answer this, whatever they are asked. */
const sealWith = (standing: ApprovalRecord | undefined) => createSealing({ approvals: { standing: async () => standing } }).sealReply
const tx = {} as never

describe('the seal', () => {
  it('is given for an approval of this content', async () => {
    const sealed = await sealWith(approval)(tx, content)
    expect(sealed.ok && sealed.value.contentHash).toBe(approval.contentHash)
    if (sealed.ok) expect(() => assertSealed(sealed.value)).not.toThrow()
  })

  it('is asked of the approvals for exactly this draft and content', async () => {
    const asked: unknown[] = []
    const approvals = { standing: async (_: unknown, subject: unknown) => void asked.push(subject) }
    expect((await createSealing({ approvals }).sealReply(tx, content)).ok).toBe(false)
    expect(asked).toEqual([{ subjectId: 'd', contentHash: contentHash(content) }])
  })

  it.each([
    ['nobody approved it', undefined, content],
    ['a decision is still awaited', { ...approval, status: 'pending' }, content],
    ['the approval was voided', { ...approval, status: 'voided' }, content],
    ['another word was changed', approval, { ...content, text: 'Your use rose!' }],
    ['it goes to somebody else', approval, { ...content, recipient: 'bob@example.org' }],
    ['somebody else gets a copy', approval, { ...content, cc: ['leo@example.com', 'bob@example.org'] }],
    ['somebody gets no copy', approval, { ...content, cc: [] }],
    ['a file is enclosed', approval, { ...content, enclosures: [file] }],
    ['it is about another draft', approval, { ...content, draftId: 'e' }],
  ])('is refused when %s', async (_, given, words) => {
    expect((await sealWith(given as ApprovalRecord | undefined)(tx, words)).ok).toBe(false)
  })

  it('holds what it was given: copies cannot be added afterwards', async () => {
    const sealed = await sealWith(approval)(tx, content)
    if (!sealed.ok) throw new Error(sealed.refusal)
    expect(() => (sealed.value.cc as string[]).push('bob@example.org')).toThrow(TypeError)
  })

  it('rests on every part of what is enclosed, and on its order', () => {
    const other = { ...file, name: 'Page.pdf', type: 'application/pdf' as const, alt: null }
    const hashes = [
      [file],
      [{ ...file, name: 'Use.png' }],
      [{ ...file, type: 'application/pdf' as const }],
      [{ ...file, sha256: 'b'.repeat(64) }],
      [{ ...file, alt: 'More use' }],
      [{ ...file, alt: null }],
      [file, other],
      [other, file],
    ].map((enclosures) => contentHash({ ...content, enclosures }))
    expect(new Set([...hashes, contentHash(content)]).size).toBe(hashes.length + 1)
  })

  it('of a reply without copies rests on the hash that it had before there were any', () => {
    const plain = { recipient: 'ana@example.com', subject: 'Re: bill', text: 'Your use rose.' }
    const before = createHash('sha256').update('{"recipient":"ana@example.com","subject":"Re: bill","text":"Your use rose."}').digest('hex')
    expect(contentHash({ ...plain, cc: [] })).toBe(before)
  })

  it('cannot be copied with the object', async () => {
    const sealed = await sealWith(approval)(tx, content)
    if (!sealed.ok) throw new Error(sealed.refusal)
    expect(() => assertSealed({ ...sealed.value, text: 'other' })).toThrow('without an approval')
  })
})

it.each([
  ['bill', 'Re: bill [WD-000007-abcd]'],
  ['Re: RE: bill [WD-000007-abcd]', 'Re: bill [WD-000007-abcd]'],
  ['x\r\nBcc: all@example.com', 'Re: x Bcc: all@example.com [WD-000007-abcd]'],
  ['', 'Re: WD-000007 [WD-000007-abcd]'],
])('an answer to "%s" has one token on one line', (subject, expected) => {
  expect(answerSubject(subject, { number: 7, token: 'abcd' })).toBe(expected)
})
