// Whether a rewritten letter says the same: honest words of many kinds pass, and what means something else does not.
import { describe, expect, it } from 'vitest'
import { fromSlots, toSlots } from '../../../src/model/slots.ts'
import type { Fact } from '../../../src/replies/draft.ts'
import { mailPlaces } from '../../../src/replies/rewrite/mail-places.ts'
import { otherThanBefore } from '../../../src/replies/rewrite/says-the-same.ts'
import { slotPlaces } from '../../../src/replies/rewrite/slot-places.ts'

const fact = (id: string, kind: Fact['kind'], value: Fact['value'], text: string, source = 'bill:B-1', unit?: string): Fact => ({
  ...{ id, kind, value, text, source, label: id },
  ...(unit ? { unit } : {}),
})
const facts = [
  fact('customer.name', 'name', 'Rosalind Okafor', 'Rosalind Okafor', 'person:P-88'),
  fact('latest.issued', 'date', '2026-06-09', 'June 9, 2026'),
  fact('latest.total', 'money', 41286, '$412.86'),
  fact('latest.due', 'date', '2026-07-03', 'July 3, 2026'),
  fact('lastPayment.amount', 'money', 9370, '$93.70', 'ledger:L-5'),
  fact('lastPayment.enteredOn', 'date', '2026-05-20', 'May 20, 2026', 'ledger:L-5'),
]
const letter = `Dear Rosalind Okafor,

Thank you for writing to us about your water bill. We looked at the records of your account. This is what we found.

Your bill of June 9, 2026 is $412.86. It starts with an estimated reading. The bill is due on July 3, 2026.

The last payment on your account is $93.70, entered on May 20, 2026. We did not find another payment.

If you paid after that, please reply with the amount and the day. Please do not send your card number.
`
const draft = { text: letter, facts, vouched: [], promises: [] }

function verdict(change: (slotted: string) => string): string | null {
  const sent = toSlots(letter, slotPlaces(draft, true))
  const nothing = () => ({ vouched: [], promises: [] })
  const answer = change(sent.text)
  expect(answer, 'a change that changes nothing').not.toBe(sent.text)
  return otherThanBefore(fromSlots(sent.text, sent.slots), fromSlots(answer, sent.slots), { facts, answered: nothing, keepsLanguage: true })
}

describe('a rewritten letter', () => {
  it.each([
    ['Thank you for writing to us about', 'Thanks for asking us about'],
    ['We looked at the records of your account. This is what we found.', 'We checked your account. Here is what we found.'],
    ['We looked at the records of your account. This is what we found.\n\n', ''],
    ['It starts with an estimated reading.', 'Its first reading is estimated.'],
    ['. The bill is due on', ', and it is due on'],
    ['The last payment on your account is', 'The last payment that we have from you is'],
    ['We did not find another payment.', 'We have not found another one.'],
    [
      'If you paid after that, please reply with the amount and the day.',
      'Did you pay after that? Then please tell us the amount and the day.',
    ],
    ['Please do not send your card number.', 'Please never send us your card number.'],
  ])('passes with “%s” as “%s”', (was, is) => {
    expect(verdict((text) => text.replace(was, is))).toBeNull()
  })

  it.each([
    ['We did not find another payment.', 'We did find another payment.', /denies/],
    ['an estimated reading', 'an actual reading', /\(actual\)/],
    ['It starts with an estimated reading.', '', /\(estimate\)/],
    ['Please do not send your card number.', 'Please send your card number.', /\((?:send|bank)\)/],
    ['please reply with the amount and the day', 'please call us with the amount and the day', /\(call\)/],
    ['The last payment on your account is', 'The refund on your account is', /\(refund\)|no record bears/],
    ['This is what we found.', 'This is what we found. We are sorry.', /\(feeling\)/],
    ['This is what we found.', 'This is what we found. The moon shone brightly over Lake Michigan.', /is not in the draft/],
    ['This is what we found.', 'This is what we found. We will lower it.', /no record bears/],
    ['is due on', 'is not due on', /contrary/],
    ['Dear', 'The quarrel is over\n\nDear', /is not in the draft|paragraphs/],
  ])('does not with “%s” as “%s”', (was, is, why) => {
    expect(verdict((text) => text.replace(was, is))).toMatch(why)
  })
})

describe('of a mail the model sees', () => {
  it.each([
    ['Hi, I am Jane Doe of 12 Elm St. My neighbour Bob told me.', ['Jane', 'Doe', 'Elm', '12', 'Bob'], ['neighbour', 'told me']],
    ['my name is okafor and rosalind lives here', ['okafor', 'rosalind'], ['lives here']],
    ['The meter is broken.\n\nRegards\nKwame', ['Kwame'], ['meter is broken']],
    ['Mi factura es de Lucía Gómez, calle Olmo 5.', ['Lucía', 'Gómez', '5'], ['factura es de']],
    ['Write to me at a.b@c.example or 312-555-0144', ['a.b', '312'], ['Write to me at']],
  ])('of “%s” neither %j', (mail, hidden, seen) => {
    const { text } = toSlots(mail, mailPlaces(mail, ['Rosalind Okafor', 'rosalind.okafor@mail.example']))
    for (const words of hidden) expect(text).not.toContain(words)
    for (const words of seen) expect(text).toContain(words)
  })
})
