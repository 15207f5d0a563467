// Codes by the clock (RFC 6238): six digits that an authenticator app and the desk reckon from one secret, new each half minute.
import { Secret, TOTP } from 'otpauth'

const periodSeconds = 30
const digits = 6
const secretBytes = 20 // RFC 4226, 4: at least 128 bits, 160 recommended
/** A telephone's clock may be off, and typing takes time: one step to either side (RFC 6238, 5.2). */
const stepsToEitherSide = 1

/** In base32, as apps take it. */
export function newTimeSecret(): string {
  return new Secret({ size: secretBytes }).base32
}

/** What the picture says to an app: whose desk, whose name. */
export function enrolmentAddress(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return reckoner(secret, { issuer, label }).toString()
}

/** Of which step a code is, where it is one at `now`; a step's code counts once, which the caller holds. Compared in constant time. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  if (!/^[0-9]{6}$/.test(code)) return undefined
  const delta = reckoner(secret).validate({ token: code, timestamp: now.getTime(), window: stepsToEitherSide })
  return delta === null ? undefined : Math.floor(now.getTime() / 1_000 / periodSeconds) + delta
}

function reckoner(secret: string, named: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ ...named, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits, period: periodSeconds })
}
