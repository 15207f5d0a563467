// What the office's own spam filter says of a mail: by the folder it was put into, or by the filter's field. A filter errs:
// such a mail opens no case by itself, and waits where a person sees it.

import type { FolderRole } from '../folder-store.ts'
import { headerOf } from '../reading/mail-reading.ts'
import type { ReadMail } from './assess-mail.ts'

/** Why the filter's word counts, for people; null for a mail that it let pass. */
export function spamVerdict(mail: ReadMail, role: FolderRole): string | null {
  if (role === 'junk') return 'spam: the office’s own filter put it into Junk'
  const field = ['x-spam-flag', 'x-spam-status'].find((name) => /^yes\b/i.test(headerOf(mail.reading, name) ?? ''))
  return field === undefined ? null : `spam: the office’s own filter marked it (${field})`
}
