// The face of disclosure: who was established for an account, by whom and how, for what and until when. An entry is never changed;
// it is revoked, with a reason.
import { randomUUID } from 'node:crypto'
import type { Json } from '../kernel/canonical-json.ts'
import { type Day, dayOf, fromDateColumn, toDateColumn } from '../kernel/days.ts'
import { parseAddress } from '../kernel/mail-address.ts'
import { isPostal } from '../kernel/postal-address.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { Disclosure as Rules } from '../rulebook/kinds/disclosure.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type Actor, actorOf, type StaffMember } from '../staff/staff-member.ts'
import { type Establishment, mayBeTold, strongest, type Told } from './may-be-told.ts'

export type { Establishment, Told } from './may-be-told.ts'

export type Established = Pick<
  Establishment,
  'accountNumber' | 'address' | 'name' | 'role' | 'basis' | 'reference' | 'scope' | 'untilOn' | 'ownFromOn' | 'ownUntilOn' | 'consent'
>

export type EstablishRefusal =
  | { kind: 'not-authorised' }
  | { kind: 'no-address' | 'no-account' | 'reference-missing' | 'scope-missing' | 'own-dates-missing' | 'consent-missing' | 'until-past' }
  | { kind: 'until-too-late'; longestDays: number }

/** `by`: the entry that says so; null where there is none. */
export type Standing = Told & { by: Establishment | null }

export type RevokeRefusal = { kind: 'not-authorised' | 'not-found' | 'revoked-already' | 'reason-missing' }

export type Disclosure = {
  /** Newest first. */
  ofAccount(accountNumber: string): Promise<Establishment[]>
  /** What an address that is not on file may be told today, and by which entry. */
  standing(tx: Tx, about: { accountNumber: string; address: string }): Promise<Standing>
  /** The attorney or agent through whom the account's customer is answered today. */
  representative(tx: Tx, accountNumber: string): Promise<Standing>
  /** `caseId`: the case in whose timeline it stands, too. */
  record(act: Established & { by: StaffMember; caseId: string | null }): Promise<Result<Establishment, EstablishRefusal>>
  /** An entry of this account. */
  revoke(act: {
    id: string
    accountNumber: string
    reason: string
    by: StaffMember
    caseId: string | null
  }): Promise<Result<Establishment, RevokeRefusal>>
}

type Parts = {
  db: Database
  clock: Clock
  accounts: { existing(tx: Tx, numbers: readonly string[]): Promise<Set<string>> }
  rulebook: { inForce<K extends 'authority' | 'disclosure'>(kind: K, day: Day): InForce<K> }
  timeZone: string
  /** Into a case's timeline. */
  caseNoted(tx: Tx, caseId: string, event: CaseEvent): Promise<void>
  /** An official asks for a customer: his case and the customer's are to be known from each other. */
  officialAsks(tx: Tx, about: { caseId: string; accountNumber: string; actor: Actor }): Promise<void>
}

type CaseEvent = { kind: 'inquirer-established' | 'inquirer-revoked'; actor: Actor; content: { [key: string]: Json } }

const textLimitCharacters = 500

