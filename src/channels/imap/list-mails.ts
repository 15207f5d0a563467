// What a server lists of a folder without handing over any words: what a comparison and a look at known mails go by.
import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { Listed } from '../../mailroom/mailroom.ts'
import { search } from './fetch-mails.ts'

const listedAtOnce = 5_000 // a folder of 200,000 mails never stands in memory as a whole

/** In the order of UIDs, all of the folder or some; of those that the server leaves out it lists the UIDs only. */
export async function* listMails(client: ImapFlow, uids?: readonly bigint[]): AsyncGenerator<Listed> {
  await client.noop() // a long session's view of the folder can be stale until then
  if (uids?.length === 0 || (client.mailbox && client.mailbox.exists === 0)) return
  const found = await search(client, uids ? uids.join(',') : '1:*')
  for (let from = 0; from < found.length; from += listedAtOnce) {
    const group = found.slice(from, from + listedAtOnce)
    const range = uids ? group.join(',') : `${group[0]}:${group.at(-1)}`
    const details = new Map<number, FetchMessageObject>()
    for (const mail of await client.fetchAll(range, { uid: true, size: true, internalDate: true }, { uid: true }))
      if (mail.size !== undefined) details.set(mail.uid, mail)
    for (const uid of group) yield listedOf(uid, details.get(uid))
  }
}

function listedOf(uid: number, mail: FetchMessageObject | undefined): Listed {
  const arrivedAt = mail?.internalDate === undefined ? null : new Date(mail.internalDate)
  const believed = arrivedAt === null || Number.isNaN(arrivedAt.getTime()) ? null : arrivedAt
  return { uid: BigInt(uid), size: mail?.size ?? null, arrivedAt: believed, emailId: mail?.emailId ?? null }
}

/** One mail's bytes, and the size that the server tells of it now; undefined where it is gone or larger than the limit. */
export async function fetchBytes(client: ImapFlow, uid: bigint, maxBytes: number): Promise<{ bytes: Buffer; size: number } | undefined> {
  const mail = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true })
  if (!mail || (mail.size ?? 0) > maxBytes) return undefined
  const whole = await client.fetchOne(String(uid), { uid: true, size: true, source: true }, { uid: true })
  if (!whole) return undefined
  const { source, size } = whole
  return source && { bytes: source, size: size ?? source.length }
}
