// The subject of what the desk writes on a case: one line, whatever anybody wrote, with the case's token once at its end.
import { type CaseRecord, caseName, subjectToken } from './case.ts'

const subjectLimitCharacters = 200

/** `Re: ` the customer's own words. */
export function answerSubject(subject: string, record: Pick<CaseRecord, 'number' | 'token'>): string {
  const words = headerLine(subject).replace(/^(?:\s*(?:re|fwd?|aw|sv|odp|rv)\s*:)+/i, '')
  return withToken(`Re: ${words.trim() || caseName(record)}`, record)
}

/** A person's words as they are, but for tokens of any case. */
export function withToken(subject: string, record: Pick<CaseRecord, 'number' | 'token'>): string {
  const words = headerLine(subject.replace(/\[WD-\d+-[a-z0-9]+\]/gi, ''))
  return `${words.slice(0, subjectLimitCharacters).toWellFormed().trim()} ${subjectToken(record)}`
}

/** No control characters or line ends: nothing written here can become a header of its own. */
export function headerLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}
