// A subject without what mail programs, lists and the desk write before and behind it (RFC 5256, 2.1).
import { subjectPrefix } from './reading/words/subject-prefix.ts'

const listTag = /^\[[^\][]{1,60}\]\s*/u
const caseToken = /\s*\[wd-\d{1,9}-[a-z0-9]{4,32}\]/giu
const prefixLimit = 20
const subjectLimitCharacters = 1_000

/** `base` is in lower case with single spaces; `answers`: it says that it is a reply. */
export function baseSubject(subject: string): { base: string; answers: boolean } {
  let rest = subject.slice(0, subjectLimitCharacters).replace(caseToken, '').replace(/\s+/g, ' ').trim()
  let answers = false
  for (let count = 0; count < prefixLimit; count++) {
    const outermost = subjectPrefix(rest)
    const shorter = outermost.prefix === 'none' ? rest.replace(listTag, '') : outermost.rest
    if (shorter === '' || shorter === rest) break
    answers ||= outermost.prefix === 'answer'
    rest = shorter
  }
  const base = rest.replace(/(?:\s*\(fwd\))+$/i, '').trim()
  return { base: base.toLowerCase(), answers }
}
