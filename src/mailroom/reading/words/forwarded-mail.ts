// Whether a mail passes another on, whose, and under which subject. The same header stands above what Outlook answers and what
// it passes on: there the mail's own subject decides.

import { bareAddress, domainOf } from '../../../kernel/mail-address.ts'
import type { Address, EnclosedMail, ForwardedMail } from '../mail-reading.ts'
import { folded } from './fold-words.ts'
import type { Opening } from './quotation-opening.ts'
import { saysForwarded } from './quotation-words.ts'
import { subjectPrefix } from './subject-prefix.ts'

/**
 * The mail around the words. `subject` is null for words of which nothing else is known; `isFirst`: neither its subject nor its
 * header says that it answers a mail or passes one on.
 */
export type Around = { subject: string | null; recipients: readonly Address[]; isFirst?: boolean }

/** `surely`: what is passed on is part of what the customer says. `perhaps`: it may as well be answered. */
export type Passing = 'surely' | 'perhaps' | 'no'

export function passesOn(opening: Opening, { subject, recipients }: Around, saidBefore: boolean): Passing {
  const prefix = prefixFor(opening, subject)
  if (opening.kind === 'forward') return opening.marked && prefix === 'answer' ? 'no' : 'surely'
  if (prefix !== 'none') return prefix === 'forward' ? 'surely' : 'no'
  if (opening.kind === 'attribution') return subject === null && !saidBefore && !opening.marked ? 'perhaps' : 'no'
  return goesTo(opening.from.address, subject === null ? [] : recipients)
}

/** An answer goes to whom it quotes, or at least to his house: the desk's own addresses differ in what stands behind the plus. */
function goesTo(quoted: string | null, recipients: readonly Address[]): Passing {
  if (quoted === null || recipients.length === 0) return 'perhaps'
  const addresses = recipients.flatMap(({ address }) => address ?? [])
  if (addresses.some((address) => bareAddress(address) === bareAddress(quoted))) return 'no'
  return addresses.some((address) => domainOf(address) === domainOf(quoted)) ? 'perhaps' : 'surely'
}

export function forwardedMail({ from, subject }: Opening, around: Around): ForwardedMail {
  return { from, subject: subject ?? subjectPrefix(around.subject ?? '').rest }
}

/** A mail attached as a mail is passed on where the subject or the words around it say so, or nothing else is said. */
export function forwardedAsAttachment(
  enclosed: readonly EnclosedMail[],
  { subject, words, contentType }: { subject: string; words: string; contentType: string },
): ForwardedMail | null {
  const [first] = enclosed
  if (!first || contentType === 'multipart/report') return null // a report encloses what it reports
  const { prefix, rest } = subjectPrefix(subject)
  const said = words.slice(0, wordsLimitCharacters).trim()
  const same = rest !== '' && folded(rest) === folded(subjectPrefix(first.subject).rest)
  const forwards = prefix === 'forward' || said === '' || same || saysForwarded(said) || speaksOfAttached.test(folded(said))
  return forwards ? { from: first.from, subject: first.subject } : null
}

const wordsLimitCharacters = 4_000
const speaksOfAttached =
  /\b(?:attached|attachment|enclosed|fyi|adjunt|anexo|ci-joint|piece jointe|anbei|anhang|beigefugt|allegat|bijlage|zalacz|w zalaczniku|priloh|mellek|vedhaeft|vedlagt|bifog|вложен|прикреп|додат)|附件|添付|첨부|dinh kem|مرفق|מצורף|แนบ/

/** VS is Danish and Norwegian for passed on, and Finnish for an answer. */
function prefixFor({ senderLabel }: Opening, subject: string | null): 'forward' | 'answer' | 'none' {
  if (subject === null) return 'none'
  const isFinnish = folded(senderLabel) === 'lahettaja'
  return isFinnish && /^\s*vs\s*:/i.test(subject) ? 'answer' : subjectPrefix(subject).prefix
}
