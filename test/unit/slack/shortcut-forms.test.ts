// The forms of the shortcuts: Slack takes them whatever stands in a message, and what a submission means is told from it alone.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callForm, readAbout } from '../../../src/channels/slack/call-form.ts'
import {
  filledFrom,
  type MessageFilled,
  meantBy,
  messageForm,
  messageParts,
  originOf,
  readMessageOrigin,
} from '../../../src/channels/slack/message-form.ts'
import { caseNamedIn, mentionedIn, messageUrl, readableWords } from '../../../src/channels/slack/message-words.ts'
import { faultsInView, marksIn } from '../../support/slack-block-rules.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom(
    '<!channel> & <@U1>'.repeat(40),
    '*_~`'.repeat(200),
    '\u202e'.repeat(300),
    '👩‍👩‍👧'.repeat(2_000),
    '"\\'.repeat(300),
    ' ',
    '',
  ),
)
const standing = { channel: 'C0COUNTER', ts: '1790000000.000100', thread: null }

describe('the forms', () => {
  it('are taken by Slack, whatever was written, and call nobody', () => {
    expect(faultsInView(callForm())).toEqual([])
    fc.assert(
      fc.property(hostile, hostile, fc.array(hostile, { maxLength: 30 }), fc.boolean(), (text, author, files, again) => {
        const origin = originOf({ ...standing, author, files })
        const content = { origin, ...filledFrom({ text: readableWords(text.repeat(20), new Map()), names: 'WD-2147483647' }) }
        const filled = { with: text, telephone: text, about: text, said: text, callBack: text }
        const views = [
          messageForm({ ...content, ...(again ? { problem: 'There is no case 4711.' } : {}) }),
          callForm({ filled, problem: 'There is no case 4711.' }),
        ]
        for (const view of views) {
          expect(faultsInView(view)).toEqual([])
          expect(marksIn(view)).toEqual([])
        }
        expect(readMessageOrigin(views[0]?.private_metadata ?? '')).toEqual(origin)
      }),
      { interruptAfterTimeLimit: 10_000 },
    )
  })

  it.each(['', '{}', 'no', '{"channel":null}'])('%j is no place of a message', (metadata) => {
    expect(readMessageOrigin(metadata)).toBeUndefined()
  })

  it('hold a message in parts, cut between words, and lose nothing that fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12_000 }), (text) => {
        const { parts, left } = messageParts(text)
        const kept = parts.join('').replace(/\s/g, '')
        const whole = text.replace(/\s/g, '')
        expect(left ? whole.startsWith(kept) : kept === whole).toBe(true)
        expect(parts.every((part) => part.length <= 2_500)).toBe(true)
      }),
      { interruptAfterTimeLimit: 10_000 },
    )
    expect(messageParts(`${'word '.repeat(700)}end`).parts.every((part) => /^(?:word ?)+(?:end)?$/.test(part))).toBe(true)
  })
})

describe('what a submission means', () => {
  const filled: MessageFilled = { as: 'note', case: 'wd-123', name: 'Ana', account: '100200-7', channel: 'fax', parts: ['one ', '', 'two'] }
  it.each<[string, Partial<MessageFilled>, object]>([
    ['a note', {}, { kind: 'note', number: 123, text: 'one\ntwo' }],
    ['a note on no case', { case: '' }, { kind: 'refused', field: 'case' }],
    ['a note on what is no case', { case: 'hers' }, { kind: 'refused', field: 'case' }],
    ['a new case', { as: 'new' }, { kind: 'new', name: 'Ana', accountNumber: '100200-7', channel: 'fax', text: 'one\ntwo' }],
    ['nothing', { as: 'new', parts: [' ', ''] }, { kind: 'refused', field: 'said-0' }],
  ])('%s', (_, given, meant) => {
    expect(meantBy({ ...filled, ...given })).toMatchObject(meant)
  })

  it.each([
    ['', { kind: 'none' }],
    ['123', { kind: 'case', number: 123 }],
    ['WD-000123', { kind: 'case', number: 123 }],
    ['100200-300400', { kind: 'account', number: '100200-300400' }],
    ['100200300400', { kind: 'account', number: '100200-300400' }],
    ['her bill', { kind: 'not-understood' }],
  ])('%s is read as %j', (words, about) => {
    expect(readAbout(words)).toEqual(about)
  })
})

describe('a message in words', () => {
  const names = new Map([['U0CASEY', 'Casey Clerk']])
  it.each([
    ['&lt;a&gt; &amp; b', '<a> & b'],
    ['<@U0CASEY> and <@U0NEW|ann> and <@U9>', '@Casey Clerk and @ann and @U9'],
    ['<!here> <!subteam^S1|@crew> <!date^1^{date}|today>', '@here @crew today'],
    ['<#C1|meters> <#C2>', '#meters #C2'],
    [
      '<https://a.example/x|the bill> <https://a.example> <http://b.example|b.example>',
      'the bill (https://a.example/x) https://a.example http://b.example',
    ],
    ['<mailto:ann@a.example|ann@a.example> <tel:3125550123|312-555-0123>', 'ann@a.example 312-555-0123 (3125550123)'],
    ['\u202etxt', '�txt'],
  ])('%s', (text, read) => {
    expect(readableWords(text, names)).toBe(read)
  })

  it('names people and cases', () => {
    expect(mentionedIn('<@U1> <@U2|b> <@U1> <#C1>')).toEqual(['U1', 'U2'])
    expect(caseNamedIn('about WD-000123, please')).toBe(123)
    expect(caseNamedIn('about 123, please')).toBeUndefined()
  })

  it('stands at an address of its workspace', () => {
    const at = (thread: string | null, url = 'https://office.slack.com/') => messageUrl(url, { channel: 'C1', ts: '17.05', thread })
    expect(at(null)).toBe('https://office.slack.com/archives/C1/p1705')
    expect(at('17.05')).toBe('https://office.slack.com/archives/C1/p1705')
    expect(at('16.01')).toBe('https://office.slack.com/archives/C1/p1705?thread_ts=16.01&cid=C1')
    expect(at(null, '')).toBeUndefined()
    expect(at(null, 'javascript:x/')).toBeUndefined()
  })
})
