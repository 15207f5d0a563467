// A reply that came without any thread (some web mailers and telephones drop it) goes on with the customer's recent case of
// the same subject and account. A wrong merge is worse than a new case: no other mail is led by its subject alone.
import type { CaseRecord } from '../../cases/case.ts'
import { baseSubject } from '../base-subject.ts'
import { letIn, type Sender } from './find-case.ts'

export type SubjectReply = Sender & {
  subject: string
  /** It repeats words of another mail. */
  quotes: boolean
  /** The account it is about, as far as it and the records say. */
  accountNumber: string | null
}

const tellingWords = 3

/** The subject by which a mail may be led; null for one that is no reply, or says too little to tell two matters apart. */
export function leadingSubject({ subject, quotes }: Pick<SubjectReply, 'subject' | 'quotes'>): string | null {
  const { base, answers } = baseSubject(subject)
  // "Re: water bill" is what people write who mean "about": with so few words a quotation must show that it is a reply.
  return answers && base !== '' && (quotes || wordsIn(base) >= tellingWords) ? base : null
}

/** Of the sender's recent cases, newest first, the one it goes on with. */
export function caseOfSameSubject(mail: SubjectReply, recent: readonly CaseRecord[]): CaseRecord | undefined {
  const leading = leadingSubject(mail)
  if (leading === null) return undefined
  return recent.find(
    (record) =>
      baseSubject(record.subject).base === leading &&
      letIn(record, mail) &&
      (mail.accountNumber === null || record.accountNumber === null || mail.accountNumber === record.accountNumber),
  )
}

/** In scripts without spaces two signs make a word. */
function wordsIn(text: string): number {
  return text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2}|[\p{L}\p{N}\p{M}]+/gu)?.length ?? 0
}
