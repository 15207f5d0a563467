// `waterdesk import accounts DIR`: one set of the billing system's files, and what became of each row.
import os from 'node:os'
import { formatDay, parseDay } from '../kernel/days.ts'
import type { Office } from '../office.ts'
import { UsageProblem } from '../platform/problem.ts'

export type ImportAccountsAsked = { asOf?: string; rejects?: string; older?: boolean }

/** `folder` and `rejects` are whole paths. Returns whether every row was brought in. */
export async function importAccounts(
  office: Pick<Office, 'accountImports'>,
  folder: string,
  { asOf: asOfText, rejects, older = false }: ImportAccountsAsked,
  print: (line: string) => void,
): Promise<boolean> {
  const asOf = asOfText === undefined ? undefined : parseDay(asOfText)
  if (asOfText !== undefined && asOf === undefined) throw new UsageProblem(`--as-of ${asOfText} is not a date such as 2026-06-01.`)
  const imported = await office.accountImports.importSet({
    folder,
    older,
    by: `command line: ${os.userInfo().username}`,
    ...(asOf === undefined ? {} : { asOf }),
    ...(rejects === undefined ? {} : { rejectsFile: rejects }),
  })
  print(`${folder}: records as of ${formatDay(imported.asOf)}`)
  for (const { file, read, added, changed, rejected, removed, echoed } of imported.files) {
    const beside = [removed ? `, ${removed} no longer on an account` : '', echoed ? `, ${echoed} of our own come back` : ''].join('')
    print(`  ${file}: ${rows(read)}, ${added} added, ${changed} changed, ${rejected} rejected${beside}`)
  }
  if (imported.rejectsFile !== null) print(`Not brought in: ${rows(imported.rejected)}, each with its reason: ${imported.rejectsFile}`)
  return imported.rejected === 0
}

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`
}
