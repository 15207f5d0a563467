// A mailbox compared with its dispositions over a connection of its own: what `waterdesk mail reconcile` does. The running
// desk does the same daily, over the connection that it has.
import type { MailboxSettings } from '../../config.ts'
import type { FolderReport } from '../../mailroom/mailroom.ts'
import { createAccessTokens } from '../../platform/access-token.ts'
import { Unreachable } from '../../platform/problem.ts'
import type { RefreshTokens } from '../../platform/refresh-tokens.ts'
import { findFolders } from './find-folders.ts'
import { connectMailbox } from './imap-connection.ts'
import { concernsOneFolder, NotRecorded, troubleWith } from './imap-trouble.ts'
import { type ReconcileParts, reconcileFolders } from './reconcile-folder.ts'

/** Throws Unreachable, with what to do, where the mailbox cannot be read. */
export async function reconcileMailbox(
  settings: MailboxSettings,
  refreshTokens: RefreshTokens,
  parts: Omit<ReconcileParts, 'settings'>,
): Promise<FolderReport[]> {
  const unreachable = (error: unknown) => {
    const { problem, remedy } = troubleWith(error, settings)
    return new Unreachable(`${problem}. ${remedy}`, { cause: error })
  }
  const client = await connectMailbox(settings, createAccessTokens(refreshTokens), parts).catch((error: unknown) => {
    throw unreachable(error)
  })
  try {
    const { inbox, others } = await findFolders(client, settings)
    return await reconcileFolders(client, { ...parts, settings }, [inbox, ...others], new AbortController().signal)
  } catch (error) {
    const lost = !client.usable
    throw lost || concernsOneFolder(error) || error instanceof NotRecorded ? unreachable(error) : error
  } finally {
    client.close()
  }
}
