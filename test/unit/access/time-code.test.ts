import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { enrolmentAddress, newTimeSecret, stepOfCode } from '../../../src/access/time-code.ts'

const rfcSecret = Secret.fromUTF8('12345678901234567890').base32
const at = (seconds: number) => new Date(seconds * 1_000)

describe('a code by the clock', () => {
  // RFC 6238, appendix B (SHA-1): the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('is the RFC’s at %i seconds', (seconds, code) => {
    expect(stepOfCode(rfcSecret, code, at(seconds))).toBe(Math.floor(seconds / 30))
  })

  it('counts one step early and one late, and says which it was', () => {
    expect(stepOfCode(rfcSecret, '287082', at(59 - 30))).toBe(1)
    expect(stepOfCode(rfcSecret, '287082', at(59 + 30))).toBe(1)
    expect(stepOfCode(rfcSecret, '287082', at(59 + 60))).toBeUndefined()
    expect(stepOfCode(rfcSecret, '050471', at(1_111_111_111 - 61))).toBeUndefined()
  })

  it.each(['', '28708', '2870820', ' 287082', '287 082', '２８７０８２', '28708a', '-87082', '287082\n'])('is nothing else: %j', (code) => {
    expect(stepOfCode(rfcSecret, code, at(59))).toBeUndefined()
  })
})

it('a secret has 160 bits, and no two are the same', () => {
  const secrets = Array.from({ length: 50 }, newTimeSecret)
  expect(new Set(secrets).size).toBe(50)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
})

it('an app reads whose desk it is, for whom, and the secret', () => {
  const secret = newTimeSecret()
  const address = new URL(enrolmentAddress(secret, { issuer: 'City & Water', label: 'casey@city.gov' }))
  expect([address.protocol, address.searchParams.get('secret'), address.searchParams.get('issuer')]).toEqual([
    'otpauth:',
    secret,
    'City & Water',
  ])
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: 59_000 })
  expect(stepOfCode(secret, code, at(59))).toBe(1)
})
