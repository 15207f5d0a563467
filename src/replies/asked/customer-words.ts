// What the customer has said in a case that is still to be answered: the new words of his mails since the last reply that
// answered anything.
import type { TimelineEntry } from '../../cases/case.ts'
import { leavesOpen } from './answered.ts'
import { type Request, readRequests } from './read-requests.ts'

export type CustomerWords = { seq: number; at: Date; text: string }

const mailsRead = 8 // the newest; a longer exchange without an answer is a person's

/** Oldest first. The subject belongs to the mail that opened the case; later ones only repeat it. */
export function customerWords(timeline: readonly TimelineEntry[]): CustomerWords[] {
  const answeredAt = lastAnswer(timeline)
  const undone = new Set(timeline.flatMap(({ kind, content }) => (kind === 'merge-undone' ? [content?.caseId] : [])))
  const mails = timeline
    .filter(({ kind, content }) => heard.has(kind) && content !== null && !(kind === 'case-absorbed' && undone.has(content.caseId)))
    .map(({ seq, at, content }, index): CustomerWords => {
      const words = textOf(content?.newText)
      return { seq, at, text: index === 0 ? `${textOf(content?.subject)}\n\n${words}` : words }
    })
  const since = mails.filter(({ seq }) => seq > answeredAt)
  return (since.length > 0 ? since : mails).slice(-mailsRead)
}

/** The requests of all of them; one that is made again counts where it was made last. */
export function requestsIn(words: readonly CustomerWords[]): Request[] {
  const all = words.flatMap(({ seq, text }) =>
    readRequests(text).map((request) => ({
      ...request,
      id: `${seq}:${request.id}`,
      key: request.kind === 'other' ? `${seq}:${request.id}` : request.id,
    })),
  )
  const newest = new Map(all.map((request) => [request.key, request.id]))
  const named = all.some(({ kind }) => kind !== 'general' && kind !== 'other')
  return all
    .filter(({ id, key, kind }) => newest.get(key) === id && !(named && kind === 'general'))
    .map(({ key: _, ...request }) => request)
}

/** The place of the last sent reply that did not only ask for something. */
function lastAnswer(timeline: readonly TimelineEntry[]): number {
  const templates = new Map(
    timeline
      .filter(({ kind }) => kind === 'draft-written' || kind === 'draft-edited')
      .map(({ content }) => [textOf(content?.draftId), textOf(content?.template)]),
  )
  const sent = timeline.findLast(({ kind, content }) => kind === 'sent' && !leavesOpen(templates.get(textOf(content?.draftId)) ?? ''))
  return sent?.seq ?? 0
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Entries that hold a customer's own words, written or taken down. */
const heard: ReadonlySet<string> = new Set(['mail-received', 'mail-attached', 'inquiry-noted', 'case-absorbed', 'case-split-off'])
