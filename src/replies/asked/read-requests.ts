// The requests of a mail: each sentence that asks for something, with what it asks for and the account it names. Only words
// are read here; what a mail says about itself, or tells the desk to do with its own lists, is one more sentence.
import { accountNumbersIn } from '../../cases/account-in-text.ts'
import { originalSpan, plainText } from '../claims/plain-text.ts'
import { sentencesIn } from '../claims/sentences.ts'
import { kindWords, type RequestKind } from './request-kinds.ts'

export type Request = {
  /** Of its kind and account, so that the same request has the same id in every version of a draft. */
  id: string
  /** As the customer wrote it. */
  words: string
  /** UTF-16 offsets in the text, end exclusive. */
  start: number
  end: number
  kind: RequestKind
  /** The account that the sentence names; null: the case's own. */
  accountNumber: string | null
}

const charactersRead = 20_000 // a complaint is short; what follows is quoted history
const requestLimit = 40

/** In the order they stand; a kind that is asked for twice for one account is one request, quoted where it stands first. */
export function readRequests(text: string): Request[] {
  const plain = plainText(text.slice(0, charactersRead))
  const folded = fold(plain.text)
  const found = new Map<string, Request>()
  let unnamed = 0
  for (const sentence of sentencesIn(plain.text)) {
    const said = folded.slice(sentence.start, sentence.end).replace(/\n/g, ' ')
    const kinds = kindsAsked(said)
    if (kinds.length === 0) continue
    const { start, end } = originalSpan(plain, sentence)
    const words = text.slice(start, end)
    const [accountNumber = null] = accountNumbersIn(plain.text.slice(sentence.start, sentence.end))
    for (const kind of kinds) {
      // Two requests that nobody can name are not the same.
      const name = kind === 'other' ? `other-${++unnamed}` : kind
      const id = accountNumber === null ? name : `${name}@${accountNumber}`
      if (!found.has(id) && found.size < requestLimit) found.set(id, { id, words, start, end, kind, accountNumber })
    }
  }
  const requests = [...found.values()]
  // "Please help" beside a request that says with what is the same request.
  return requests.some(({ kind }) => kind !== 'general' && kind !== 'other') ? requests.filter(({ kind }) => kind !== 'general') : requests
}

/** Small letters without accents, unit for unit. */
export function fold(text: string): string {
  return [...text].map(foldSign).join('')
}

function foldSign(sign: string): string {
  const plainer = (sign.normalize('NFD')[0] ?? sign).toLowerCase()
  return plainer.length === sign.length ? plainer : sign
}

const leadIn =
  /^(?:[-*•·\d.)( ]{0,6}|(?:and|so|also|then|but|second(?:ly)?|first(?:ly)?|third(?:ly)?|finally|y|tambien|ademas|entonces|pero|hello|hi|hola),? )+/u
const politeForm =
  /\bplease\b|\bpl[sz]\b|\bkindly\b|\bpor favor\b|\bfavor de\b|\ble[s]? (?:pido|ruego|solicito|agradeceria)\b|\b(?:can|could|would|will) (?:you|u|i|we|someone|somebody|anyone)\b|\bmay i\b|\bis it possible\b|\bi (?:wonder|was wondering|am wondering)\b|\bes posible\b|\b(?:puede|pueden|podria|podrian|podriamos|puedo)\b/u
const wishForm =
  /\b(?:i|we)(?: would| 'd|'d| am|'m| are|'re)? (?:also |still |just |really |hereby |now |only )?(?:like|want|need|request|demand|ask|insist|wish|expect|writing|disputing|dispute|asking|requesting|am writing|are writing|am disputing|am asking|am requesting|are asking|are requesting)\b|\b(?:quiero|queremos|quisiera|quisieramos|necesito|necesitamos|deseo|exijo|exigimos|pido|pedimos|solicito|solicitamos|me gustaria|nos gustaria)\b/u
