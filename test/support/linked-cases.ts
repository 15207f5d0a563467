// The cases that a case is linked to, straight from the database.
import type { Database } from '../../src/platform/database.ts'

export async function linkedTo({ client }: Pick<Database, 'client'>, caseId: string): Promise<string[]> {
  const rows = await client.caseLink.findMany({ where: { OR: [{ lowId: caseId }, { highId: caseId }] } })
  return rows.map(({ lowId, highId }) => (lowId === caseId ? highId : lowId))
}
