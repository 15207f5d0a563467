// All cases that mails point to: by what they answer, then by the tokens they carry. Two questions for a whole batch.
import type { CaseRecord } from '../../cases/case.ts'
import type { Tx } from '../../platform/database.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { casesOfMessageIds } from '../store.ts'
import type { Pointers } from './find-case.ts'

/** In the order of the mails; each mail's candidates with the nearest first, none twice. */
export async function findCandidates(
  tx: Tx,
  cases: Pick<CasesAsked, 'byMany' | 'findByTokens'>,
  pointed: readonly Pointers[],
): Promise<CaseRecord[][]> {
  const idOf = await casesOfMessageIds(tx, [...new Set(pointed.flatMap(({ messageIds }) => messageIds))])
  const ids = [...new Set(idOf.values())]
  const byId = new Map(ids.length === 0 ? [] : (await cases.byMany(tx, ids)).map((record) => [record.id, record]))
  const byToken = new Map(
    (
      await cases.findByTokens(
        tx,
        pointed.flatMap(({ tokens }) => tokens),
      )
    ).map((record) => [`${record.number} ${record.token}`, record]),
  )
  return pointed.map(({ messageIds, tokens }) => {
    const threaded = messageIds.flatMap((id) => byId.get(idOf.get(id) ?? '') ?? [])
    const named = tokens.flatMap(({ number, token }) => byToken.get(`${number} ${token}`) ?? [])
    return [...new Map([...threaded, ...named].map((record) => [record.id, record])).values()]
  })
}
