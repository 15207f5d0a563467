// The doctor's look at the virus scanner.
import { clamdVersion } from '../channels/clamd/ask-clamd.ts'
import type { Config } from '../config.ts'
import type { Finding } from './finding.ts'

const what = 'virus scanner'
const silenceMilliseconds = 5_000

export async function clamdFinding({ clamd }: Pick<Config, 'clamd'>): Promise<Finding> {
  if (!clamd)
    return { what, state: 'not-configured', says: 'attachments are offered unscanned', remedy: 'Set CLAMD_ADDRESS where clamd runs.' }
  const place = 'path' in clamd ? clamd.path : `${clamd.host}:${clamd.port}`
  try {
    return { what, state: 'well', says: `${place} is ${await clamdVersion(clamd, { silenceMilliseconds })}` }
  } catch (error) {
    const remedy = 'Start clamd, or correct CLAMD_ADDRESS; the user that the desk runs as must be allowed to open its socket.'
    return { what, state: 'unreachable', says: `${place}: ${(error as Error).message}`, remedy }
  }
}
