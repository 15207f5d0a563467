// `waterdesk mail reconcile`: what the servers list, compared with the dispositions. One line a folder, and one a difference.
// A running desk need not be stopped for it: what has come to a mailbox that a desk reads is no difference yet.
import { reconcileMailbox } from '../channels/imap/reconcile-mailbox.ts'
import type { Config, MailboxSettings } from '../config.ts'
import type { FolderReport } from '../mailroom/mailroom.ts'
import type { Office } from '../office.ts'
import { Unreachable, UsageProblem } from '../platform/problem.ts'
import { createRefreshTokens } from '../platform/refresh-tokens.ts'

export type ReconcileAsked = { mailbox?: string; json?: boolean }

type OfficeAsked = Pick<Office, 'mailroom' | 'presence' | 'db' | 'secrets'>

/**
 * Returns whether no difference was found, also none that was mended at once. A mailbox or folder that cannot be read stops no
 * other one; afterwards it throws `Unreachable`.
 */
export async function reconcileMail(
  office: OfficeAsked,
  config: Pick<Config, 'mailboxes' | 'mailMaxBytes'>,
  { mailbox, json }: ReconcileAsked,
  print: (line: string) => void,
): Promise<boolean> {
  let clean = true
  const unread: string[] = []
  for (const settings of chosen(config.mailboxes, mailbox)) {
    const reports = await compared(office, config, settings).catch((error: unknown) => {
      if (!(error instanceof Unreachable)) throw error
      unread.push(error.message)
      return []
    })
    for (const report of reports) {
      if (report.problem !== null) unread.push(`${report.mailbox} ${report.folder}: ${report.problem}`)
      if (report.differences.length > 0) clean = false
      for (const line of json ? jsonLines(report) : plainLines(report)) print(line)
    }
  }
  if (unread.length > 0) throw new Unreachable(unread.join('\n'))
  return clean
}

function chosen(mailboxes: MailboxSettings[], name: string | undefined): MailboxSettings[] {
  if (mailboxes.length === 0) throw new UsageProblem('There are no MAILBOXES.')
  const found = mailboxes.filter((mailbox) => name === undefined || mailbox.name.toLowerCase() === name.toLowerCase())
  if (found.length === 0) {
    throw new UsageProblem(`There is no mailbox ${name}; there are: ${mailboxes.map((mailbox) => mailbox.name).join(', ')}.`)
  }
  return found
}

async function compared(
  { mailroom, presence, ...office }: OfficeAsked,
  { mailMaxBytes }: Pick<Config, 'mailMaxBytes'>,
  settings: MailboxSettings,
): Promise<FolderReport[]> {
  const refreshTokens = createRefreshTokens({ ...office, mailbox: settings.name })
  const state = (await mailroom.mailboxes()).find(({ name }) => name === settings.name)?.state
  const takesIn = state === 'connected' && (await presence.anyDesk()) ? 'another' : 'nobody'
  const reports = await reconcileMailbox(settings, refreshTokens, { mailroom, mailMaxBytes, takesIn })
  await mailroom.noteReconciliation(settings.name, reports)
  return reports
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

function plainLines({ mailbox, folder, problem, listed, recorded, gone, waiting, differences }: FolderReport): string[] {
  const place = `${mailbox} ${folder}`
  if (problem !== null) return [`${place}: could not be compared: ${problem}`]
  const counts = `${listed} on the server, ${recorded} recorded, ${gone} of them gone from the server, ${waiting} just arrived`
  const words = differences.length === 0 ? 'no difference' : differences.length === 1 ? '1 difference' : `${differences.length} differences`
  return [
    ...differences.map(
      ({ uid, difference, detail, mended }) => `${place}: UID ${uid}: ${difference}: ${detail}${mended ? ' (mended: taken in now)' : ''}`,
    ),
    `${place}: ${words}; ${counts}`,
  ]
}
