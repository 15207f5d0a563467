// The mail ledger: every UID with its disposition. People look for mails there, make cases of those that are complaints,
// attach them to cases, have them read again, and discard the others with a reason. Nothing is ever deleted.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/database.ts'
import { type Act, type Authority, may } from '../../rulebook/kinds/authority.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import { lockLedger } from '../store.ts'
import { type AttachParts, attachMail } from './attach-mail.ts'
import {
  countStanding,
  findLedger,
  findLedgerEntry,
  findLedgerMails,
  findStanding,
  type LedgerAsked,
  type LedgerEntry,
  type LedgerMail,
  type Standing,
  writeSettled,
} from './ledger-store.ts'
import { makeCaseOf } from './make-case.ts'
import { type Reread, type RereadParts, rereadMail } from './reread-mail.ts'
import { type Source, type SourceAsked, type SourceRefusal, showSource } from './show-source.ts'

type Refused<Kind extends string> = { kind: 'not-authorised' | 'not-there' | 'already-settled' | Kind }
type ActOn = { id: string; by: StaffMember }

export type Ledger = {
  ledger(asked: LedgerAsked): Promise<{ entries: LedgerEntry[]; more: boolean }>
  ledgerEntry(id: string): Promise<LedgerEntry | undefined>
  /** What is known of these mails; in no order. */
  ledgerMails(mailIds: readonly string[]): Promise<LedgerMail[]>
  /** The bytes as they arrived. Who looks at them stands in the office's audit log. */
  mailSource(asked: SourceAsked): Promise<Result<Source, SourceRefusal>>
  /** How many mails wait for a person. */
  countSetAside(): Promise<number>
  /** Takes the mail for a person's: it opens a case, or joins the one it points to. Its sender gets no acknowledgement. */
  makeCase(act: ActOn): Promise<Result<{ caseId: string }, Refused<'unreadable'>>>
  /** The mail becomes part of that case; its sender does not become its customer. */
  attach(act: ActOn & { caseNumber: number }): Promise<Result<{ caseId: string }, Refused<'no-case'>>>
  /** Reads the bytes once more, by another charset if one is given, and what can be read now goes the ordinary way. */
  reread(act: ActOn & { charset?: string }): Promise<Result<Reread, Refused<'no-bytes' | 'not-whole' | 'unreadable'>>>
  /** The mail and its bytes stay. */
  discard(act: ActOn & { reason: string }): Promise<Result<void, Refused<'reason-missing'>>>
  /** A discarded mail waits for a decision again; the office's audit log keeps who had discarded it, and why. */
  takeBack(act: ActOn): Promise<Result<void, { kind: 'not-authorised' | 'not-discarded' }>>
}

export type LedgerParts = RereadParts & AttachParts & { authority(): Pick<Authority, Act> }

const reasonLimitCharacters = 500

export function createLedger(parts: LedgerParts): Ledger {
  const { db, clock } = parts
  const allowed = (by: StaffMember) => may(by, 'work_on_cases', parts.authority())

  /** A mail without a case that nobody has decided about. */
  async function undecided(tx: Tx, { id, by }: ActOn): Promise<Result<Standing, Refused<never>>> {
    if (!allowed(by)) return refused({ kind: 'not-authorised' })
    await lockLedger(tx)
    const standing = await findStanding(tx, id)
    if (!standing) return refused({ kind: 'not-there' })
    const { kind, settled, caseId } = standing.entry
    if (settled) return refused({ kind: 'already-settled' })
    return caseId === null && kind !== 'duplicate' ? ok(standing) : refused({ kind: 'not-there' })
  }

  async function noted(tx: Tx, { entry }: Standing, by: StaffMember, act: string, detail: { [key: string]: string }): Promise<void> {
    const subject = `mail ${entry.uid} of ${entry.mailbox}/${entry.folder}`
    await audit(tx, { at: clock.now(), actor: actorOf(by), act, subject, detail: { ledgerEntry: entry.id, ...detail } })
  }

  return {
    ledger: (asked) => findLedger(db.client, asked),
    ledgerEntry: (id) => findLedgerEntry(db.client, id),
    ledgerMails: (mailIds) => findLedgerMails(db.client, mailIds),
    mailSource: (asked) => showSource(parts, asked),
    countSetAside: () => countStanding(db.client),

    makeCase: (act) =>
      db.inTransaction(async (tx) => {
        const found = await undecided(tx, act)
        if (!found.ok) return found
        const caseId = await makeCaseOf(tx, parts, found.value, act.by)
        if (caseId === undefined) return refused({ kind: 'unreadable' })
        await writeSettled(tx, act.id, { by: act.by.id, at: clock.now(), reason: 'made a case' })
        await noted(tx, found.value, act.by, 'case made of a mail set aside', { caseId })
        return ok({ caseId })
      }),

    attach: ({ caseNumber, ...act }) =>
      db.inTransaction(async (tx) => {
        const found = await undecided(tx, act)
        if (!found.ok) return found
        if (found.value.entry.rawSha256 === null) return refused({ kind: 'not-there' })
        const caseId = await attachMail(tx, parts, found.value, { caseNumber, by: act.by })
        if (caseId === undefined) return refused({ kind: 'no-case' })
        await writeSettled(tx, act.id, { by: act.by.id, at: clock.now(), reason: 'attached to a case' })
        await noted(tx, found.value, act.by, 'mail attached to a case', { caseId })
        return ok({ caseId })
      }),

    async reread({ charset, ...act }) {
      if (!allowed(act.by)) return refused({ kind: 'not-authorised' })
      const done = await rereadMail(parts, act, charset)
      if (done.ok) {
        const { standing, ...reread } = done.value
        await db.inTransaction((tx) => noted(tx, standing, act.by, 'mail read again', { charset: charset ?? '', became: reread.kind }))
        return ok(reread)
      }
      return done
    },

    discard: ({ reason, ...act }) =>
      db.inTransaction(async (tx) => {
        const words = reason.trim().slice(0, reasonLimitCharacters)
        if (words === '') return refused({ kind: 'reason-missing' })
        const found = await undecided(tx, act)
        if (!found.ok) return found
        await writeSettled(tx, act.id, { by: act.by.id, at: clock.now(), reason: words })
        await noted(tx, found.value, act.by, 'mail set aside was discarded', { reason: words })
        return ok(undefined)
      }),

    takeBack: ({ id, by }) =>
      db.inTransaction(async (tx) => {
        if (!allowed(by)) return refused({ kind: 'not-authorised' })
        await lockLedger(tx)
        const standing = await findStanding(tx, id)
        if (!standing?.entry.settled || standing.entry.caseId !== null) return refused({ kind: 'not-discarded' })
        await writeSettled(tx, id, null)
        await noted(tx, standing, by, 'discarded mail was taken back', {})
        return ok(undefined)
      }),
  }
}
