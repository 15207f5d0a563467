// Looks after the records: brings in what lies in the drop folder, and raises an alarm where something of it needs a person,
// or where the records have become too old to be sent.

import { z } from 'zod'
import { formatDay } from '../kernel/days.ts'
import type { Alarms } from '../notices/notices.ts'
import type { JobKind } from '../platform/jobs.ts'
import { type DropOutcome, sweepDropFolder } from './import/drop-folder.ts'
import type { ImportAsked, Imported } from './import/import-set.ts'
import type { RecordsAge } from './records-age.ts'

export const watchRecords: JobKind<Record<string, never>> = { name: 'watch-records', payload: z.object({}) }

export type WatchParts = {
  alarms: Pick<Alarms, 'raiseAlarm' | 'clearAlarm'>
  dropFolder: string | undefined
  bringIn(asked: Pick<ImportAsked, 'folder' | 'by'>): Promise<Imported>
  age(): Promise<RecordsAge>
  /** Of the rulebook; null: nobody waits for a set. */
  nextSetWithinDays: number | null
}

export async function watchRecordsOnce({ alarms, dropFolder, bringIn, age, nextSetWithinDays }: WatchParts): Promise<DropOutcome[]> {
  const outcomes = dropFolder === undefined ? [] : await sweep(alarms, dropFolder, bringIn)
  const records = await age()
  await raiseOrClear(alarms, 'records:too-old', tooOld(records))
  await raiseOrClear(alarms, 'records:no-set', nextSetWithinDays === null ? null : overdue(records, nextSetWithinDays))
  return outcomes
}

/** A set that is in has its say before the next one is looked at. */
async function sweep(alarms: WatchParts['alarms'], dropFolder: string, bringIn: WatchParts['bringIn']): Promise<DropOutcome[]> {
  const outcomes: DropOutcome[] = []
  let unusable: Words = null
  try {
    for await (const outcome of sweepDropFolder(dropFolder, bringIn)) {
      outcomes.push(outcome)
      await tell(alarms, outcome)
    }
  } catch (error) {
    // What the operating system refused, such as EACCES, has a name and the call that it refused.
    if (!(error instanceof Error && 'syscall' in error && 'path' in error)) throw error
    unusable = { text: `The drop folder cannot be used: ${error.message}.`, remedy: `Let the desk read and write in ${dropFolder}.` }
  }
  await raiseOrClear(alarms, 'records:drop-folder', unusable)
  return outcomes
}

type Words = { text: string; remedy: string } | null

/** A set that failed alarms until one of its name is brought in: a later one need not hold the same rows. */
async function tell(alarms: WatchParts['alarms'], outcome: DropOutcome): Promise<void> {
  const { set } = outcome
  const failed = `records:failed-set:${set}`
  if ('problem' in outcome) {
    const remedy =
      'Mend it, and move it from failed/ back into the drop folder; after a newer set has come, let the billing system write a whole one.'
    await alarms.raiseAlarm({ key: failed, text: `The set ${set} was not brought in: ${outcome.problem}`, remedy })
    return
  }
  await alarms.clearAlarm(failed)
  const { rejected } = outcome.imported
  const text = `${rejected === 1 ? '1 row' : `${rejected} rows`} of the set ${set} could not be brought in.`
  const remedy = `Each stands with its reason in done/${set}/rejects.csv.`
  await raiseOrClear(alarms, 'records:rejected-rows', rejected === 0 ? null : { text, remedy })
}

function tooOld(records: RecordsAge): Words {
  if (records.state !== 'too-old') return null
  const text = `The records are as of ${formatDay(records.asOf)}, longer ago than ${records.limitDays} days: no reply may state a balance or a payment.`
  return { text, remedy: 'Bring in a newer set of the billing system; see docs/import.md.' }
}

function overdue(records: RecordsAge, withinDays: number): Words {
  if (records.state === 'none' || records.days <= withinDays) return null
  const text = `No set of the billing system has come since the one of ${formatDay(records.asOf)}.`
  return { text, remedy: 'Ask why its export does not reach the drop folder.' }
}

async function raiseOrClear(alarms: WatchParts['alarms'], key: string, words: Words): Promise<void> {
  if (words) await alarms.raiseAlarm({ key, ...words })
  else await alarms.clearAlarm(key)
}
