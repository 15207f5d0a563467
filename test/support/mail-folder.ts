// A folder as a channel opens it, for tests that hand mails to the mailroom themselves.
import type { FolderCursor, FolderPlace, Mailroom } from '../../src/mailroom/mailroom.ts'

export async function openedFolder(
  mailroom: Pick<Mailroom, 'folder' | 'openFolder'>,
  { uidValidity = 1n, uidNext = null, ...given }: Partial<FolderPlace> & { uidValidity?: bigint; uidNext?: bigint | null } = {},
): Promise<FolderCursor> {
  const place: FolderPlace = { mailbox: 'INBOX', path: 'INBOX', role: 'inbox', ...given }
  return mailroom.openFolder({ ...place, uidValidity, uidNext, before: await mailroom.folder(place) })
}
