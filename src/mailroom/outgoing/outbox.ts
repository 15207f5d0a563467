// The outbox: what is to leave, until it has left or a person has decided. Its parts stand in files of their own.
import type { Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { type Act, type Authority, may } from '../../rulebook/kinds/authority.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { dispatchMail } from '../mailroom-jobs.ts'
import { createEnqueuing, type EnqueueParts, type Enqueuing } from './enqueue-outgoing.ts'
import { countByStatus, findDue, findOutgoingOfCase, readStop } from './outbox-store.ts'
import { type SendParts, sendOutgoing } from './send-outgoing.ts'
import { createSettling, type Settling } from './settle-outgoing.ts'
import { createStops, type Stops } from './stop-outgoing.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

export type Outbox = Enqueuing &
  Settling &
  Stops & {
    dispatch(outgoingId: string): Promise<void>
    /** What the job of each minute does: orphans, and mails that are due and have lost their job. */
    sweep(): Promise<void>
    outgoingOfCase(caseId: string): Promise<OutgoingRecord[]>
    /** How many mails wait to leave. */
    heldMail(): Promise<number>
  }

export type OutboxParts = Omit<SendParts, 'stopped' | 'jobs' | 'presence' | 'cases' | 'office'> & {
  jobs: Pick<Jobs, 'send' | 'sendMany'>
  cases: SendParts['cases'] & EnqueueParts['cases']
  office: { name: string; address: string }
  presence: { instance: string; living(): Promise<Set<string>> }
  outbound: 'send' | 'hold'
  /** Who may do what with the office's mail, as the rulebook has it today. */
  authority(): Pick<Authority, Act>
  recallSeconds: EnqueueParts['recallSeconds']
}

const sweepLimit = 500

export function createOutbox(parts: OutboxParts): Outbox {
  const { db, clock, jobs } = parts
  const underway = new Set<string>()
  const stopped = async (tx?: Tx) => parts.outbound === 'hold' || ((await readStop(tx ?? db.client))?.on ?? false)
  const allows = (act: Act) => (by: StaffMember) => may(by, act, parts.authority())
  const settling = createSettling({ ...parts, maySettle: allows('settle_unknown_mail'), mayRetry: allows('work_on_cases'), underway })

  async function redoDue(tx: Tx): Promise<void> {
    const due = await findDue(tx, clock.now(), sweepLimit)
    await jobs.sendMany(
      tx,
      dispatchMail,
      due.map(({ id }) => ({ outgoingId: id })),
    )
  }

  return {
    ...createEnqueuing(parts),
    ...settling,
    ...createStops({ ...parts, mayStop: allows('stop_outgoing_mail'), redoDue }),
    dispatch: (outgoingId) => sendOutgoing({ ...parts, stopped }, outgoingId, underway),
    async sweep() {
      await settling.settleOrphans()
      if (!(await stopped())) await db.inTransaction(redoDue)
    },
    outgoingOfCase: (caseId) => findOutgoingOfCase(db.client, caseId),
    heldMail: () => countByStatus(db.client, 'queued'),
  }
}