export function createDisclosure({ db, clock, accounts, rulebook, timeZone, caseNoted, officialAsks }: Parts): Disclosure {
  const today = () => dayOf(clock.now(), timeZone)
  const rules = () => rulebook.inForce('disclosure', today()).value
  const mayEstablish = (by: StaffMember) => may(by, 'establish_inquirer', rulebook.inForce('authority', today()).value)
  const current = async (tx: Tx, where: { accountNumber: string; address?: string }) =>
    (await tx.establishment.findMany({ where: { ...where, revokedAt: null } })).map(toEstablishment)

  const standingOf = (entries: readonly Establishment[]): Standing => {
    const by = strongest(entries, rules(), today())
    return { ...mayBeTold(by, rules(), today()), by: by ?? null }
  }

  return {
    ofAccount: async (accountNumber) =>
      (await db.client.establishment.findMany({ where: { accountNumber }, orderBy: { recordedAt: 'desc' } })).map(toEstablishment),

    standing: async (tx, { accountNumber, address }) => standingOf(await current(tx, { accountNumber, address: address.toLowerCase() })),

    representative: async (tx, accountNumber) =>
      standingOf((await current(tx, { accountNumber })).filter(({ role }) => role === 'attorney-or-agent')),

    record: ({ by, caseId, ...asked }) =>
      db.inTransaction(async (tx) => {
        if (!mayEstablish(by)) return refused({ kind: 'not-authorised' })
        const fault = faultOf(asked, rules(), today())
        if (fault) return refused(fault)
        if (!(await accounts.existing(tx, [asked.accountNumber])).has(asked.accountNumber)) return refused({ kind: 'no-account' })
        const row = {
          ...trimmed(asked),
          id: randomUUID(),
          scope: [...new Set(asked.scope)],
          fromOn: toDateColumn(today()),
          untilOn: toDateColumn(asked.untilOn),
          ownFromOn: asked.ownFromOn === null ? null : toDateColumn(asked.ownFromOn),
          ownUntilOn: asked.ownUntilOn === null ? null : toDateColumn(asked.ownUntilOn),
          recordedBy: by.id,
          recordedAt: clock.now(),
        }
        const kept = toEstablishment(await tx.establishment.create({ data: row }))
        const { id, address, role, basis, reference, scope } = kept
        const detail = { id, address, role, basis, reference, scope }
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'inquirer-established', subject: kept.accountNumber, detail })
        if (caseId !== null) await caseNoted(tx, caseId, { kind: 'inquirer-established', actor: actorOf(by), content: detail })
        if (caseId !== null && role === 'elected-official')
          await officialAsks(tx, { caseId, accountNumber: kept.accountNumber, actor: actorOf(by) })
        return ok(kept)
      }),

    revoke: ({ id, accountNumber, reason, by, caseId }) =>
      db.inTransaction(async (tx) => {
        if (!mayEstablish(by)) return refused({ kind: 'not-authorised' })
        const revokedReason = reason.trim().slice(0, textLimitCharacters)
        if (revokedReason === '') return refused({ kind: 'reason-missing' })
        const found = await tx.establishment.findUnique({ where: { id, accountNumber } })
        if (!found) return refused({ kind: 'not-found' })
        const change = { revokedBy: by.id, revokedAt: clock.now(), revokedReason }
        const { count } = await tx.establishment.updateMany({ where: { id, revokedAt: null }, data: change })
        if (count === 0) return refused({ kind: 'revoked-already' })
        const detail = { id, reason: revokedReason }
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'inquirer-revoked', subject: found.accountNumber, detail })
        const content = { ...detail, role: found.role, address: found.address }
        if (caseId !== null) await caseNoted(tx, caseId, { kind: 'inquirer-revoked', actor: actorOf(by), content })
        return ok(toEstablishment({ ...found, ...change }))
      }),
  }
}

function trimmed({ address, name, reference, consent, accountNumber, role, basis }: Established) {
  const short = (text: string) => text.trim().slice(0, textLimitCharacters)
  return {
    accountNumber,
    role,
    basis,
    address: address.trim().toLowerCase(),
    name: short(name),
    reference: short(reference),
    consent: short(consent),
  }
}

function faultOf(asked: Established, rules: Rules, today: Day): EstablishRefusal | null {
  const rule = rules.roles[asked.role]
  if (!rule) return { kind: 'not-authorised' }
  if (!isPostal(asked.address) && parseAddress(asked.address.trim()) === undefined) return { kind: 'no-address' }
  if (asked.reference.trim() === '') return { kind: 'reference-missing' }
  if (asked.scope.length === 0) return { kind: 'scope-missing' }
  if (rule.needs_consent && asked.consent.trim() === '') return { kind: 'consent-missing' }
  if (rule.own_dates_only && (asked.ownFromOn === null || asked.ownUntilOn === null || asked.ownUntilOn < asked.ownFromOn))
    return { kind: 'own-dates-missing' }
  if (asked.untilOn < today) return { kind: 'until-past' }
  return asked.untilOn - today > rule.longest_days ? { kind: 'until-too-late', longestDays: rule.longest_days } : null
}

type Row = Omit<Establishment, 'fromOn' | 'untilOn' | 'ownFromOn' | 'ownUntilOn' | 'scope' | 'role' | 'basis'> & {
  fromOn: Date
  untilOn: Date
  ownFromOn: Date | null
  ownUntilOn: Date | null
  scope: string[]
  role: string
  basis: string
}

/** What stands in a row came from these very types, in this file. */
function toEstablishment(row: Row): Establishment {
  return {
    ...row,
    fromOn: fromDateColumn(row.fromOn),
    untilOn: fromDateColumn(row.untilOn),
    ownFromOn: row.ownFromOn && fromDateColumn(row.ownFromOn),
    ownUntilOn: row.ownUntilOn && fromDateColumn(row.ownUntilOn),
    scope: row.scope as Establishment['scope'],
    role: row.role as Establishment['role'],
    basis: row.basis as Establishment['basis'],
  }
}
