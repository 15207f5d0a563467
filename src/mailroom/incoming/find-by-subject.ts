// Replies that nothing but their subject leads to a case, for a whole batch.
import type { CaseRecord, FoundCase } from '../../cases/case.ts'
import type { Tx } from '../../platform/database.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import type { ReadMail } from './assess-mail.ts'
import { chooseCase } from './find-case.ts'
import { caseOfSameSubject, leadingSubject, type SubjectReply } from './same-subject.ts'

/** The subject that may lead a mail; null where it bears a token, or a machine's signs. */
export function leadingSubjectOf({ judged, pointers, reading }: ReadMail): string | null {
  if (judged.silent || pointers.tokens.length > 0 || reading.from.address === null) return null
  return leadingSubject({ subject: reading.subject, quotes: reading.quotedText !== '' })
}

/** Mails that are led nowhere are left out. */
export async function findBySubject(
  tx: Tx,
  cases: Pick<CasesAsked, 'recentOf' | 'accountsNamed' | 'takesMail'>,
  mails: readonly ReadMail[],
): Promise<Map<ReadMail, FoundCase>> {
  const led = mails.filter((mail) => leadingSubjectOf(mail) !== null)
  const recent = led.length === 0 ? [] : await cases.recentOf(tx, led.map(addressOf))
  const recentOf = Map.groupBy(recent, ({ customerAddress }) => customerAddress)
  const told = led.filter((mail) => recentOf.has(addressOf(mail)))
  const accounts = told.length === 0 ? [] : await cases.accountsNamed(tx, told.map(wordsOf))
  return new Map(
    told.flatMap((mail, index): [ReadMail, FoundCase][] => {
      const reply = replyOf(mail, accounts[index] ?? null)
      const record = caseOfSameSubject(reply, recentOf.get(addressOf(mail)) as CaseRecord[])
      return record ? [[mail, chooseCase([{ record, by: 'subject' }], reply, cases.takesMail)]] : []
    }),
  )
}

function addressOf({ reading }: ReadMail): string {
  return reading.from.address as string
}

function wordsOf({ reading, authentication }: ReadMail) {
  const { from, subject, newText } = reading
  return { from, subject, newText, established: authentication.verdict === 'established' }
}

function replyOf({ reading, authentication }: ReadMail, accountNumber: string | null): SubjectReply {
  const { from, subject, quotedText } = reading
  return { address: from.address, verdict: authentication.verdict, subject, quotes: quotedText !== '', accountNumber }
}
