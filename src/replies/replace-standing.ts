// A new draft takes the place of the one that stands: whatever was asked or granted for that one ends.
import type { Tx } from '../platform/database.ts'
import type { Draft } from './draft.ts'
import { withdrawDraft } from './hold-draft.ts'
import type { RepliesParts } from './replies-parts.ts'
import { updateDraft } from './store.ts'

/** False when its mail has begun to leave. One that has left stays as it is. */
export async function replaceStanding(tx: Tx, standing: Draft | undefined, reason: string, parts: RepliesParts): Promise<boolean> {
  if (!standing || standing.status === 'dispatched') return true
  if (!(await withdrawDraft(tx, standing, reason, parts))) return false
  await updateDraft(tx, standing.id, { status: 'superseded' })
  return true
}
