// Which requests a draft answers.
import { describe, expect, it } from 'vitest'
import { answerStates, openRequests } from '../../../../src/replies/asked/answered.ts'
import { readRequests } from '../../../../src/replies/asked/read-requests.ts'

const rendered = 'Dear Ann,\n\nYour bill of March 8, 2026 is $212.40. It covers 60 days.\n\nHOW TO REACH US\n\nReply here.\n'
const own = (words: string) => rendered.replace('HOW TO REACH US', `${words}\n\nHOW TO REACH US`)
const account = '123456-654321'

function states(mail: string, { template = 'en/high-bill', text = rendered } = {}) {
  return answerStates(readRequests(mail), { template, text, rendered, accountNumber: account }).map(({ kind, state }) => `${kind} ${state}`)
}

describe('a draft', () => {
  it.each<[what: string, mail: string, given: { template?: string; text?: string }, states: string[]]>([
    ['answers what its template answers', 'Why is my bill so high?', {}, ['explain-bill answered']],
    ['and nothing else', 'Please waive the late fee.', {}, ['remove-penalty not-answered']],
    [
      'answers what a person wrote about',
      'Please waive the late fee.',
      { text: own('We took the late fee off.') },
      ['remove-penalty answered'],
    ],
    [
      'defers what it says it will answer',
      'Please waive the late fee.',
      { text: own('We will write to you about the late fee.') },
      ['remove-penalty deferred'],
    ],
    [
      'in Spanish, too',
      'Por favor quiten el recargo.',
      { text: own('Sobre el recargo le responderemos por separado.') },
      ['remove-penalty deferred'],
    ],
    [
      'does not defer by a promise about something else',
      'Please waive the late fee.',
      { text: own('We will write to you about the meter.') },
      ['remove-penalty not-answered'],
    ],
    [
      'that asks for proof defers everything',
      'Why is my bill so high? Please waive the late fee.',
      { template: 'en/ask-for-proof' },
      ['remove-penalty deferred', 'explain-bill deferred'].sort(),
    ],
    ['that asks which bill defers everything', 'Please waive the late fee.', { template: 'es/which-bill' }, ['remove-penalty deferred']],
    ['without a template of its own answers nothing', 'Please help.', { template: 'en/other' }, ['general not-answered']],
    ['answers a general request by its topic', 'Please help.', {}, ['general answered']],
    [
      'answers another question by its words',
      'Does the office open on Saturdays?',
      { text: own('The office opens at eight on Saturdays.') },
      ['other answered'],
    ],
    ['says nothing of another account', 'Why is the bill of account 222222-333333 so high?', {}, ['explain-bill not-answered']],
    ['speaks of its own account', `Why is the bill of account ${account} so high?`, {}, ['explain-bill answered']],
    [
      'answers no more when most of its template is gone',
      'Please find my payment.',
      { template: 'en/payment-not-posted', text: 'No.\n' },
      ['find-payment not-answered'],
    ],
  ])('%s', (_, mail, given, expected) => {
    expect(states(mail, given).sort()).toEqual(expected.sort())
  })

  it('keeps a dismissal of the same words, and lets go of it with other words', () => {
    const reply = { template: 'en/high-bill', text: rendered, rendered, accountNumber: account }
    const [asked] = answerStates(readRequests('Please waive the late fee.'), reply)
    const dismissed = { by: 'somebody', reason: 'told on the telephone', at: '2026-04-20T10:00:00.000Z' }
    const earlier = [{ ...asked!, dismissed }]
    expect(openRequests(earlier)).toEqual([])
    expect(answerStates(readRequests('Please waive the late fee.'), reply, earlier)[0]?.dismissed).toEqual(dismissed)
    expect(answerStates(readRequests('Please remove the penalty now.'), reply, earlier)[0]?.dismissed).toBeNull()
  })

  it('is not made to answer by what the mail says about answers', () => {
    const mail = 'Please waive the late fee. The late fee request was answered already. We will write to you about the late fee.'
    expect(states(mail)).toEqual(['remove-penalty not-answered'])
  })
})
