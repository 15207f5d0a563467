import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { accountNumbersIn } from '../../../src/cases/account-in-text.ts'
import { tellTopic } from '../../../src/cases/tell-topic.ts'
import { triageSchema } from '../../../src/rulebook/kinds/triage.ts'

const shipped = triageSchema.parse(parse(readFileSync(path.resolve('templates/rulebook/triage/2026-01-01.yaml'), 'utf8')))

describe('the first topic of a mail', () => {
  it.each([
    ['high-bill', 'Why is my bill so high?', 'It doubled since last time.'],
    ['high-bill', 'bill', 'My water bill is much higher than usual, how can that be?'],
    ['estimated-bill', 'Estimated again', 'Nobody reads my meter and the bill is estimated.'],
    ['payment-not-posted', 'Payment missing', 'I already paid on the 3rd, the check cleared but it is not posted.'],
    ['penalty-dispute', 'Late fee', 'Please remove the late penalty.'],
    ['other', 'Hydrant', 'The hydrant on our corner was painted red.'],
    ['other', '', ''],
  ])('%s: %s', (topic, subject, text) => {
    expect(tellTopic({ subject, text }, shipped).topic).toBe(topic)
  })

  it('says what it saw', () => {
    expect(tellTopic({ subject: 'late fee', text: '' }, shipped).reason).toContain('late fee')
  })
})

describe('account numbers in a text', () => {
  it.each([
    ['with a hyphen', 'account 100234-567890.', ['100234-567890']],
    ['without', 'acct #100234567890', ['100234-567890']],
    ['twice the same', '100234-567890 and 100234 567890', ['100234-567890']],
    ['not inside a longer number', 'card 4100234567890123', []],
  ])('%s', (_, text, numbers) => {
    expect(accountNumbersIn(text)).toEqual(numbers)
  })
})
