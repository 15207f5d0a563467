// While the server does not let the desk in, one mail a minute knocks: a queue of them would get the account locked.
import { type AlarmsAsked, createAlarmLamp } from './alarm-lamp.ts'
import type { SendOutcome } from './transport.ts'

export type SignInDoor = {
  shut(now: Date): boolean
  /** Raises the alarm `smtp` at once, and clears it with the first mail that is taken. */
  told(outcome: SendOutcome, now: Date): Promise<void>
}

const pauseMilliseconds = 50_000 // shorter than the sweep's minute, which comes back to what waits

export function createSignInDoor(alarms: AlarmsAsked | undefined): SignInDoor {
  const lamp = createAlarmLamp(alarms, 'smtp')
  let shutUntil = 0
  return {
    shut: (now) => now.getTime() < shutUntil,
    async told(outcome, now) {
      if (outcome.kind === 'accepted') await lamp.clear()
      if (outcome.kind !== 'not-signed-in') return
      shutUntil = now.getTime() + pauseMilliseconds
      await lamp.raise(`The mail server does not let the desk in, and mail waits: ${outcome.error}`, outcome.remedy)
    },
  }
}
