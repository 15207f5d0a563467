// The office's secret key: made once beside the embedded database, and what is encrypted or signed with it.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Secrets = {
  encrypt(plain: string): string
  decrypt(sealed: string): string
  /** A key for one purpose, so that no two uses share one. Hexadecimal, 32 bytes. */
  keyFor(purpose: string): string
  /** A signature that nobody without the key can make: base64url of HMAC-SHA-256. */
  sign(purpose: string, text: string): string
}

/** `secretKey` is at least 32 characters of any text. */
export function createSecrets(secretKey: string): Secrets {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', secretKey, '', `waterdesk ${purpose}`, 32))
  return {
    encrypt(plain) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor('stored tokens'), iv)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    decrypt(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', keyFor('stored tokens'), bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    keyFor: (purpose) => keyFor(purpose).toString('hex'),
    sign: (purpose, text) => createHmac('sha256', keyFor(purpose)).update(text).digest('base64url'),
  }
}

export function secretKeyFile(dataDir: string): string {
  return path.join(dataDir, 'secret-key')
}

/** Reads DATA_DIR/secret-key, or makes it, readable by its owner only. */
export function keptSecretKey(dataDir: string): string {
  const file = secretKeyFile(dataDir)
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}
