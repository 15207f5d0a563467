// The only code that touches links that were mailed to people. A key is random and long, so its digest is found by its index.
import type { Database, Tx } from '../platform/database.ts'
import type { Role } from '../staff/staff-member.ts'

export type LinkKind = 'invitation' | 'password'
export type Link = {
  id: string
  kind: LinkKind
  email: string
  staffId: string | null
  role: Role | null
  languages: string[]
  madeBy: string
  madeAt: Date
  expiresAt: Date
}

type Reading = Database['client'] | Tx

const shown = { id: true, kind: true, email: true, staffId: true, role: true, languages: true, madeBy: true, madeAt: true, expiresAt: true }

export async function insertLink(tx: Tx, link: Link & { digest: string }): Promise<void> {
  await tx.accessLink.create({ data: link })
}

export async function findOpenLink(from: Reading, kind: LinkKind, digest: string, now: Date): Promise<Link | undefined> {
  const found = await from.accessLink.findFirst({ where: { kind, digest, ...open(now) }, select: shown })
  return found ? (found as Link) : undefined
}

/** False where it was used, were it at the same moment. */
export async function takeLink(tx: Tx, id: string, now: Date): Promise<boolean> {
  return (await tx.accessLink.updateMany({ where: { id, ...open(now) }, data: { usedAt: now } })).count === 1
}

export async function endLinks(tx: Tx, which: { id: string } | { email: string; kind?: LinkKind }, now: Date): Promise<Link[]> {
  const ended = await tx.accessLink.findMany({ where: { ...which, ...open(now) }, select: shown })
  await tx.accessLink.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { endedAt: now } })
  return ended as Link[]
}

export async function openInvitations(from: Reading, now: Date): Promise<Link[]> {
  return (await from.accessLink.findMany({
    where: { kind: 'invitation', ...open(now) },
    select: shown,
    orderBy: { madeAt: 'desc' },
  })) as Link[]
}

export function countLinksSince(from: Reading, kind: LinkKind, email: string, since: Date): Promise<number> {
  return from.accessLink.count({ where: { kind, email, madeAt: { gt: since } } })
}

function open(now: Date) {
  return { usedAt: null, endedAt: null, expiresAt: { gt: now } }
}
