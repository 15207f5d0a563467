// Card and social-security numbers do not stand in Slack; everything else that people write in digits does.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approvalCard } from '../../../src/channels/slack/approval-card.ts'
import { partsForEditing } from '../../../src/channels/slack/draft-parts.ts'
import { hideNumbers } from '../../../src/channels/slack/hide-numbers.ts'
import { quoted } from '../../../src/channels/slack/plain-words.ts'
import { sampleApproval, sampleCase, sampleDraft } from '../../support/slack-samples.ts'

// The numbers that the networks publish for tests, and one that the Social Security Administration has withdrawn.
it.each([
  ['4111111111111111', '•••• 1111'],
  ['card 4111 1111 1111 1111 12/27', 'card •••• 1111 12/27'],
  ['4111-1111-1111-1111, 123', '•••• 1111, 123'],
  ['12 4111.1111.1111.1111', '12 •••• 1111'],
  ['4222222222222', '•••• 2222'],
  ['5555 5555 5555 4444', '•••• 4444'],
  ['2223 0031 2200 3222', '•••• 3222'],
  ['3782 822463 10005', '•••• 0005'],
  ['6011 1111 1111 1117', '•••• 1117'],
  ['3530111333300000', '•••• 0000'],
  ['3852 000002 3237', '•••• 3237'],
  ['4111 1111 1111 1111 and 5555555555554444', '•••• 1111 and •••• 4444'],
  ['4111\u00a01111\u00a01111\u20111111', '•••• 1111'],
  ['my social is 078-05-1120.', 'my social is •••-••-••••.'],
  ['078 05 1120', '•••-••-••••'],
  ['SSN: 078051120', 'SSN: •••-••-••••'],
  ['my social security number is 078051120', 'my social security number is •••-••-••••'],
])('%s is shown as %s', (text, shown) => {
  expect(hideNumbers(text)).toBe(shown)
})

it.each([
  '4111 1111 1111 1112', // the check digit is wrong
  'account 900123-000001',
  'PIN 17-20-123-045-0000',
  '312-555-0123 or (312) 555-0123',
  '+1 312 555 0123',
  '$1,234.56 on 2026-12-04',
  'case WD-000123-k7f2q9',
  'meter 60123456, reads 1204 1311 1402',
  '000-12-3456',
  '123-00-4567',
  '60601-1234',
  '078051120', // nine digits alone may be anything
])('%s stays', (text) => {
  expect(hideNumbers(text)).toBe(text)
})

it('no card stands in quoted words, however it is written and whatever stands around it', () => {
  const between = fc.constantFrom('', ' ', '-', '.', '  ', '\n')
  const around = fc.constantFrom('', ' card ', ' 12 ', ' 12/27 ', ', ', ' <!channel> ')
  fc.assert(
    fc.property(
      fc.constantFrom('4111111111111111', '5555555555554444', '6011111111111117'),
      between,
      around,
      around,
      (card, sign, before, after) => {
        const written = card.replace(/(\d{4})(?=\d)/g, `$1${sign}`)
        const shown = quoted(`${before}${written}${after}`, 200)
        expect(shown.replace(/\D/g, '')).not.toContain(card.slice(0, 12))
      },
    ),
  )
})

it('hides no longer than a message takes', () => {
  const began = performance.now()
  for (const text of ['1 '.repeat(50_000), '4'.repeat(100_000), '4-'.repeat(50_000), 'ssn'.repeat(30_000)]) hideNumbers(text)
  expect(performance.now() - began).toBeLessThan(2_000)
})

describe('a draft with such a number', () => {
  const cardOf = (given: Parameters<typeof sampleDraft>[0]) => {
    const draft = sampleDraft(given)
    const subject = { case: sampleCase(), draft, approval: sampleApproval(draft), caseUrl: 'https://desk.office.example/cases/WD-000123' }
    return JSON.stringify(approvalCard({ ...subject, names: new Map() }).blocks)
  }
  it.each([
    ['text', { text: 'You wrote that your card is 4111 1111 1111 1111.' }],
    ['subject', { subject: 'Re: my card 4111 1111 1111 1111' }],
  ])('in its %s is decided on and edited in the console, where it can be read', (_, given) => {
    const card = cardOf(given)
    expect(card).toContain('•••• 1111')
    expect(card).not.toContain('4111 1111')
    expect(card).toContain('A card or social-security number is hidden here')
    expect(card).not.toMatch(/approve-draft|edit-draft/)
    expect(card).toContain('return-draft')
  })

  it('does not stand in a form', () => {
    expect(partsForEditing('Your card is 4111 1111 1111 1111.')).toBeUndefined()
  })
})
