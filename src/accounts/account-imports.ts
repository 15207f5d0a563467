// What comes from the billing system: sets of files, and how old what they say is.
import { type Day, dayOf } from '../kernel/days.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { findRuns, type ImportRun, newestAsOf } from './import/import-runs.ts'
import { type ImportAsked, type Imported, type ImportParts, importSet } from './import/import-set.ts'
import { type RecordsAge, recordsAge } from './records-age.ts'

export type AccountImports = {
  /** Brings a folder in; see `importSet`. */
  importSet(asked: Omit<ImportAsked, 'today'>): Promise<Imported>
  /** Newest first. */
  runs(limit?: number): Promise<ImportRun[]>
  /** As of which day balances and payments are known, and whether that is fit to send. */
  recordsAge(tx?: Tx): Promise<RecordsAge>
}

type Parts = ImportParts & { rulebook: { inForce(kind: 'records', day: Day): InForce<'records'> }; timeZone: string }

const runsShown = 30

export function createAccountImports({ rulebook, timeZone, ...parts }: Parts): AccountImports {
  const today = () => dayOf(parts.clock.now(), timeZone)
  const reader = (tx?: Tx): Tx | Database['client'] => tx ?? parts.db.client
  return {
    importSet: (asked) => importSet(parts, { ...asked, today: today() }),
    runs: (limit = runsShown) => findRuns(parts.db.client, limit),
    recordsAge: async (tx) =>
      recordsAge(await newestAsOf(reader(tx)), today(), rulebook.inForce('records', today()).value.fit_to_send_days),
  }
}
