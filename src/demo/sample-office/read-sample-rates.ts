// The sample office's rate schedule, from the file beside this one.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { type RateSchedule, ratesSchema } from '../../rulebook/kinds/rates.ts'

/** To be copied as `rates/2002-01-01.yaml` into a rulebook folder that is the demo's own. */
export const sampleRatesFile = path.join(import.meta.dirname, 'sample-rates.yaml')

export function readSampleRates(): RateSchedule {
  return ratesSchema.parse(parse(readFileSync(sampleRatesFile, 'utf8')))
}
