// The doctor's question to a mailbox: can the desk sign in and open its folder? It changes nothing there.
import type { MailboxSettings } from '../../config.ts'
import { createAccessTokens } from '../../platform/access-token.ts'
import type { RefreshTokens } from '../../platform/refresh-tokens.ts'
import { connectMailbox, openFolder } from './imap-connection.ts'
import { type Trouble, troubleWith } from './imap-trouble.ts'

const probeBytes = 100_000

/** `refreshTokens`: signing in by a refresh token may use it up, and the successor is kept there. */
export async function checkMailbox(
  settings: MailboxSettings,
  refreshTokens: RefreshTokens,
): Promise<{ ok: true; says: string } | ({ ok: false } & Trouble)> {
  try {
    const client = await connectMailbox(settings, createAccessTokens(refreshTokens), { mailMaxBytes: probeBytes })
    try {
      const folder = await openFolder(client, settings.folder)
      const idle = client.capabilities.has('IDLE') ? '' : '; the server has no IDLE, so new mail is seen once a minute'
      return { ok: true, says: `${settings.user} on ${settings.host}: folder ${settings.folder} holds ${folder.exists} mails${idle}` }
    } finally {
      client.close()
    }
  } catch (error) {
    return { ok: false, ...troubleWith(error, settings) }
  }
}
