// The outbox: what is to leave, until it has left or a person has decided. Its parts stand in files of their own.
import type { Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { type Act, type Authority, may } from '../../rulebook/kinds/authority.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { createSealing, type Sealing } from '../approved.ts'
import { dispatchMail, fileSentCopy as fileSentCopyJob } from '../mailroom-jobs.ts'
import { createAlarmLamp } from './alarm-lamp.ts'
import { createEnqueuing, type EnqueueParts, type Enqueuing } from './enqueue-outgoing.ts'
import { fileSentCopy } from './file-sent-copy.ts'
import { createLetters, type Letters } from './letters.ts'
import { countByStatus, findByMessageIds, findByStatus, findDue, findOutgoingOfCase, readStop } from './outbox-store.ts'
import { type SendParts, sendOutgoing, stillApproved } from './send-outgoing.ts'
import { findUnfiled } from './sent-store.ts'
import { createSettling, type Settling } from './settle-outgoing.ts'
import { createSignInDoor } from './sign-in-door.ts'
import { createStops, type Stops } from './stop-outgoing.ts'
import { createUndeliverables, type Undeliverables } from './undeliverable-addresses.ts'
import { type OutgoingRecord, staffMessageId } from './write-outgoing.ts'

export type Outbox = Sealing &
  Enqueuing &
  Settling &
  Stops &
  Letters &
  Undeliverables & {
    dispatch(outgoingId: string): Promise<void>
    /** Puts a reply's copy into the Sent folder, where one is set up. */
    fileSentCopy(outgoingId: string): Promise<void>
    /** What the job of each minute does: orphans, mails that are due and have lost their job, and copies to be filed. */
    sweep(): Promise<void>
    outgoingOfCase(caseId: string): Promise<OutgoingRecord[]>
    /** Mails that do not leave before a person has decided, oldest first, up to 200; `lastError` says why. */
    held(): Promise<OutgoingRecord[]>
    /** How many mails wait to leave. */
    heldMail(): Promise<number>
    /** Whether a report says of a mail to a colleague that it did not arrive: what stood in it may stand in the report, for others to read. */
    staffMailCameBack(key: string): Promise<boolean>
  }

export type OutboxParts = Omit<SendParts, 'stopped' | 'jobs' | 'presence' | 'cases' | 'office' | 'door'> & {
  jobs: Pick<Jobs, 'send' | 'sendMany'>
  cases: SendParts['cases'] & EnqueueParts['cases']
  office: { name: string; address: string; timeZone: string }
  presence: { instance: string; living(): Promise<Set<string>> }
  outbound: 'send' | 'hold'
  /** Who may do what with the office's mail, as the rulebook has it today. */
  authority(): Pick<Authority, Act>
  recallSeconds: EnqueueParts['recallSeconds']
}

const sweepLimit = 500

export function createOutbox(parts: OutboxParts): Outbox {
  const { db, clock, jobs, office } = parts
  const underway = new Set<string>()
  const stopped = async (tx?: Tx) => parts.outbound === 'hold' || ((await readStop(tx ?? db.client))?.on ?? false)
  const allows = (act: Act) => (by: StaffMember) => may(by, act, parts.authority())
  const settling = createSettling({ ...parts, maySettle: allows('settle_unknown_mail'), mayRetry: allows('work_on_cases'), underway })
  const door = createSignInDoor(parts.alarms)
  const { sentFolder } = parts
  const filing = sentFolder && { ...parts, sentFolder, lamp: createAlarmLamp(parts.alarms, `sent-folder:${sentFolder.mailbox}`) }

  async function redoDue(tx: Tx): Promise<void> {
    const due = await findDue(tx, clock.now(), sweepLimit)
    await jobs.sendMany(
      tx,
      dispatchMail,
      due.map(({ id }) => ({ outgoingId: id })),
    )
  }

  async function redoFiling(tx: Tx): Promise<void> {
    const due = await findUnfiled(tx, clock.now(), sweepLimit)
    await jobs.sendMany(
      tx,
      fileSentCopyJob,
      due.map(({ id }) => ({ outgoingId: id })),
    )
  }

  return {
    ...createSealing(parts),
    ...createEnqueuing(parts),
    ...createUndeliverables({ ...parts, mayClear: allows('settle_unknown_mail') }),
    ...settling,
    ...createLetters({
      ...parts,
      timeZone: office.timeZone,
      mayPost: allows('work_on_cases'),
      stillApproved: (tx, letter) => stillApproved(tx, parts, letter),
    }),
    ...createStops({ ...parts, mayStop: allows('stop_outgoing_mail'), redoDue }),
    dispatch: (outgoingId) => sendOutgoing({ ...parts, stopped, door }, outgoingId, underway),
    fileSentCopy: async (outgoingId) => filing && fileSentCopy(filing, outgoingId),
    async sweep() {
      await settling.settleOrphans()
      if (!(await stopped())) await db.inTransaction(redoDue)
      if (filing) await db.inTransaction(redoFiling)
    },
    outgoingOfCase: (caseId) => findOutgoingOfCase(db.client, caseId),
    held: () => findByStatus(db.client, 'held'),
    async staffMailCameBack(key) {
      const mails = await findByMessageIds(db.client, [staffMessageId(key, office.address)])
      return mails.some(({ delivery }) => delivery !== null && delivery !== 'delivered')
    },
    heldMail: () => countByStatus(db.client, 'queued'),
  }
}
