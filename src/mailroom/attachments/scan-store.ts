// The only code that touches what the virus scanner said of attachments.
import type { Tx } from '../../platform/database.ts'
import type { Reader } from '../store.ts'
import type { Scan } from './offer-attachment.ts'
import type { ScanVerdict } from './virus-scanner.ts'

export type ScannedFile = { mailId: string; number: number }

/** Of mails that are read again some wait or are scanned already; they stay as they are. */
export async function insertWaiting(tx: Tx, mails: readonly { id: string; files: number }[], now: Date): Promise<void> {
  const data = mails.flatMap(({ id, files }) =>
    Array.from({ length: files }, (_, number) => ({ mailId: id, number, state: 'waiting', at: now })),
  )
  if (data.length > 0) await tx.attachmentScan.createMany({ data, skipDuplicates: true })
}

export async function findWaitingNumbers(from: Reader, mailId: string): Promise<number[]> {
  const rows = await from.attachmentScan.findMany({ where: { mailId, state: 'waiting' }, orderBy: { number: 'asc' } })
  return rows.map(({ number }) => number)
}

/** Mails with files that have waited since before that time, the longest first. */
export async function findWaitingMails(from: Reader, { before, limit }: { before: Date; limit: number }): Promise<string[]> {
  const rows = await from.$queryRaw<{ mailId: string }[]>`
    SELECT mail_id AS "mailId" FROM attachment_scan WHERE state = 'waiting' AND at < ${before}
    GROUP BY mail_id ORDER BY min(at), mail_id LIMIT ${limit}`
  return rows.map(({ mailId }) => mailId)
}

export async function countWaiting(from: Reader): Promise<number> {
  return from.attachmentScan.count({ where: { state: 'waiting' } })
}

const problemLimitCharacters = 300
const refusalLimit = 5 // times that a file is tried on which a scanner gives up that answers otherwise

/** False where another desk was first. An unreachable scanner leaves the file waiting, however often. */
export async function writeVerdict(tx: Tx, { mailId, number }: ScannedFile, verdict: ScanVerdict, now: Date): Promise<boolean> {
  const state = { clean: 'clean', infected: 'infected', refused: 'failed', unreachable: 'waiting' }[verdict.kind]
  const tries = verdict.kind === 'refused' && verdict.passing ? refusalLimit : 1
  const signature = verdict.kind === 'infected' ? verdict.signature : null
  const problem = 'problem' in verdict ? verdict.problem.replaceAll('\0', '').slice(0, problemLimitCharacters) : null
  const changed = await tx.$executeRaw`
    UPDATE attachment_scan SET state = CASE WHEN attempts + 1 < ${tries} THEN 'waiting' ELSE ${state} END, signature = ${signature},
      problem = ${problem}, attempts = attempts + 1, at = ${now}
    WHERE mail_id = ${mailId}::uuid AND number = ${number} AND state = 'waiting'`
  return changed > 0
}

/** By mail and number, as `7c…/0`. */
export async function findScans(from: Reader, mailIds: readonly string[]): Promise<Map<string, Scan>> {
  const rows = mailIds.length === 0 ? [] : await from.attachmentScan.findMany({ where: { mailId: { in: [...mailIds] } } })
  return new Map(
    rows.map(({ mailId, number, state, signature, problem }) => [
      scanKey(mailId, number),
      { state: state as Scan['state'], signature, problem },
    ]),
  )
}

export function scanKey(mailId: string, number: number): string {
  return `${mailId}/${number}`
}
