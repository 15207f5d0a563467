// The doctor's look at how the desk knows who wrote a mail: does the office's mail server say it, under the name in AUTHSERV_ID?
import type { Config } from '../config.ts'
import type { ResultsSeen } from '../mailroom/mailroom.ts'
import type { Finding } from './finding.ts'

const what = 'senders'

/** `seen`: whose results the newest mails carry; undefined where the database cannot be asked. */
export function sendersFinding({ office, verifiesDkim }: Pick<Config, 'office' | 'verifiesDkim'>, seen: ResultsSeen | undefined): Finding {
  const { authservId } = office
  const most = seen?.servers.find(({ name }) => name !== authservId?.toLowerCase())
  const hint = most ? ` ${most.mails} of the newest ${seen?.mails} mails carry results of ${most.name}: is that it?` : ''
  const remedy = `Set AUTHSERV_ID to the name that your own mail server writes first in Authentication-Results.${hint}`
  if (authservId === undefined) {
    return verifiesDkim
      ? { what, state: 'not-configured', says: 'only signatures that the desk verifies itself establish a sender', remedy }
      : { what, state: 'wrong', says: 'no sender is ever established, so account facts go to nobody', remedy }
  }
  if (!seen)
    return { what, state: 'not-tried', says: `results of ${authservId} are believed; whether mails carry them, the database would know` }
  if (seen.mails === 0) return { what, state: 'well', says: `results of ${authservId} are believed; no mail has come yet` }
  const own = seen.servers.find(({ name }) => name === authservId.toLowerCase())
  if (own) return { what, state: 'well', says: `${own.mails} of the newest ${seen.mails} mails carry a result of ${authservId}` }
  return { what, state: 'wrong', says: `none of the newest ${seen.mails} mails carries a result of ${authservId}`, remedy }
}
