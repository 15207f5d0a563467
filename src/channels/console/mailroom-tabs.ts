// Where one can go within the mailroom.
import type { ConsoleOffice } from './office-faces.ts'

export type MailroomPlace = 'overview' | 'quarantine' | 'ledger' | 'letters'

type MailroomAsked = ConsoleOffice['mailroom']

export async function mailroomTabs(mailroom: Pick<MailroomAsked, 'countSetAside' | 'toPrint'>, current: MailroomPlace) {
  const [waiting, letters] = await Promise.all([mailroom.countSetAside(), mailroom.toPrint()])
  const tabs = [
    { place: 'overview', href: '/mailroom', words: 'Overview', count: null },
    { place: 'quarantine', href: '/mailroom/quarantine', words: 'Quarantine', count: waiting },
    { place: 'ledger', href: '/mailroom/ledger', words: 'Mail ledger', count: null },
    { place: 'letters', href: '/letters', words: 'Letters to print', count: letters.length },
  ]
  return tabs.map(({ place, ...tab }) => ({ ...tab, current: place === current, urgent: (tab.count ?? 0) > 0 }))
}

/** Also those that are read no more, as far as their folders are known. */
export async function mailboxNames(mailroom: Pick<MailroomAsked, 'mailboxes' | 'watchedFolders'>): Promise<string[]> {
  const [mailboxes, folders] = await Promise.all([mailroom.mailboxes(), mailroom.watchedFolders()])
  return [...new Set([...mailboxes.map(({ name }) => name), ...folders.map(({ mailbox }) => mailbox)])].toSorted()
}
