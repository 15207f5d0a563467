// What a sentence that names nothing asks for: what the mail is about.
import { describe, expect, it } from 'vitest'
import { readRequests } from '../../../../src/replies/asked/read-requests.ts'
import { byTopic } from '../../../../src/replies/asked/topic-request.ts'
import type { Topic } from '../../../../src/rulebook/topics.ts'

const kinds = (topic: Topic, text: string) => byTopic(readRequests(text), topic, text).map(({ kind }) => kind)

describe('a request that names nothing', () => {
  it.each<[Topic, string, string[]]>([
    ['payment-not-posted', 'I paid and it does not show. Please correct this.', ['find-payment']],
    ['payment-not-posted', 'It was cashed. Please apply it to my account.', ['find-payment']],
    ['leak-adjustment', 'A pipe burst. Do you give an adjustment in such cases?', ['leak-relief']],
    ['leak-adjustment', 'We had a leak. Please reduce the bill accordingly.', ['leak-relief']],
    ['penalty-dispute', 'There is a late fee. It is unfair. Please explain.', ['remove-penalty']],
    ['penalty-dispute', 'There is a penalty. What is it?', ['explain-penalty']],
    ['high-bill', 'It is much more than before. Where does this come from?', ['explain-bill']],
    ['estimated-bill', 'My bills are estimated.', ['explain-read']],
  ])('in a mail about %s: %s', (topic, text, expected) => {
    expect(kinds(topic, text)).toEqual(expected)
  })
})

it.each<[Topic, string]>([
  ['payment-not-posted', 'Please find my payment. And why is my bill so high?'],
  ['high-bill', 'Why is my bill so high? Which plumber do you recommend?'],
])('what a mail about %s asks besides stays what it is: %s', (topic, text) => {
  expect(kinds(topic, text)).toEqual(readRequests(text).map(({ kind }) => kind))
})

it('a mail about nothing of ours asks for nothing of ours', () => {
  expect(kinds('other', 'What is this?')).toEqual(readRequests('What is this?').map(({ kind }) => kind))
})
