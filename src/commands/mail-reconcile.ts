// `waterdesk mail reconcile`: what the servers list, compared with the dispositions. One line a folder, and one a difference.
import { reconcileMailbox } from '../channels/imap/reconcile-mailbox.ts'
import type { Config } from '../config.ts'
import type { FolderReport } from '../mailroom/mailroom.ts'
import type { Office } from '../office.ts'
import { UsageProblem } from '../platform/problem.ts'
import { createRefreshTokens } from '../platform/refresh-tokens.ts'

export type ReconcileAsked = { mailbox?: string; json?: boolean }

/** Returns whether no difference was found, also none that was mended at once. */
export async function reconcileMail(
  office: Office,
  config: Config,
  { mailbox, json }: ReconcileAsked,
  print: (line: string) => void,
): Promise<boolean> {
  const mailboxes = config.mailboxes.filter(({ name }) => mailbox === undefined || name.toLowerCase() === mailbox.toLowerCase())
  if (mailboxes.length === 0) {
    const names = config.mailboxes.map(({ name }) => name).join(', ')
    throw new UsageProblem(
      mailbox === undefined ? 'There are no MAILBOXES.' : `There is no mailbox ${mailbox}; there are: ${names || 'none'}.`,
    )
  }
  let clean = true
  for (const settings of mailboxes) {
    const refreshTokens = createRefreshTokens({ ...office, mailbox: settings.name })
    const reports = await reconcileMailbox(settings, refreshTokens, { mailroom: office.mailroom, mailMaxBytes: config.mailMaxBytes })
    await office.mailroom.noteReconciliation(settings.name, reports)
    for (const report of reports) {
      if (report.differences.length > 0) clean = false
      for (const line of json ? jsonLines(report) : plainLines(report)) print(line)
    }
  }
  return clean
}

function jsonLines({ differences, ...report }: FolderReport): string[] {
  const { mailbox, folder } = report
  return [
    ...differences.map((one) => JSON.stringify({ kind: 'difference', mailbox, folder, ...one, uid: Number(one.uid) })),
    JSON.stringify({
      kind: 'folder',
      ...report,
      differences: differences.length,
      mended: differences.filter(({ mended }) => mended).length,
    }),
  ]
}

function plainLines({ mailbox, folder, listed, recorded, gone, waiting, differences }: FolderReport): string[] {
  const place = `${mailbox} ${folder}`
  const counts = `${listed} on the server, ${recorded} recorded, ${gone} of them gone from the server, ${waiting} just arrived`
  const words = differences.length === 0 ? 'no difference' : differences.length === 1 ? '1 difference' : `${differences.length} differences`
  return [
    ...differences.map(
      ({ uid, difference, detail, mended }) => `${place}: UID ${uid}: ${difference}: ${detail}${mended ? ' (mended: taken in now)' : ''}`,
    ),
    `${place}: ${words}; ${counts}`,
  ]
}
