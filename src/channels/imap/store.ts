// The only code that touches mail_token.
import type { Tx } from '../../platform/database.ts'

/** Until the transaction ends nobody else spends this mailbox's refresh token. */
export async function lockMailToken(tx: Tx, mailbox: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`mail token ${mailbox}`}, 0))) AS taken`
}

export async function findSealedToken(tx: Tx, mailbox: string): Promise<string | undefined> {
  return (await tx.mailToken.findUnique({ where: { mailbox } }))?.sealedRefreshToken
}

export async function keepSealedToken(tx: Tx, mailbox: string, sealedRefreshToken: string, at: Date): Promise<void> {
  await tx.mailToken.upsert({
    where: { mailbox },
    create: { mailbox, sealedRefreshToken, at },
    update: { sealedRefreshToken, at },
  })
}
