import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from '../../../src/channels/console/password-hash.ts'

describe('a kept password', () => {
  it('is argon2id with its cost in it, and a new salt each time', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=\d{5},t=3,p=1\$/)
    expect(first).not.toBe(second)
    expect(await verifyPassword('correct horse battery', first)).toBe(true)
    expect(await verifyPassword('correct horse batterz', first)).toBe(false)
  })

  it('is the same password when the keyboard composes its letters differently', async () => {
    expect(await verifyPassword('cafe\u0301 au lait 12', await hashPassword('caf\u00e9 au lait 12'))).toBe(true)
  })

  it.each(['', 'plain', '$argon2id$v=19$m=1$x$y', '$2b$10$abcdefghijklmnopqrstuv'])(
    'is never matched by a damaged hash: %s',
    async (hash) => {
      expect(await verifyPassword('anything at all', hash)).toBe(false)
    },
  )

  it('keeps the test vector of RFC 9106 in reach: a hash with another cost is verified at that cost', async () => {
    // Made by the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 4
    const reference = '$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo'
    expect(await verifyPassword('password', reference)).toBe(true)
  })
})
