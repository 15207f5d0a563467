// Mailboxes with their folders: how far each is read, and what its last comparison with the server has found.
import type { FoundDifference, MailboxRow } from '../../mailroom/mailroom.ts'
import { sentence } from './ledger-words.ts'
import type { ConsoleOffice } from './office-faces.ts'

const stateWords: Record<MailboxRow['state'], string> = {
  connected: 'Connected',
  down: 'Down',
  'never-connected': 'Not connected yet',
}
const roleWords = { inbox: 'Inbox', junk: 'Junk', sent: 'Sent', other: '' }
const differenceWords: Record<FoundDifference['difference'], string> = {
  missing: 'not recorded',
  'other-mail': 'another mail than recorded',
  'cursor-ahead': 'read further than the server counts',
}

export async function mailboxesView(mailroom: Pick<ConsoleOffice['mailroom'], 'mailboxes' | 'watchedFolders' | 'reconciliations'>) {
  const [mailboxes, folders, reconciliations] = await Promise.all([
    mailroom.mailboxes(),
    mailroom.watchedFolders(),
    mailroom.reconciliations(),
  ])
  return mailboxes.map(({ name, state, stateSince, problem }) => ({
    name,
    state,
    stateWords: stateWords[state],
    stateSince,
    problem: problem && sentence(problem),
    folders: folders
      .filter(({ mailbox }) => mailbox === name)
      .map(({ path, role, lastUid }) => {
        const found = reconciliations.find(({ mailbox, folder }) => mailbox === name && folder === path)
        return {
          path,
          role: path.toLowerCase() === role ? '' : roleWords[role],
          lastUid: String(lastUid),
          compared: found ? comparedView(found) : null,
        }
      }),
  }))
}

type Found = Awaited<ReturnType<ConsoleOffice['mailroom']['reconciliations']>>[number]

function comparedView({ at, listed, recorded, gone, waiting, mended, differences }: Found) {
  const count = differences.length
  return {
    at,
    listed,
    recorded,
    gone,
    waiting,
    count,
    open: count > mended,
    words:
      count === 0
        ? 'No difference'
        : `${count === 1 ? 'One difference' : `${count} differences`}${mended === count ? ', taken in now' : ''}`,
    differences: differences.map(({ uid, difference, detail, mended: done }) => ({
      uid,
      words: differenceWords[difference],
      detail: sentence(detail),
      mended: done,
    })),
  }
}
