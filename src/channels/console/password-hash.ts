// Passwords are kept as argon2id, computed by Node itself. The text form is PHC's, so that the cost can be raised later
// and old hashes still say how they were made.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

// OWASP's cheat sheet: 19 MiB and two passes is the least; this is about 60 ms on one ordinary core.
const memoryKib = 32_768
const passes = 3
const parallelism = 1
const tagLength = 32
const saltLength = 16

const derive = promisify(argon2)
const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(saltLength)
  const tag = await derive('argon2id', { message: password.normalize('NFKC'), nonce, parallelism, tagLength, memory: memoryKib, passes })
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`
}

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const match = phc.exec(hash)
  if (!match) return false
  const [, memory, time, lanes, salt, kept] = match as unknown as [string, string, string, string, string, string]
  const wanted = Buffer.from(kept, 'base64')
  const tag = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: Buffer.from(salt, 'base64'),
    parallelism: Number(lanes),
    tagLength: wanted.length,
    memory: Number(memory),
    passes: Number(time),
  })
  return timingSafeEqual(tag, wanted)
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
