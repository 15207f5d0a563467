// The only code that touches slack_card: which messages are copies of which approval's card.
import type { Database, Tx } from '../../platform/database.ts'

export type CardCopy = { channel: string; ts: string }

/** Keeps others from posting or reading this approval's copies until the transaction ends. */
export async function lockCopies(tx: Tx, approvalId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`slack card ${approvalId}`}, 0))`
}

export async function copiesOf(tx: Tx, approvalId: string): Promise<CardCopy[]> {
  return tx.slackCard.findMany({ where: { approvalId }, select: { channel: true, ts: true }, orderBy: { id: 'asc' } })
}

/** A copy that is known already stays as it is. */
export async function rememberCopy(tx: Tx, approvalId: string, { channel, ts }: CardCopy): Promise<void> {
  await tx.slackCard.createMany({ data: [{ approvalId, channel, ts }], skipDuplicates: true })
}

export async function forgetCopy(db: Database, { channel, ts }: CardCopy): Promise<void> {
  await db.client.slackCard.deleteMany({ where: { channel, ts } })
}
