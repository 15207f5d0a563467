// Has the virus scanner look at the files of a mail that wait for it. A scanner that does not answer leaves them waiting, to
// be tried again each minute; an alarm says so when it stays away. What it finds stands in the case's timeline.
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import type { MailReader } from '../reading/mail-reader.ts'
import { findMailReading, findRawMail } from '../store.ts'
import { countWaiting, findWaitingMails, findWaitingNumbers, type ScannedFile, writeVerdict } from './scan-store.ts'
import type { ScannerAlarm } from './scanner-alarm.ts'
import type { ScanVerdict, VirusScanner } from './virus-scanner.ts'

export type ScanParts = {
  db: Database
  clock: Clock
  reader: MailReader
  cases: Pick<CasesAsked, 'record'>
  scanner: VirusScanner
  alarm: ScannerAlarm
}

const againAfterMilliseconds = 50_000 // a minute's sweep finds what the one before tried
const sweepLimit = 100 // mails a minute; what is left waits for the next

/** False where the scanner did not answer. */
export async function scanMail(parts: ScanParts, mailId: string): Promise<boolean> {
  const { db, reader, scanner } = parts
  const numbers = await findWaitingNumbers(db.client, mailId)
  if (numbers.length === 0) return true
  const bytes = await findRawMail(db.client, mailId)
  for (const number of numbers) {
    const verdict = bytes
      ? await verdictOn({ reader, scanner }, bytes, number)
      : ({ kind: 'refused', problem: 'its mail is gone', passing: false } as const)
    await record(parts, { mailId, number }, verdict)
    if (verdict.kind === 'unreachable') return false
  }
  return true
}

/** What waits for long: its job found no scanner, or is gone. */
export async function sweepScans(parts: ScanParts): Promise<void> {
  const before = new Date(parts.clock.now().getTime() - againAfterMilliseconds)
  for (const mailId of await findWaitingMails(parts.db.client, { before, limit: sweepLimit })) if (!(await scanMail(parts, mailId))) return
}

async function verdictOn({ reader, scanner }: Pick<ScanParts, 'reader' | 'scanner'>, bytes: Buffer, number: number): Promise<ScanVerdict> {
  const found = await reader.file(bytes, number)
  if (!found.ok) return { kind: 'refused', problem: found.problem, passing: true }
  return found.value
    ? scanner.scan(found.value.content)
    : { kind: 'refused', problem: 'the mail has no such file any more', passing: false }
}

async function record({ db, clock, cases, alarm }: ScanParts, file: ScannedFile, verdict: ScanVerdict): Promise<void> {
  await db.inTransaction(async (tx) => {
    const first = await writeVerdict(tx, file, verdict, clock.now())
    if (!first || verdict.kind !== 'infected') return
    const mail = await findMailReading(tx, file.mailId)
    if (!mail?.caseId) return
    const name = mail.reading.attachments?.[file.number]?.filename ?? `file ${file.number + 1}`
    const content = { ...file, reason: `${name}: ${verdict.signature}` }
    await cases.record(tx, mail.caseId, { kind: 'attachment-infected', actor: 'desk', content })
  })
  if (verdict.kind === 'unreachable') await alarm.silent(verdict.problem, await countWaiting(db.client))
  else if (verdict.kind !== 'refused') await alarm.answered() // what was refused may never have reached it
}
