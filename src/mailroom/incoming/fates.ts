// What becomes of a mail of a batch: the disposition it ends in, and whether a row of its own is kept of it.
import type { DispositionKind } from '../store.ts'
import type { AssessedMail, UnfetchedMail } from './assess-mail.ts'
import type { Original } from './find-duplicates.ts'

/** `stored`: a row of its own, not the one of a mail that was known before. */
export type Fate = Original & { kind: DispositionKind; reason: string; stored: boolean; spam?: string }
export type Unkept = Omit<Fate, 'mailId'> & { mailId: null }
export type Fates = Map<AssessedMail, Fate | Unkept>

export function fateUnfetched({ state }: UnfetchedMail): Unkept {
  return { ...unfetched[state], mailId: null, caseId: null, stored: false }
}

const unfetched = {
  'before-start': { kind: 'before-start', reason: 'it arrived before the desk began' },
  gone: { kind: 'ignored', reason: 'it was gone from the mailbox before it could be fetched' },
} as const

export function fateOfCopy({ mailId, caseId }: Original): Fate {
  return { kind: 'duplicate', reason: 'the same mail was received before', mailId, caseId, stored: false }
}
