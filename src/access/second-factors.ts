// The second proof at sign-in: a code by the clock, or one of ten recovery codes. A factor counts from the moment that a code has
// shown that its owner's app has the secret; until then the secret stands nowhere but sealed in the form itself.
import { z } from 'zod'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Actor, actorOf, type Role, type StaffMember } from '../staff/staff-member.ts'
import type { EnqueueMail } from './links.ts'
import { newRecoveryCodes, readRecoveryCode, recoveryDigest } from './recovery-codes.ts'
import {
  countRecoveryCodes,
  endSessions,
  findFactor,
  type KeptFactor,
  keepFactor,
  keepRecoveryDigests,
  removeFactor,
  takeRecoveryCode,
  takeStep,
} from './store.ts'
import { enrolmentAddress, newTimeSecret, stepOfCode } from './time-code.ts'

/** `missing`: the office asks his role for one, and he has none yet. */
export type FactorStanding = 'enrolled' | 'missing' | 'none'

/** `sealed` comes back with the code that confirms it. */
export type OfferedFactor = { secret: string; address: string; sealed: string }

export type ProofKind = 'code' | 'recovery-code'

export type EnrolRefusal = 'wrong-code' | 'wrong-current-code' | 'offer-over'

export type SecondFactors = {
  standingOf(member: StaffMember): Promise<FactorStanding>
  of(member: StaffMember): Promise<{ confirmedAt: Date; recoveryCodesLeft: number } | undefined>
  offer(member: StaffMember): OfferedFactor
  /** The same offer again, after a code that was wrong; undefined where it is not this person's or too old. */
  offerAgain(member: StaffMember, sealed: string): OfferedFactor | undefined
  /**
   * The recovery codes, this once. Whoever has a factor proves it first (`current`: a code of it, or a recovery code). Every other
   * session of his ends.
   */
  enrol(act: {
    member: StaffMember
    sealed: string
    code: string
    current: string
    sessionId: string
  }): Promise<Result<{ recoveryCodes: string[] }, EnrolRefusal>>
  /** Takes a code once: the same again, and any of an earlier step, is wrong. */
  prove(member: StaffMember, typed: string): Promise<Result<{ by: ProofKind; recoveryCodesLeft: number }, 'wrong-code'>>
  /** New recovery codes in place of the old ones, for a code. */
  renewRecoveryCodes(member: StaffMember, typed: string): Promise<Result<{ recoveryCodes: string[] }, 'wrong-code'>>
  /** False where there was none. Sessions end with it. */
  reset(tx: Tx, staffId: string, by: Actor): Promise<boolean>
}

export type SecondFactorParts = {
  db: Database
  clock: Clock
  secrets: Secrets
  enqueueMail: EnqueueMail
  officeName: string
  /** Who must have one. */
  roles: readonly Role[]
}

const offerLimitMilliseconds = 15 * 60_000
const offer = z.object({ for: z.literal('second factor'), staffId: z.uuid(), secret: z.string(), madeAt: z.number() })
const issuerLimitCharacters = 60 // more than an app shows

