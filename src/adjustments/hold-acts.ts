// Placing, ending and running out of holds on disputed amounts. Each is told to the billing system and written down.
import { randomUUID } from 'node:crypto'
import type { Accounts } from '../accounts/accounts.ts'
import { type Day, dayOf, formatDay, fromDateColumn, toDateColumn } from '../kernel/days.ts'
import { cents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Alarms } from '../notices/notices.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { HoldStop } from '../rulebook/kinds/adjustments.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import { addExportLine, holdLine } from './export-lines.ts'
import { checkHold, type Hold, type HoldAsked, type HoldRefusal } from './hold.ts'

export type HoldParts = {
  db: Database
  clock: Clock
  accounts: Pick<Accounts, 'history'>
  alarms: Pick<Alarms, 'raiseAlarm' | 'clearAlarm'>
  rulebook: { inForce<K extends 'adjustments' | 'authority'>(kind: K, day: Day): InForce<K> }
  timeZone: string
}

export function placeHold(
  { by, caseId, ...asked }: HoldAsked & { caseId: string | null; by: StaffMember },
  { db, clock, accounts, rulebook, timeZone }: HoldParts,
): Promise<Result<Hold, HoldRefusal>> {
  return db.inTransaction(async (tx) => {
    const now = clock.now()
    const today = dayOf(now, timeZone)
    if (!may(by, 'place_hold', rulebook.inForce('authority', today).value)) return refused({ kind: 'not-authorised' })
    const { value, version } = rulebook.inForce('adjustments', today)
    const checked = checkHold(asked, today, value.holds)
    if (!checked.ok) return checked
    const history = await accounts.history(asked.accountNumber, tx)
    if (!history) return refused({ kind: 'no-account' })
    if (asked.billId !== null && !history.bills.some(({ id }) => id === asked.billId))
      return refused({ kind: 'no-bill', billId: asked.billId })
    const placed = {
      id: randomUUID(),
      caseId,
      placedBy: by.id,
      placedAt: now,
      rulebook: version,
      endedAt: null,
      endedBy: null,
      endReason: null,
    }
    const hold: Hold = { ...checked.value, ...placed }
    await tx.disputeHold.create({ data: { ...hold, expiresOn: toDateColumn(hold.expiresOn) } })
    await addExportLine(tx, `hold:${hold.id}`, holdLine('hold', hold, today), now)
    const detail = { holdId: hold.id, stops: hold.stops, until: formatDay(hold.expiresOn), reason: hold.reason }
    await audit(tx, { at: now, actor: actorOf(by), act: 'hold-placed', subject: hold.accountNumber, detail })
    return ok(hold)
  })
}

export function endHold(
  { id, by, reason }: { id: string; by: StaffMember; reason: string },
  parts: HoldParts,
): Promise<Result<void, HoldRefusal>> {
  const { db, clock, rulebook, timeZone } = parts
  return db.inTransaction(async (tx) => {
    if (!may(by, 'place_hold', rulebook.inForce('authority', dayOf(clock.now(), timeZone)).value))
      return refused({ kind: 'not-authorised' })
    if (reason.trim() === '') return refused({ kind: 'reason-missing' })
    const hold = await lockHold(tx, id)
    if (!hold) return refused({ kind: 'not-found' })
    if (hold.endedAt !== null) return refused({ kind: 'already-ended' })
    await endIn(tx, hold, { endedBy: by.id, endReason: reason.trim() }, parts)
    await audit(tx, {
      at: clock.now(),
      actor: actorOf(by),
      act: 'hold-ended',
      subject: hold.accountNumber,
      detail: { holdId: id, reason: reason.trim() },
    })
    return ok(undefined)
  })
}

/** Holds whose last day is over end, and an alarm says so until somebody has looked at the account. Returns them. */
export async function expireHolds(parts: HoldParts): Promise<Hold[]> {
  const { db, clock, alarms, timeZone } = parts
  const today = dayOf(clock.now(), timeZone)
  const over = await db.client.disputeHold.findMany({
    where: { endedAt: null, expiresOn: { lt: toDateColumn(today) } },
    select: { id: true },
  })
  const expired: Hold[] = []
  for (const { id } of over) {
    await db.inTransaction(async (tx) => {
      const hold = await lockHold(tx, id)
      if (!hold || hold.endedAt !== null) return
      await endIn(tx, hold, { endedBy: null, endReason: 'It expired.' }, parts)
      const text = `The hold on account ${hold.accountNumber} has run out: ${hold.stops.join(', ')} ${hold.stops.length === 1 ? 'is' : 'are'} stopped no more.`
      await alarms.raiseAlarm({ key: `hold:${id}`, text, remedy: 'Settle the dispute or place a new hold, then close this alarm.' }, tx)
      await audit(tx, { at: clock.now(), actor: 'desk', act: 'hold-expired', subject: hold.accountNumber, detail: { holdId: id } })
      expired.push(hold)
    })
  }
  return expired
}

async function endIn(
  tx: Tx,
  hold: Hold,
  end: { endedBy: string | null; endReason: string },
  { clock, timeZone }: HoldParts,
): Promise<void> {
  const endedAt = clock.now()
  await tx.disputeHold.update({ where: { id: hold.id }, data: { endedAt, ...end } })
  await addExportLine(tx, `hold-end:${hold.id}`, holdLine('hold-end', hold, dayOf(endedAt, timeZone)), endedAt)
}

async function lockHold(tx: Tx, id: string): Promise<Hold | undefined> {
  await tx.$queryRaw`SELECT 1 FROM dispute_hold WHERE id = ${id}::uuid FOR UPDATE`
  const row = await tx.disputeHold.findUnique({ where: { id } })
  return row ? holdOf(row) : undefined
}

/** Newest first; `standing`: those that hold now. */
export async function holdsOn(reader: Tx | Database['client'], where: { accountNumber?: string; standing?: true }): Promise<Hold[]> {
  const { accountNumber, standing } = where
  const rows = await reader.disputeHold.findMany({
    where: { ...(accountNumber ? { accountNumber } : {}), ...(standing ? { endedAt: null } : {}) },
    orderBy: { placedAt: 'desc' },
    take: holdsShown,
  })
  return rows.map(holdOf)
}

const holdsShown = 200

function holdOf(row: Awaited<ReturnType<Tx['disputeHold']['findFirstOrThrow']>>): Hold {
  return { ...row, stops: row.stops as HoldStop[], disputedCents: cents(row.disputedCents), expiresOn: fromDateColumn(row.expiresOn) }
}
