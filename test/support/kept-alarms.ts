// The office's alarms as a list that a test can look at.
import type { AlarmsAsked } from '../../src/mailroom/mailroom.ts'

export type KeptAlarms = AlarmsAsked & { standing: Map<string, { text: string; remedy: string }>; raised: string[] }

export function keptAlarms(): KeptAlarms {
  const standing = new Map<string, { text: string; remedy: string }>()
  const raised: string[] = []
  return {
    standing,
    raised,
    async raiseAlarm({ key, text, remedy }) {
      standing.set(key, { text, remedy })
      raised.push(key)
    },
    async clearAlarm(key) {
      standing.delete(key)
    },
  }
}
