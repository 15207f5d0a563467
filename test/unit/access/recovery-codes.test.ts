import { describe, expect, it } from 'vitest'
import { newRecoveryCodes, readRecoveryCode, recoveryDigest } from '../../../src/access/recovery-codes.ts'
import { createSecrets } from '../../../src/platform/secrets.ts'

const secrets = createSecrets('a key for tests, of more than thirty-two characters')

describe('recovery codes', () => {
  it('are ten, each different, of letters and digits that nobody mistakes', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[2-9a-hj-km-np-z]{4}(-[2-9a-hj-km-np-z]{4}){2}$/)
  })

  it.each(['k7qm-2xvd-9hpt', 'K7QM-2XVD-9HPT', ' k7qm 2xvd 9hpt ', 'k7qm2xvd9hpt'])('are read as people type them: %j', (typed) => {
    expect(readRecoveryCode(typed)).toBe('k7qm2xvd9hpt')
  })

  it.each(['', '123456', 'k7qm-2xvd-9hp', 'k7qm-2xvd-9hpt2', 'k7qm-2xvd-9hp1', 'k7qm_2xvd_9hpt'])('are nothing else: %j', (typed) => {
    expect(readRecoveryCode(typed)).toBeUndefined()
  })

  it('are kept as a digest that is of one person and needs the key', () => {
    const digest = recoveryDigest(secrets, 'one', 'k7qm-2xvd-9hpt')
    expect(digest).toBe(recoveryDigest(secrets, 'one', 'K7QM 2XVD 9HPT'))
    expect(digest).not.toContain('k7qm')
    expect(digest).not.toBe(recoveryDigest(secrets, 'two', 'k7qm-2xvd-9hpt'))
    expect(digest).not.toBe(recoveryDigest(createSecrets('another key for tests, of thirty-two characters'), 'one', 'k7qm-2xvd-9hpt'))
  })
})
