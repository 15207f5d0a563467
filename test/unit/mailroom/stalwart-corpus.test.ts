// Malformed mails, the examples of the RFCs and mails of many programs, against what another parser makes of them. A text is
// right when nothing of it is lost, in its order; where more is kept, and wherever a count differs, the reason stands here.
import { describe, expect, it } from 'vitest'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'
import { wordsOfHtml } from '../../../src/mailroom/reading/words/html-words.ts'
import { describeCorpus, mailsWithOutcomes } from '../../support/corpora.ts'

/** `null`: a body that the other parser counts and tells no words of. */
type Outcome = { text: (string | null)[]; html: (string | null)[]; attachments: number }

const cutOff = 'the last part has no end: its words are shown, and it is listed as an attachment too'
const endedByOuter = 'a delimiter of the outer multipart ends the inner one (RFC 2046, 5.1.2), so that a third part is found'
const moreText: Record<string, string> = {
  'malformed-001.eml': cutOff,
  'malformed-002.eml': 'none of its delimiters occurs: its words are shown, and listed as an attachment too',
  'malformed-003.eml': cutOff,
  'malformed-004.eml': 'none of its delimiters occurs: its words are shown, and listed as an attachment too',
  'malformed-006.eml': cutOff,
  'malformed-008.eml': cutOff,
  'malformed-009.eml': endedByOuter,
  'malformed-011.eml': endedByOuter,
  'malformed-016.eml': cutOff,
  'malformed-019.eml': 'its plain texts are blank, so that the words of its HTML are told',
}
const otherText: Record<string, string> = {
  'thirdparty-002.eml': 'words behind the padding are no base64 and are left out; what is no base64 at all stays as it stood',
}
const otherCount: Record<string, string> = {
  'malformed-007.eml': 'a multipart that forgot its empty line is one all the same, and no attachment',
  'malformed-012.eml': endedByOuter,
  'thirdparty-015.eml': 'three mails are attached by name; each is ended by the delimiter of the mail around it',
}

describeCorpus('stalwart-mime', (folder) => {
  const found = mailsWithOutcomes<Outcome>(folder).map(({ file, bytes, expected }) => {
    const mail = readMail(bytes)
    const wanted = expected.text.flatMap((text) => (text === null ? [] : folded(expected.html.includes(text) ? wordsOfHtml(text) : text)))
    const text = folded(mail.text)
    const kept = holdsInOrder(text, wanted)
    const attachments = mail.attachments.length
    return {
      file,
      kept,
      same: text === folded(wanted.join('\n')),
      counted: attachments === expected.attachments,
      text,
      wanted,
      attachments,
    }
  })

  it('is read without losing a text, or the reason is known', () => {
    expect(found.length).toBeGreaterThan(50)
    expect(found.filter(({ kept }) => !kept).map(({ file }) => file)).toEqual(Object.keys(otherText))
    expect(found.filter(({ kept, same }) => kept && !same).map(({ file }) => file)).toEqual(Object.keys(moreText))
  })

  it('has as many attachments, or the reason is known', () => {
    expect(found.filter(({ counted }) => !counted).map(({ file }) => file)).toEqual(Object.keys(otherCount))
  })

  it('is right in 95 of 100 texts and counts', () => {
    const right = found.filter(({ kept }) => kept).length + found.filter(({ counted }) => counted).length
    expect(right / (2 * found.length)).toBeGreaterThanOrEqual(0.95)
  })
})

describe('the comparison', () => {
  it('finds what is lost and what stands in another order', () => {
    expect(holdsInOrder('one two three', ['one', 'three'])).toBe(true)
    expect(holdsInOrder('one two three', ['three', 'one'])).toBe(false)
    expect(holdsInOrder('one two', ['one', 'three'])).toBe(false)
  })
})

/** White space makes no difference; PostgreSQL takes no NUL. */
function folded(text: string): string {
  return text.replaceAll('\0', '').replace(/\s+/g, ' ').trim()
}

function holdsInOrder(text: string, wanted: readonly string[]): boolean {
  let at = 0
  for (const piece of wanted) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return true
}