const questionStart =
  /^(?:why|how|what|what's|when|where|who|which|can|could|would|will|may|is|are|was|were|do|does|did|should|am|have|has|por que|como|que|cuando|donde|quien|cual|cuanto|cuanta|puedo)\b/u
const commandStart =
  /^(?:requesting|asking (?:for|you)|(?:credit|check|test|return|call|review|post|drop|replace|stop|change|transfer|mail|phone)(?= (?:my|the|our|your|this|that|these|those|it|me|us|a|an|for|on|to|into|up|off|back|out)\b)|waive|remove|send|e-?mail|explain|refund|reimburse|re-?read|read|correct|update|fix|cancel|close|give|tell|let|adjust|take|set up|put|look|investigate|provide|show|restore|reconnect|turn|don't|do not|help|approve|reverse|find|apply|forgive|lower|reduce|inspect|quiten|quiteme|quitenme|expliquen|expliqueme|expliquenme|envien|envieme|envienme|manden|mandeme|mandenme|devuelvan|devuelvanme|devuelvame|revisen|revise|cambien|cambie|corrijan|corrija|llamenme|llameme|llamen|diganme|digame|ayudenme|ayudeme|cancelen|cancele|no corten|no me corten|no nos corten|dejen|busquen|apliquen|acrediten|reembolsen|lean|den|denme|pongan)\b/u
const negated =
  /\b(?:do not|don't|does not|doesn't|did not|didn't|never|not) (?:want|need|ask|asking|asked|request|requesting|looking for)\b(?! you)[^,;.?!]{0,80}|\bno (?:quiero|queremos|necesito|necesitamos|pido|estoy pidiendo)\b(?! que)[^,;.?!]{0,80}/gu
const told =
  /^(?:asking for (?:my|our|this) (?:account|bill|house|home|property|building|\w+'s (?:account|house))|attached (?:please )?(?:find|is|are)|(?:enclosed|inclosed) (?:please )?(?:find|is|are)|look(?=[:,!])|how are you|como esta|please (?:find|see) (?:the )?(?:attached|enclosed|below)|please (?:note|be advised|be aware|do not hesitate|accept my|excuse|forgive me|know that)|please do not (?:send|call|phone|contact) |can you believe|would you believe|how dare|who do you think|are you (?:people |guys )?(?:serious|kidding|joking)|is this a joke|(?:really|right|no es cierto|verdad)(?=\?))/u

/** "I opened it and it says 385 dollars??" tells, and asks nothing. */
const exclaims = /^(?:i|we|it|my|our|this|that)\b(?!.*\b(?:why|how|what|when|where|who|which|right|correct|por que|como)\b).*\?{2,}$/u

/** The kinds that a sentence asks for; none where it asks for nothing. `said` is folded. */
function kindsAsked(said: string): RequestKind[] {
  const words = said
    .replace(/^[¿¡" ]+/u, '')
    .replace(leadIn, '')
    .replace(/^[¿¡" ]+/u, '')
  if (told.test(words) && !/\b(?:but|pero)\b/u.test(words)) return []
  const meant = words.replace(negated, (match) => ' '.repeat(match.length))
  const question = (/\?["')\]]*$/u.test(meant) && !exclaims.test(meant)) || questionStart.test(meant)
  const polite = politeForm.test(meant) || commandStart.test(meant)
  const wish = wishForm.test(meant)
  if (!question && !polite && !wish) return []
  const kinds: RequestKind[] = []
  for (const { kind, asks, unless } of kindWords)
    if ((kind !== 'general' || kinds.length === 0) && !unless?.some((other) => kinds.includes(other)) && asks.test(meant)) kinds.push(kind)
  if (kinds.length > 0) return kinds
  return asksSomething(meant, { question: question && /\?["')\]]*$/u.test(meant), polite }) ? ['other'] : []
}

/** A wish alone ("we need water to live") is no request, and neither is a word or two with a question mark. */
function asksSomething(meant: string, { question, polite }: { question: boolean; polite: boolean }): boolean {
  if (meant.trim().split(/\s+/u).length < 4) return false
  return question || polite || /\b(?:you to|to know|to speak|to get|to see|que me|que nos|saber)\b/u.test(meant)
}
