// Files copies of the office's replies in a mailbox's Sent folder (APPEND, RFC 3501). It is asked rarely, so it has no
// connection of its own between two copies. Some servers file what they send by themselves: it looks for the mail first.
import type { ImapFlow } from 'imapflow'
import type { MailboxSettings } from '../../config.ts'
import type { SentFolder } from '../../mailroom/mailroom.ts'
import { createAccessTokens } from '../../platform/access-token.ts'
import type { RefreshTokens } from '../../platform/refresh-tokens.ts'
import { findSentFolder } from './find-folders.ts'
import { connectMailbox, openFolder } from './imap-connection.ts'
import { troubleWith, UnansweredCommand } from './imap-trouble.ts'

const answerLimitBytes = 100_000 // only searches are answered here

/** Undefined where the office wants no copies. */
export function createSentFolder(settings: MailboxSettings, refreshTokens: RefreshTokens): SentFolder | undefined {
  if (settings.sentFolder === null) return undefined
  const tokens = createAccessTokens(refreshTokens)
  return {
    mailbox: settings.name,
    async file(copy) {
      const client = await connected(settings, () => connectMailbox(settings, tokens, { mailMaxBytes: answerLimitBytes }))
      try {
        return await connected(settings, () => fileCopy(client, settings, copy))
      } finally {
        client.close()
      }
    },
  }
}

async function fileCopy(
  client: ImapFlow,
  settings: MailboxSettings,
  copy: Parameters<SentFolder['file']>[0],
): Promise<'filed' | 'there-already'> {
  const path = await findSentFolder(client, settings)
  if (path === undefined)
    throw new NoSentFolder(`the mailbox ${settings.name} has no Sent folder; name one in ${variable(settings)}, or say none`)
  await openFolder(client, path)
  const found = await client.search({ header: { 'message-id': copy.messageId } }, { uid: true })
  if (!Array.isArray(found)) throw new UnansweredCommand(`the server does not say whether the copy is in ${path} already`)
  if (found.length > 0) return 'there-already'
  await client.mailboxClose()
  if (!(await client.append(path, copy.bytes, ['\\Seen'], copy.sentAt))) throw new Error(`the server did not take the copy for ${path}`)
  return 'filed'
}

class NoSentFolder extends Error {}

/** What stands in the way is said in plain words. */
async function connected<T>(settings: MailboxSettings, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof NoSentFolder) throw cause
    throw new Error(troubleWith(cause, settings).problem, { cause })
  }
}

function variable({ name }: MailboxSettings): string {
  return `MAILBOX_${name.toUpperCase()}_SENT_FOLDER`
}
