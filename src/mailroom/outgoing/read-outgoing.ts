// A stored mail on its way out, checked before anybody acts on it.
import { z } from 'zod'
import { enclosureSchema } from '../enclosure.ts'
import type { Reader } from '../store.ts'
import { deliveryStates, type OutgoingRecord, outgoingKinds, outgoingStates } from './write-outgoing.ts'

const stored = z.looseObject({
  kind: z.enum(outgoingKinds),
  status: z.enum(outgoingStates),
  delivery: z.enum(deliveryStates).nullable(),
  headers: z.record(z.string(), z.string()),
  enclosures: z.array(enclosureSchema),
})

/** Throws for a row that this version of the desk does not understand: it must not be sent, nor called sent, on a guess. */
export function toRecord(row: RowOf<Reader['outgoing']['findMany']>): OutgoingRecord {
  const { kind, status, delivery, headers, enclosures } = stored.parse(row)
  return { ...row, kind, status, delivery, headers, enclosures }
}

type RowOf<Find extends (...args: never[]) => PromiseLike<unknown[]>> = Awaited<ReturnType<Find>>[number]
