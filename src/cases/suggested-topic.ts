// What a language model took a mail to be about, where the rules were unsure: it stands beside the topic until a person decides, and
// changes nothing by itself.
import { z } from 'zod'
import { type Urgency, urgencies } from '../rulebook/kinds/triage.ts'
import { type Topic, topics } from '../rulebook/topics.ts'
import type { CaseRecord, TimelineEntry } from './case.ts'

export type Suggested = { topic: Topic; urgency: Urgency }

/** A port: the mail's words and who wrote them, so that he can be taken out; null where nobody has a suggestion. */
export type TopicSuggester = (asked: {
  caseId: string
  subject: string
  text: string
  names: readonly string[]
}) => Promise<(Suggested & { exchangeId: string }) | null>

const content = z.object({ topic: z.enum(topics), urgency: z.enum(urgencies) })

/** Null where none was made, where it says what the case says, and once a person has chosen. */
export function suggestedTopic(record: Pick<CaseRecord, 'topic' | 'urgency'>, timeline: readonly TimelineEntry[]): Suggested | null {
  const at = timeline.findLastIndex(({ kind }) => kind === 'topic-suggested')
  if (at === -1 || timeline.some(isChoice)) return null
  const suggested = content.safeParse(timeline[at]?.content)
  if (!suggested.success) return null
  const { topic, urgency } = suggested.data
  return topic === record.topic && urgency === record.urgency ? null : { topic, urgency }
}

/** Whether a suggestion is still to be asked for. */
export function wantsSuggestion(record: Pick<CaseRecord, 'hardReasons'>, timeline: readonly TimelineEntry[]): boolean {
  const hasOne = timeline.some((entry) => entry.kind === 'topic-suggested' || isChoice(entry))
  return record.hardReasons.includes('low-confidence') && !hasOne
}

function isChoice({ kind, content: told }: TimelineEntry): boolean {
  return kind === 'corrected' && (told?.what === 'topic' || told?.what === 'urgency')
}
