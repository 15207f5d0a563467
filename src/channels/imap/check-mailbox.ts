// The doctor's question to a mailbox: can the desk sign in and open its folder? It changes nothing there.
import type { MailboxSettings } from '../../config.ts'
import { createAccessTokens } from './access-token.ts'
import { connectMailbox, MissingFolder, troubleWith } from './imap-connection.ts'

const probeBytes = 100_000

export async function checkMailbox(
  settings: MailboxSettings,
): Promise<{ ok: true; says: string } | { ok: false; problem: string; remedy: string }> {
  try {
    const client = await connectMailbox(settings, createAccessTokens(), { mailMaxBytes: probeBytes })
    try {
      const folder = await client.mailboxOpen(settings.folder, { readOnly: true }).catch((cause: unknown) => {
        throw new MissingFolder(settings.folder, { cause })
      })
      const idle = client.capabilities.has('IDLE') ? '' : '; the server has no IDLE, so new mail is seen once a minute'
      return { ok: true, says: `${settings.user} on ${settings.host}: folder ${settings.folder} holds ${folder.exists} mails${idle}` }
    } finally {
      client.close()
    }
  } catch (error) {
    return { ok: false, ...troubleWith(error, settings) }
  }
}
