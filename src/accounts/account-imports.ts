// What comes from the billing system: sets of files, and how old what they say is.
import { type Day, dayOf } from '../kernel/days.ts'
import type { Tx } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import type { DropOutcome } from './import/drop-folder.ts'
import { findRuns, type ImportRun, newestAsOf } from './import/import-runs.ts'
import { type ImportAsked, type Imported, type ImportParts, importSet } from './import/import-set.ts'
import { type RecordsAge, recordsAge } from './records-age.ts'
import { type WatchParts, watchRecordsOnce } from './watch-records.ts'

export type AccountImports = {
  /** Brings a folder in; see `importSet`. */
  importSet(asked: Omit<ImportAsked, 'today'>): Promise<Imported>
  /** Newest first. */
  runs(limit?: number): Promise<ImportRun[]>
  /** As of which day balances and payments are known, and whether that is fit to send. */
  recordsAge(tx?: Tx): Promise<RecordsAge>
  /** Brings in what lies in the drop folder, and raises or clears the alarms about records. */
  watch(): Promise<DropOutcome[]>
}

type Parts = ImportParts & {
  rulebook: { inForce(kind: 'records', day: Day): InForce<'records'> }
  timeZone: string
  alarms: WatchParts['alarms']
  /** Where the billing system puts its sets; undefined: nowhere. */
  dropFolder: string | undefined
}

const runsShown = 30

export function createAccountImports({ rulebook, timeZone, alarms, dropFolder, ...parts }: Parts): AccountImports {
  const today = () => dayOf(parts.clock.now(), timeZone)
  const rules = () => rulebook.inForce('records', today()).value
  const bringIn: AccountImports['importSet'] = (asked) => importSet(parts, { ...asked, today: today() })
  const age = async (tx?: Tx) => recordsAge(await newestAsOf(tx ?? parts.db.client), today(), rules().fit_to_send_days)
  return {
    importSet: bringIn,
    runs: (limit = runsShown) => findRuns(parts.db.client, limit),
    recordsAge: age,
    watch: () => watchRecordsOnce({ alarms, dropFolder, bringIn, age, nextSetWithinDays: rules().next_set_within_days }),
  }
}
