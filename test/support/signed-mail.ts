// Mails signed as their senders' servers sign them, and the part of DNS where the keys stand.
import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import type { Resolve } from '../../src/mailroom/reading/senders/check-signatures.ts'

export type Signer = { domain: string; selector: string; privateKey: string; record: string }

export function createSigner(domain: string, { selector = 'key1', bits = 2_048 } = {}): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const shown = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { domain, selector, privateKey: pem, record: `v=DKIM1; k=rsa; p=${shown}` }
}

export type SigningAsked = { maxBodyLength?: number; signTime?: Date; expires?: Date; algorithm?: string; headerList?: string }

/** The mail with the signer's field on top. */
export async function signedBy({ domain, selector, privateKey }: Signer, mail: string, asked: SigningAsked = {}): Promise<string> {
  const { maxBodyLength, ...shared } = asked
  const key = { signingDomain: domain, selector, privateKey, ...(maxBodyLength === undefined ? {} : { maxBodyLength }) }
  const { signatures } = await dkimSign(mail, { ...shared, ...key, signatureData: [key] }) // its types want the key twice
  if (signatures === '') throw new Error(`could not sign as ${domain}`)
  return signatures + mail
}

/** DNS that shows the signers' keys and these other TXT records, and says of anything else that there is none. */
export function namesOf(signers: readonly Signer[], others: { [name: string]: string } = {}): { resolve: Resolve; asked: string[] } {
  const records: { [name: string]: string } = { ...others }
  for (const { domain, selector, record } of signers) records[`${selector}._domainkey.${domain}`] = record
  const asked: string[] = []
  return {
    asked,
    async resolve(name, type) {
      asked.push(name)
      const record = type === 'TXT' ? records[name.toLowerCase()] : undefined
      if (record === undefined) throw Object.assign(new Error(`no ${type} for ${name}`), { code: 'ENOTFOUND' })
      return [record.match(/.{1,255}/g) ?? []] // as DNS cuts long records
    },
  }
}
