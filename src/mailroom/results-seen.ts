// Whose Authentication-Results the newest mails carry, for somebody who sets the desk up.

import type { HeaderField } from './reading/mail-reading.ts'
import { authservOf } from './reading/senders/authentication-results.ts'
import { newestHeaders, type Reader } from './store.ts'

/** `servers`: by how many of these mails each of them spoke on, the most first. */
export type ResultsSeen = { mails: number; servers: { name: string; mails: number }[] }

const mailLimit = 50
const serverName = /^[a-z0-9][a-z0-9.-]{0,100}$/ // anybody may write such a field, and this is shown to a person

export async function resultsSeen(from: Reader): Promise<ResultsSeen> {
  const mails = await newestHeaders(from, mailLimit)
  const counts = new Map<string, number>()
  for (const name of mails.flatMap((headers) => [...serversIn(headers)])) counts.set(name, (counts.get(name) ?? 0) + 1)
  const servers = [...counts].map(([name, count]) => ({ name, mails: count })).sort((a, b) => b.mails - a.mails)
  return { mails: mails.length, servers }
}

function serversIn(headers: readonly HeaderField[]): Set<string> {
  const names = headers.flatMap(({ name, value }) => (name === 'authentication-results' ? (authservOf(value) ?? []) : []))
  return new Set(names.filter((name) => serverName.test(name)))
}
