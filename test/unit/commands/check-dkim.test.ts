// What the doctor says of the office's signature, for every answer that DNS can give.
import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { dkimFinding } from '../../../src/commands/check-dkim.ts'
import { publicPartOf } from '../../../src/platform/signing-key.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const shown = publicPartOf(key)
const settings = (domain = 'city.example', address = 'water@city.example') => ({
  dkim: { domain, selector: 'desk', privateKey: key },
  office: { name: 'City Water', timeZone: 'America/Chicago', address },
})
const dns = (records: string[][] | string) => async (name: string) => {
  expect(name).toMatch(/^desk\._domainkey\./)
  if (typeof records === 'string') throw Object.assign(new Error(`queryTxt ${records}`), { code: records })
  return records
}
const finding = (records: string[][] | string, ...of: Parameters<typeof settings>) => dkimFinding(settings(...of), dns(records))

it.each([
  ['the key', [[`v=DKIM1; k=rsa; p=${shown}`]]],
  ['the key in pieces, as long records come', [['v=DKIM1; ', `p=${shown.slice(0, 200)}`, shown.slice(200)]]],
  ['the key among others', [['v=spf1 -all'], [`p=${shown}`]]],
  ['the key with spaces in it', [[`k=rsa; p=${shown.slice(0, 60)} ${shown.slice(60)};`]]],
])('DNS shows %s: all is well', async (_, records) => {
  expect(await finding(records)).toMatchObject({ state: 'well' })
})

it.each([
  ['another key', [[`v=DKIM1; p=${shown.replace(/.$/, 'A').slice(1)}`]], 'another key'],
  ['a key that was revoked', [['v=DKIM1; p=']], 'revoked'],
  ['something else altogether', [['v=spf1 -all']], 'another key'],
  ['no such name', 'ENOTFOUND', 'no record'],
  ['no text there', 'ENODATA', 'no record'],
])('DNS shows %s: the record to publish is named', async (_, records, words) => {
  const found = await finding(records)
  expect(found).toMatchObject({ state: 'wrong', says: expect.stringContaining(words) })
  expect(found.remedy).toBe(`Publish this TXT record at desk._domainkey.city.example: v=DKIM1; k=rsa; p=${shown}`)
})

it('DNS does not answer: that may pass', async () => {
  expect(await finding('ETIMEOUT')).toMatchObject({ state: 'unreachable' })
})

it.each([
  ['its own domain', 'city.example', 'water@city.example', 'well'],
  ['the domain above it', 'city.example', 'desk@water.city.example', 'well'],
  ['a domain below it', 'mail.city.example', 'water@city.example', 'well'],
  ['a stranger', 'city.example', 'water@othercity.example', 'wrong'],
])('the address is signed for by %s', async (_, domain, address, state) => {
  expect(await finding([[`p=${shown}`]], domain, address)).toMatchObject({ state })
})

it('without a key nothing is asked', async () => {
  const { office } = settings()
  expect(await dkimFinding({ office }, () => Promise.reject(new Error('asked')))).toMatchObject({ state: 'not-configured' })
})
