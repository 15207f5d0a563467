// When a person may have the desk write a draft, and in which words that is offered. Only a mail that is on its way, or
// may have arrived, keeps its draft; everything else can be started over, so that no case is ever without a way on.
import type { CaseRecord } from '../../cases/case.ts'
import type { OutgoingRecord } from '../../mailroom/mailroom.ts'
import type { Draft } from '../../replies/draft.ts'
import type { StaffMember } from '../../staff/staff-member.ts'

export type RedraftOffer = {
  words: string
  /** It is the way on, and nothing else is. */
  primary: boolean
  /** Somebody's own words would be replaced, so it is asked twice. */
  edited: boolean
}

const keepsItsDraft = new Set<OutgoingRecord['status']>(['queued', 'to-print', 'sending', 'unknown', 'sent'])

/** `mail` is the state of the mail that carries the draft, where there is one. */
export function offerRedraft(
  draft: Pick<Draft, 'status' | 'text' | 'rendered'> | undefined,
  mail: OutgoingRecord['status'] | undefined,
  by: Pick<StaffMember, 'role'>,
): RedraftOffer | null {
  if (by.role === 'administrator') return null
  if (!draft) return { words: 'Write a fresh draft', primary: true, edited: false }
  if (draft.status === 'dispatched') return { words: 'Write another reply', primary: false, edited: false }
  if (draft.status === 'approved' && mail && keepsItsDraft.has(mail)) return null
  return { words: 'Write a fresh draft', primary: draft.status === 'held', edited: draft.text.trim() !== draft.rendered.trim() }
}

const patienceMilliseconds = 120_000 // the desk needs a second; a job that failed comes again within seconds

/** A case without a draft that should have had one by now: an open one has been given up by the desk. */
export function draftOverdue(record: Pick<CaseRecord, 'status' | 'openedAt'>, now: Date): boolean {
  return record.status !== 'new' || now.getTime() - record.openedAt.getTime() > patienceMilliseconds
}
