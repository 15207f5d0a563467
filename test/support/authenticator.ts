// Somebody's telephone: the app that reckons codes from the secret it was shown.
import { Secret, TOTP } from 'otpauth'

const stepMilliseconds = 30_000

/** The code at `at`; `steps` later where a test needs one that has not counted yet. */
export function codeOf(secret: string, at: Date, steps = 0): string {
  const reckoner = new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) })
  return reckoner.generate({ timestamp: at.getTime() + steps * stepMilliseconds })
}
