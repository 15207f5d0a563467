// A subject without what mail programs and lists write before and behind it (RFC 5256, 2.1), in the languages an American
// city meets.

const answerPrefix =
  /^(?:re|aw|antw?|antwort|sv|vs|odp|ods?p|rif|res|resp|ynt|atb|vá|απ|σχετ|отв|ответ|відп|رد|השב|回复|回覆|答复|答覆|返信|답장|trả lời)\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:：]\s*/iu
const forwardPrefix =
  /^(?:fwd?|wg|tr|rv|enc|i|pd|vl|vb|doorst|vidarebefordrat|πρθ|пересл|إعادة توجيه|转发|轉寄|轉發|転送|전달)\s*(?:\[\d{1,3}\])?\s*[:：]\s*/iu
const listTag = /^\[(?!wd-)[^\][]{1,60}\]\s*/iu
const caseToken = /\s*\[wd-\d{1,9}-[a-z0-9]{4,32}\]/giu
const prefixLimit = 20
const subjectLimitCharacters = 1_000

/** `base` is in lower case with single spaces; `answers`: it says that it is a reply. */
export function baseSubject(subject: string): { base: string; answers: boolean } {
  let rest = subject.slice(0, subjectLimitCharacters).replace(caseToken, '').replace(/\s+/g, ' ').trim()
  let answers = false
  for (let count = 0; count < prefixLimit; count++) {
    const answer = answerPrefix.exec(rest)
    const cut = answer ?? forwardPrefix.exec(rest) ?? listTag.exec(rest)
    if (!cut || cut[0].length === rest.length) break
    answers ||= answer !== null
    rest = rest.slice(cut[0].length)
  }
  return {
    base: rest
      .replace(/(?:\s*\(fwd\))+$/i, '')
      .trim()
      .toLowerCase(),
    answers,
  }
}