export function createSecondFactors({ db, clock, secrets, enqueueMail, officeName, roles }: SecondFactorParts): SecondFactors {
  const offered = (member: StaffMember, secret: string, sealed: string): OfferedFactor => ({
    secret,
    address: enrolmentAddress(secret, { issuer: officeName.replaceAll(':', ' ').slice(0, issuerLimitCharacters), label: member.email }),
    sealed,
  })

  function opened(member: StaffMember, sealed: string): OfferedFactor | undefined {
    const read = offer.safeParse(unsealed(secrets, sealed))
    if (!read.success || read.data.staffId !== member.id) return undefined
    const age = clock.now().getTime() - read.data.madeAt
    return age >= 0 && age <= offerLimitMilliseconds ? offered(member, read.data.secret, sealed) : undefined
  }

  async function proves(tx: Tx, factor: KeptFactor, typed: string): Promise<ProofKind | undefined> {
    const { staffId } = factor
    const code = typed.replace(/\s/g, '')
    const secret = secretIn(secrets, factor)
    const step = secret === undefined ? undefined : stepOfCode(secret, code, clock.now())
    if (step !== undefined) return (await takeStep(tx, staffId, step)) ? 'code' : undefined
    if (readRecoveryCode(typed) === undefined) return undefined
    return (await takeRecoveryCode(tx, staffId, recoveryDigest(secrets, staffId, typed), clock.now())) ? 'recovery-code' : undefined
  }

  /** Written with the proof itself; a sign-in with an app's code is written by the door. */
  async function proveIn(tx: Tx, member: StaffMember, typed: string): Promise<ProofKind | undefined> {
    const factor = await findFactor(tx, member.id)
    const by = factor && (await proves(tx, factor, typed))
    if (by === 'recovery-code') await write(tx, actorOf(member), 'recovery-code-used', member.id)
    return by
  }

  const write = (tx: Tx, actor: Actor, act: string, staffId: string) =>
    audit(tx, { at: clock.now(), actor, act, subject: actorOf({ id: staffId }) })
  /** Whoever got hold of a password alone could set up a factor before its owner does. */
  const tellOwner = (tx: Tx, { id, email }: StaffMember, step: number) => {
    const said = ['A second factor was set up for your sign-in to the desk.', '', 'If it was not you, tell an administrator at once.']
    const text = [...said, '', officeName, ''].join('\n')
    return enqueueMail(tx, { key: `factor.${id}.${step}`, to: email, subject: 'Your second factor at the desk', text, caseId: null })
  }
  const digestsOf = (staffId: string, codes: readonly string[]) => codes.map((code) => recoveryDigest(secrets, staffId, code))

  return {
    async standingOf(member) {
      if (await findFactor(db.client, member.id)) return 'enrolled'
      return roles.includes(member.role) ? 'missing' : 'none'
    },

    async of({ id }) {
      const factor = await findFactor(db.client, id)
      return factor && { confirmedAt: factor.confirmedAt, recoveryCodesLeft: await countRecoveryCodes(db.client, id) }
    },

    offer(member) {
      const secret = newTimeSecret()
      const content: z.infer<typeof offer> = { for: 'second factor', staffId: member.id, secret, madeAt: clock.now().getTime() }
      return offered(member, secret, secrets.encrypt(JSON.stringify(content)))
    },
    offerAgain: opened,

    enrol: ({ member, sealed, code, current, sessionId }) =>
      db.inTransaction(async (tx): Promise<Result<{ recoveryCodes: string[] }, EnrolRefusal>> => {
        const taken = opened(member, sealed)
        if (!taken) return refused('offer-over')
        const step = stepOfCode(taken.secret, code.replace(/\s/g, ''), clock.now())
        if (step === undefined) return refused('wrong-code')
        await lockFactor(tx, member.id)
        const standing = await findFactor(tx, member.id)
        if (standing && !(await proveIn(tx, member, current))) return refused('wrong-current-code')
        const recoveryCodes = newRecoveryCodes()
        const factor = { staffId: member.id, sealedSecret: secrets.encrypt(taken.secret), lastStep: step, confirmedAt: clock.now() }
        await keepFactor(tx, factor, digestsOf(member.id, recoveryCodes))
        await endSessions(tx, member.id, sessionId)
        await write(tx, actorOf(member), standing ? 'second-factor-replaced' : 'second-factor-enrolled', member.id)
        await tellOwner(tx, member, step)
        return ok({ recoveryCodes })
      }),

    prove: (member, typed) =>
      db.inTransaction(async (tx): Promise<Result<{ by: ProofKind; recoveryCodesLeft: number }, 'wrong-code'>> => {
        const by = await proveIn(tx, member, typed)
        return by ? ok({ by, recoveryCodesLeft: await countRecoveryCodes(tx, member.id) }) : refused('wrong-code')
      }),

    renewRecoveryCodes: (member, typed) =>
      db.inTransaction(async (tx): Promise<Result<{ recoveryCodes: string[] }, 'wrong-code'>> => {
        if (!(await proveIn(tx, member, typed))) return refused('wrong-code')
        const recoveryCodes = newRecoveryCodes()
        await keepRecoveryDigests(tx, member.id, digestsOf(member.id, recoveryCodes))
        await write(tx, actorOf(member), 'recovery-codes-renewed', member.id)
        return ok({ recoveryCodes })
      }),

    async reset(tx, staffId, by) {
      const removed = await removeFactor(tx, staffId)
      await endSessions(tx, staffId)
      if (removed) await write(tx, by, 'second-factor-reset', staffId)
      return removed
    },
  }
}

/** Two who enrol one person at once: the second has to prove the first one's factor. */
async function lockFactor(tx: Tx, staffId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM staff WHERE id = ${staffId}::uuid FOR UPDATE`
}

function unsealed(secrets: Secrets, sealed: string): unknown {
  try {
    return JSON.parse(secrets.decrypt(sealed))
  } catch {
    return undefined // not ours, changed on its way, or sealed with another SECRET_KEY
  }
}

/** undefined where it was sealed with another SECRET_KEY: no code is right then, and the factor has to be reset. */
function secretIn(secrets: Secrets, { sealedSecret }: KeptFactor): string | undefined {
  try {
    return secrets.decrypt(sealedSecret)
  } catch {
    return undefined
  }
}
