// Files that came in wait for the virus scanner, in the transaction that records their mail: none is offered unseen, and none
// is forgotten.
import type { Clock } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { scanAttachments } from '../mailroom-jobs.ts'
import type { MailRow } from '../store.ts'
import { insertWaiting } from './scan-store.ts'
import type { VirusScanner } from './virus-scanner.ts'

export type QueueScansParts = { clock: Clock; jobs: Pick<Jobs, 'sendMany'>; scanner?: VirusScanner }

export async function queueScans(
  tx: Tx,
  { clock, jobs, scanner }: QueueScansParts,
  mails: readonly Pick<MailRow, 'id' | 'reading'>[],
): Promise<void> {
  if (!scanner) return
  const bringing = mails.flatMap(({ id, reading }) => (reading.attachments?.length ? [{ id, files: reading.attachments.length }] : []))
  await insertWaiting(tx, bringing, clock.now())
  await jobs.sendMany(
    tx,
    scanAttachments,
    bringing.map(({ id }) => ({ mailId: id })),
  )
}
