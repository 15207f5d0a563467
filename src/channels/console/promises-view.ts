// The promises of a case: what a reply that left has promised, who answers for it, and whether it is late.
import type { MadePromise } from '../../cases/cases.ts'
import type { Day } from '../../kernel/days.ts'
import type { Names } from './draft-view.ts'

export function promisesView(made: readonly MadePromise[], { today, names, mayWork }: { today: Day; names: Names; mayWork: boolean }) {
  return made.map(({ id, text, ownerId, dueOn, outcome, settledBy, note }) => ({
    id,
    text,
    owner: names(ownerId),
    dueOn,
    state: outcome ?? (dueOn < today ? 'late' : 'open'),
    maySettle: mayWork && outcome === null,
    settledBy: settledBy ? names(settledBy) : null,
    note,
  }))
}
