// What only a person can mend is told by the office's alarms. A lamp remembers what it last said, so that work that goes
// well does not write "all is well" a thousand times.
import type { Tx } from '../../platform/database.ts'

/** The port to the office's alarms. */
export type AlarmsAsked = {
  /** The same key again only refreshes. */
  raiseAlarm(alarm: { key: string; text: string; remedy: string }, tx?: Tx): Promise<void>
  clearAlarm(key: string, tx?: Tx): Promise<void>
}

export type AlarmLamp = { raise(text: string, remedy: string): Promise<void>; clear(): Promise<void> }

export function createAlarmLamp(alarms: AlarmsAsked | undefined, key: string): AlarmLamp {
  let mayStand = true // from an earlier run of the desk
  return {
    async raise(text, remedy) {
      mayStand = true
      await alarms?.raiseAlarm({ key, text, remedy })
    },
    async clear() {
      if (!mayStand) return
      await alarms?.clearAlarm(key)
      mayStand = false
    },
  }
}
