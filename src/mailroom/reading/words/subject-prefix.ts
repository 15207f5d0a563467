// What the beginning of a subject says of its mail: passed on, an answer, or neither.

/** As the programs write it before a colon. VS is Danish and Norwegian for passed on, and Finnish for an answer. */
const forwards = prefix(
  'fwd?|wg|tr|rv|enc|i|pd|vs|vb|vl|ilt|İLT|redir|redirect|videresend|videresendt|vidarebefordrat|doorst|doorgestuurd|továbbítás|továbbított|přep|fs|trs|edasi|edastatud|πρθ|προωθ|пересл|переслано|перенаправлено|إعادة توجيه|محول|הועבר|转发|轉寄|轉發|転送|전달|chuyển tiếp|ct|ส่งต่อ|diteruskan',
)
const answers = prefix(
  're|ref|aw|antw?|antwort|sv|odp|ods|r|rif|res|resp|rép|ynt|atb|vá|vál|απ|σχετ|отв|ответ|відп|на|رد|השב|תשובה|回复|回覆|答复|答覆|返信|답장|회신|trả lời|tl|bls|balas|ตอบ|ตอบกลับ',
)
const listTag = /^\s*\[[^\][]{1,60}\]\s*/u
const subjectLimitCharacters = 1_000

/** What the outermost prefix says, and the subject without it: what was passed on may itself have been an answer. */
export function subjectPrefix(subject: string): { prefix: 'forward' | 'answer' | 'none'; rest: string } {
  const whole = subject.slice(0, subjectLimitCharacters).replace(/\s+/g, ' ').trim()
  const untagged = whole.replace(listTag, '')
  const forward = forwards.exec(untagged)
  if (forward) return { prefix: 'forward', rest: untagged.slice(forward[0].length) }
  const answer = answers.exec(untagged)
  return answer ? { prefix: 'answer', rest: untagged.slice(answer[0].length) } : { prefix: 'none', rest: whole }
}

function prefix(words: string): RegExp {
  return new RegExp(`^(?:${words})\\.?\\s*(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\^\\d{1,3})?\\s*[:：]\\s*`, 'iu')
}
