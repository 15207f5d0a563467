// What a template would say in a case, from the records as they are now. Nothing is kept.
import { type CaseRecord, languageOfReply } from '../cases/case.ts'
import type { Topic } from '../rulebook/topics.ts'
import { toWrite } from './asked/to-write.ts'
import { bindClaims } from './bind-claims.ts'
import type { Unborne } from './draft.ts'
import { gatherFacts } from './gather-facts.ts'
import type { RepliesParts } from './replies-parts.ts'
import { type Written, writeReply } from './write-draft.ts'

/** Left out: the case's own. */
export type PreviewAsked = { topic?: Topic; language?: 'en' | 'es' }
export type Preview = Pick<Written, 'template' | 'text' | 'needsWords'> & { unsupported: Unborne[] }

export function previewReply(record: CaseRecord, { topic, language }: PreviewAsked, parts: RepliesParts): Promise<Preview> {
  return parts.db.inTransaction(async (tx) => {
    const asked = { ...record, topic: topic ?? record.topic, replyLanguage: language ?? record.replyLanguage }
    const gathered = await gatherFacts(tx, asked, parts.clock.now(), parts)
    const { template, text, needsWords } = writeReply(gathered, parts.templates, languageOfReply(asked))
    const { unsupported } = bindClaims(text.replace(toWrite, ''), gathered.facts, { vouched: [], promises: [] })
    return { template, text, needsWords, unsupported }
  })
}
