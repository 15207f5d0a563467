// A person whose mail could not be opened is told so, in fixed words: his mail waits in quarantine, and he may write again.
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../platform/database.ts'
import { mailboxOf } from '../case-address.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { dispatchMail } from '../mailroom-jobs.ts'
import { insertOutgoing } from '../outgoing/outbox-store.ts'
import { unreadableRow } from '../outgoing/write-outgoing.ts'
import type { UnreadableMail } from './assess-mail.ts'

export async function tellUnreadable(
  tx: Tx,
  { notices, clock, office, jobs }: Pick<RecordParts, 'notices' | 'clock' | 'office' | 'jobs'>,
  mails: readonly UnreadableMail[],
): Promise<void> {
  const told = mails.flatMap(({ answerable, reading }) => {
    const address = reading?.from.address ?? null
    return answerable && address !== null ? [{ address, messageId: reading?.messageId ?? null }] : []
  })
  if (told.length === 0) return
  const texts = await notices.tellUnreadable(
    tx,
    told.map(({ address }) => mailboxOf(address)),
  )
  const rows = told.flatMap((about, index) => {
    const notice = texts[index]
    return notice ? [unreadableRow({ ...about, ...notice }, { id: randomUUID(), now: clock.now(), officeAddress: office.address })] : []
  })
  await insertOutgoing(tx, rows)
  await jobs.sendMany(
    tx,
    dispatchMail,
    rows.map(({ id }) => ({ outgoingId: id })),
  )
}
