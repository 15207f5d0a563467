// Which folders are read, on servers that write their names in their own way.
import type { ImapFlow } from 'imapflow'
import { expect, it } from 'vitest'
import { findFolders } from '../../../src/channels/imap/find-folders.ts'
import type { MailboxSettings } from '../../../src/config.ts'

const settings: MailboxSettings = {
  name: 'main',
  host: 'mail.example',
  port: 993,
  security: 'tls',
  user: 'water',
  folder: 'INBOX',
  startsOn: new Date(0),
  auth: { kind: 'password', password: 'x' },
}

/** As Courier and many hosters have it: everything stands below INBOX. */
const below = {
  namespace: { prefix: 'INBOX.', delimiter: '.' },
  list: async () =>
    [
      { path: 'INBOX' },
      { path: 'INBOX.Junk', specialUse: '\\Junk' },
      { path: 'INBOX.Sent', specialUse: '\\Sent' },
      { path: 'INBOX.Beschwerden' },
    ].map((folder) => ({ flags: new Set(), ...folder })),
} as unknown as ImapFlow

const found = async (other: Partial<MailboxSettings>) => {
  const { inbox, others } = await findFolders(below, { ...settings, ...other })
  return [inbox, ...others].map(({ path, role }) => [path, role])
}

it('Junk is Junk whether it is named with the prefix of the server or without', async () => {
  const all = [
    ['INBOX', 'inbox'],
    ['INBOX.Junk', 'junk'],
    ['INBOX.Sent', 'sent'],
  ]
  expect(await found({})).toEqual(all)
  expect(await found({ folders: ['Junk'], sentFolder: 'Sent' })).toEqual(all)
  expect(await found({ folders: ['INBOX.Junk'], sentFolder: 'INBOX.Sent' })).toEqual(all)
})

it('a folder is read once, however often and in whatever letters it is named', async () => {
  expect(await found({ folder: 'Inbox', folders: ['INBOX', 'Beschwerden', 'INBOX.Beschwerden'], sentFolder: null })).toEqual([
    ['INBOX', 'inbox'],
    ['INBOX.Beschwerden', 'other'],
  ])
})

it('one that the server does not list keeps its name, so that its alarm says which', async () => {
  expect(await found({ folders: ['Nowhere'], sentFolder: null })).toContainEqual(['Nowhere', 'other'])
})
