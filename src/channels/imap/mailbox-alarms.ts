// When a mailbox that cannot be read becomes an alarm: at once where only a person can mend it (a revoked token, a refused
// password), and after some minutes where it may pass.
import type { AlarmsAsked } from '../../mailroom/mailroom.ts'
import type { Trouble } from './imap-trouble.ts'

export type MailboxAlarms = {
  down(trouble: Trouble): Promise<void>
  up(): Promise<void>
}

const patienceMilliseconds = 240_000

export function createMailboxAlarms(alarms: AlarmsAsked | undefined, mailbox: string, now: () => number = Date.now): MailboxAlarms {
  const key = `mailbox:${mailbox}`
  let since: number | undefined
  let mayStand = true // from an earlier run of the desk
  return {
    async down({ kind, problem, remedy }) {
      since ??= now()
      if (kind !== 'wrong' && now() - since < patienceMilliseconds) return
      mayStand = true
      await alarms?.raiseAlarm({ key, text: `The mailbox ${mailbox} cannot be read: ${problem}.`, remedy })
    },
    async up() {
      since = undefined
      if (!mayStand) return
      await alarms?.clearAlarm(key)
      mayStand = false
    },
  }
}
