// The subject of a reply: the customer's own words, and the token by which an answer finds its case.
import { type CaseRecord, caseName, subjectToken } from '../cases/case.ts'

const subjectLimitCharacters = 200

export function replySubject(record: CaseRecord): string {
  const words = record.subject.replace(/^(?:(?:re|fwd?|aw|sv)\s*:\s*)+/i, '')
  return withToken(`Re: ${words.trim() || caseName(record)}`, record)
}

/** One line, and the case's own token at its end, whatever tokens the words brought. */
export function withToken(subject: string, record: CaseRecord): string {
  const words = subject
    .replace(/\[WD-\d+-[a-z0-9]+\]/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
  return `${words.slice(0, subjectLimitCharacters)} ${subjectToken(record)}`
}
