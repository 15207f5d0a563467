// The only code that touches second factors and recovery codes.
import type { Database, Tx } from '../platform/database.ts'

export type KeptFactor = { staffId: string; sealedSecret: string; lastStep: number; confirmedAt: Date }

type Reading = Database['client'] | Tx

export async function findFactor(from: Reading, staffId: string): Promise<KeptFactor | undefined> {
  return (await from.secondFactor.findUnique({ where: { staffId } })) ?? undefined
}

export async function keepFactor(tx: Tx, factor: KeptFactor, recoveryDigests: readonly string[]): Promise<void> {
  await tx.secondFactor.upsert({ where: { staffId: factor.staffId }, create: factor, update: factor })
  await keepRecoveryDigests(tx, factor.staffId, recoveryDigests)
}

/** In place of all that were there. */
export async function keepRecoveryDigests(tx: Tx, staffId: string, digests: readonly string[]): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { staffId } })
  await tx.recoveryCode.createMany({ data: digests.map((digest) => ({ staffId, digest })) })
}

/** False where a code of this step or of a later one counted already, were it at the same moment. */
export async function takeStep(tx: Tx, staffId: string, step: number): Promise<boolean> {
  const taken = await tx.secondFactor.updateMany({ where: { staffId, lastStep: { lt: step } }, data: { lastStep: step } })
  return taken.count === 1
}

/** False where there is no such code, or none any more. */
export async function takeRecoveryCode(tx: Tx, staffId: string, digest: string, at: Date): Promise<boolean> {
  const taken = await tx.recoveryCode.updateMany({ where: { staffId, digest, usedAt: null }, data: { usedAt: at } })
  return taken.count === 1
}

export function countRecoveryCodes(from: Reading, staffId: string): Promise<number> {
  return from.recoveryCode.count({ where: { staffId, usedAt: null } })
}

export async function removeFactor(tx: Tx, staffId: string): Promise<boolean> {
  return (await tx.secondFactor.deleteMany({ where: { staffId } })).count === 1
}

/** Every open session but one ends; whoever it was signs in again. */
export async function endSessions(tx: Tx, staffId: string, butSessionId?: string): Promise<number> {
  const others = butSessionId === undefined ? {} : { id: { not: butSessionId } }
  return (await tx.session.deleteMany({ where: { userId: staffId, ...others } })).count
}
