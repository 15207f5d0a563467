// A draft as it stands now, with every other act on its case waiting until the transaction ends.
import type { Cases } from '../cases/cases.ts'
import type { Tx } from '../platform/database.ts'
import type { Draft } from './draft.ts'
import { findDraft } from './store.ts'

export async function lockDraft(tx: Tx, id: string, cases: Pick<Cases, 'lock'>): Promise<Draft | undefined> {
  const found = await findDraft(tx, id)
  if (!found) return undefined
  await cases.lock(tx, found.caseId)
  return findDraft(tx, id) // what it was before the lock may have changed meanwhile
}
