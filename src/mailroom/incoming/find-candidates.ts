// All cases that mails point to: by what they answer, then by the tokens they carry. Two questions for a whole batch.
import type { Tx } from '../../platform/database.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { casesOfMessageIds } from '../store.ts'
import type { Candidate, Pointers } from './find-case.ts'

/** In the order of the mails; each mail's candidates with the nearest first, none twice. */
export async function findCandidates(
  tx: Tx,
  cases: Pick<CasesAsked, 'byMany' | 'findByTokens'>,
  pointed: readonly Pointers[],
): Promise<Candidate[][]> {
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
    const threaded = messageIds.flatMap((id): Candidate[] => {
      const record = byId.get(idOf.get(id) ?? '')
      return record ? [{ record, by: 'thread' }] : []
    })
    const named = tokens.flatMap(({ number, token, by }): Candidate[] => {
      const record = byToken.get(`${number} ${token}`)
      return record ? [{ record, by }] : []
    })
    const nearest = new Map<string, Candidate>()
    for (const candidate of [...threaded, ...named]) if (!nearest.has(candidate.record.id)) nearest.set(candidate.record.id, candidate)
    return [...nearest.values()]
  })
}
