// The doctor says whether the office's own mail server is heard about senders.
import { expect, it } from 'vitest'
import { sendersFinding } from '../../../src/commands/check-senders.ts'

const office = { name: 'Water', timeZone: 'America/Chicago', address: 'water@city.example' }
const named = { office: { ...office, authservId: 'MX.city.example' } }
const seen = {
  mails: 50,
  servers: [
    { name: 'mx.google.com', mails: 40 },
    { name: 'mx.city.example', mails: 30 },
  ],
}

it.each([
  ['nothing is set', { office }, seen, 'wrong', 'account facts go to nobody'],
  ['the desk alone looks', { office, verifiesDkim: true } as const, seen, 'not-configured', 'signatures that the desk verifies'],
  ['it speaks on some', named, seen, 'well', '30 of the newest 50 mails'],
  ['it is never heard', named, { mails: 50, servers: seen.servers.slice(0, 1) }, 'wrong', 'none of the newest 50 mails'],
  ['no mail has come', named, { mails: 0, servers: [] }, 'well', 'no mail has come yet'],
  ['nobody can look', named, undefined, 'not-tried', 'are believed'],
] as const)('when %s', (_, config, results, state, says) => {
  expect(sendersFinding(config, results as typeof seen | undefined)).toMatchObject({ state, says: expect.stringContaining(says) })
})

it('names the server that most mails know, for whoever sets it', () => {
  expect(sendersFinding({ office }, seen).remedy).toContain('40 of the newest 50 mails carry results of mx.google.com')
})
