// The newest refresh token of a mailbox, or of the server that takes our mail. Providers may give a new one at each use and
// refuse the old one from then on, so the one in the settings is only the first of a chain; its successors are kept in the
// database, encrypted.
import { z } from 'zod'
import type { Database, Tx } from './database.ts'
import type { Secrets } from './secrets.ts'

export type RefreshTokens = {
  /** Hands the newest token to `ask`, one use at a time over all desks, and keeps the successor that `ask` brings back. */
  spend<T>(fromSettings: string, ask: (newest: string) => Promise<{ got: T; successor: string | undefined }>): Promise<T>
}

const chain = z.object({ fromSettings: z.string(), newest: z.string().min(1) })

export function createRefreshTokens({ db, secrets, mailbox }: { db: Database; secrets: Secrets; mailbox: string }): RefreshTokens {
  return {
    // The lock is held while the provider is asked, some seconds at most: two desks that spend one token lose the mailbox.
    spend: (fromSettings, ask) =>
      db.inTransaction(async (tx) => {
        await lockMailToken(tx, mailbox)
        const kept = openChain(await findSealedToken(tx, mailbox), secrets)
        const newest = kept?.fromSettings === fromSettings ? kept.newest : fromSettings // access was granted anew: a new chain
        const { got, successor } = await ask(newest)
        if (successor !== undefined && successor !== newest) {
          await keepSealedToken(tx, mailbox, secrets.encrypt(JSON.stringify({ fromSettings, newest: successor })), new Date())
        }
        return got
      }),
  }
}

function openChain(sealed: string | undefined, secrets: Secrets): z.infer<typeof chain> | undefined {
  if (sealed === undefined) return undefined
  try {
    return chain.parse(JSON.parse(secrets.decrypt(sealed)))
  } catch {
    return undefined // sealed with another SECRET_KEY: the token of the settings is all that is left to try
  }
}

/** Until the transaction ends nobody else spends this mailbox's refresh token. */
async function lockMailToken(tx: Tx, mailbox: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`mail token ${mailbox}`}, 0))) AS taken`
}

async function findSealedToken(tx: Tx, mailbox: string): Promise<string | undefined> {
  return (await tx.mailToken.findUnique({ where: { mailbox } }))?.sealedRefreshToken
}

async function keepSealedToken(tx: Tx, mailbox: string, sealedRefreshToken: string, at: Date): Promise<void> {
  await tx.mailToken.upsert({
    where: { mailbox },
    create: { mailbox, sealedRefreshToken, at },
    update: { sealedRefreshToken, at },
  })
}
