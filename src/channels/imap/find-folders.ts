// Which folders of a mailbox are read: those that the settings name, and by default the mailbox's own folder, the server's
// Junk folder and its Sent folder, where it has them (RFC 6154; some servers' are known by their usual names only).
import type { ImapFlow, ListResponse } from 'imapflow'
import type { MailboxSettings } from '../../config.ts'
import type { FolderPlace, FolderRole } from '../../mailroom/mailroom.ts'

export type WatchedFolders = {
  /** The mailbox's own folder, which is listened to. */
  inbox: FolderPlace
  /** Asked now and then. */
  others: FolderPlace[]
}

export async function findFolders(client: ImapFlow, settings: MailboxSettings): Promise<WatchedFolders> {
  const listed = await client.list()
  const special = (use: string) => listed.find((folder) => folder.specialUse === use && isSelectable(folder))?.path
  const place = (path: string, role: FolderRole): FolderPlace => ({ mailbox: settings.name, path, role })
  const full = (name: string) => asListed(name, listed, client.namespace?.prefix ?? '')
  const inbox = full(settings.folder)
  const junk = special('\\Junk')
  const named = settings.folders?.map(full) ?? (junk === undefined ? [] : [junk])
  const sent = settings.sentFolder === undefined ? special('\\Sent') : settings.sentFolder && full(settings.sentFolder)
  const others = new Map<string, FolderPlace>()
  for (const path of named) others.set(path, place(path, path === junk ? 'junk' : 'other'))
  if (sent !== undefined && sent !== null) others.set(sent, place(sent, 'sent'))
  others.delete(inbox)
  return { inbox: place(inbox, 'inbox'), others: [...others.values()] }
}

/** As the server writes it: some have a prefix before every name (RFC 2342), and INBOX may be written in any case. */
function asListed(name: string, listed: readonly ListResponse[], prefix: string): string {
  if (name.toUpperCase() === 'INBOX') return 'INBOX'
  const known = (path: string) => listed.some((folder) => folder.path === path)
  return !known(name) && known(`${prefix}${name}`) ? `${prefix}${name}` : name
}

/** Where replies are filed: what the settings name, and else the server's own Sent folder. */
export async function findSentFolder(client: ImapFlow, { sentFolder }: Pick<MailboxSettings, 'sentFolder'>): Promise<string | undefined> {
  if (sentFolder !== undefined) return sentFolder ?? undefined
  return (await client.list()).find((folder) => folder.specialUse === '\\Sent' && isSelectable(folder))?.path
}

function isSelectable({ flags }: ListResponse): boolean {
  return !flags.has('\\Noselect') && !flags.has('\\NonExistent')
}
