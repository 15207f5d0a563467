// What watching a mailbox asks of the rest of the house, and its rhythm.
import type { MailboxSettings } from '../../config.ts'
import type { AlarmsAsked, Mailroom } from '../../mailroom/mailroom.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Secrets } from '../../platform/secrets.ts'
import type { FolderParts } from './watched-folder.ts'

export type WatcherParts = {
  settings: MailboxSettings
  mailroom: FolderParts['mailroom'] & Pick<Mailroom, 'mailboxConnected' | 'mailboxDown' | 'compareFolder' | 'noteReconciliation'>
  /** Where a refresh token that the provider replaced is kept. */
  db: Database
  secrets: Secrets
  log: Log
  alarms?: AlarmsAsked
  mailMaxBytes: number
  /** How often to look although no news came, and at the folders that are not listened to. */
  pollMilliseconds?: number
  /** The first delay after a lost connection; it doubles up to five minutes. */
  retryMilliseconds?: number
  /** A server that says nothing for so long is gone. */
  silenceMilliseconds?: number
}
