// A virus scanner that does not answer is restarting, most likely; when it stays away, people are told.
import type { Clock } from '../../platform/clock.ts'
import { type AlarmsAsked, createAlarmLamp } from '../outgoing/alarm-lamp.ts'

export type ScannerAlarm = {
  answered(): Promise<void>
  /** `held`: how many files wait for it. */
  silent(problem: string, held: number): Promise<void>
}

const patienceMilliseconds = 120_000 // clamd takes a minute to load its signatures

export function createScannerAlarm(alarms: AlarmsAsked | undefined, clock: Clock): ScannerAlarm {
  const lamp = createAlarmLamp(alarms, 'virus-scanner')
  let silentSince: number | undefined
  return {
    async answered() {
      silentSince = undefined
      await lamp.clear()
    },
    async silent(problem, held) {
      const now = clock.now().getTime()
      silentSince ??= now
      if (now - silentSince < patienceMilliseconds) return
      await lamp.raise(
        `The virus scanner does not answer (${problem}). Attachments held until it does: ${held}.`,
        'Start clamd, or correct CLAMD_ADDRESS. The attachments are scanned by themselves then.',
      )
    },
  }
}
