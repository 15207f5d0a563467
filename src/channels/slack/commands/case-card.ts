// Answers to /case: one case, one's own cases, the help. Seen only by the person who asked.
import { type CaseRecord, type CaseStatus, caseName } from '../../../cases/case.ts'
import type { DraftView } from '../../../replies/draft.ts'
import type { Card } from '../approval-card.ts'
import { heading, link, linkButton, listing, small, words } from '../block-pieces.ts'
import { maskAddress, moment, quoted } from '../plain-words.ts'

const statusWords: Record<CaseStatus, string> = {
  new: 'new: the desk is drafting',
  open: 'open: somebody must act',
  'waiting-for-customer': 'waits for the customer',
  'waiting-for-field': 'waits for the field crew',
  'waiting-for-supervisor': 'a draft waits for its decision',
  approved: 'approved: the answer is on its way out',
  answered: 'answered',
  resolved: 'resolved',
  closed: 'closed',
  merged: 'merged into another case',
}

export type CaseSubject = { case: CaseRecord; view: DraftView | undefined; assignee: string | undefined; caseUrl: string }

export function caseCard({ case: record, view, assignee, caseUrl }: CaseSubject): Card {
  const name = caseName(record)
  const customer = `${quoted(record.customerName ?? 'no name given', 100)}${record.customerAddress ? ` (${quoted(maskAddress(record.customerAddress), 200)})` : ''}`
  return {
    text: name,
    blocks: [
      heading(name),
      words(
        [
          `*${quoted(record.subject, 300)}*`,
          `*Status* ${statusWords[record.status]}`,
          `*Topic* ${record.topic}: ${quoted(record.topicReason, 300)}`,
          `*Customer* ${customer}`,
          ...(record.accountNumber
            ? [
                `*Account* ${quoted(record.accountNumber, 60)}${record.accountBasis === 'suggested' ? ' (from the text only, unproven)' : ''}`,
              ]
            : []),
          `*With* ${assignee === undefined ? 'nobody yet' : quoted(assignee, 100)}`,
          `*Draft* ${draftWords(view)}`,
        ].join('\n'),
      ),
      { type: 'actions', elements: [linkButton(caseUrl, 'Open in the console')] },
      small(`Opened ${moment(record.openedAt)}, last changed ${moment(record.updatedAt)}.`),
    ],
  }
}

function draftWords(view: DraftView | undefined): string {
  if (!view) return 'none yet'
  const { draft } = view
  if (draft.status === 'returned') return `version ${draft.version}, returned: ${quoted(draft.note ?? 'no reason given', 300)}`
  if (draft.status === 'held')
    return `version ${draft.version}, held because ${draft.hold?.why === 'new-mail' ? 'the customer wrote again' : 'a fact it states has changed'}`
  return `version ${draft.version}, ${draft.status}`
}

export type ListSubject = { title: string; empty: string; cases: readonly CaseRecord[]; more: boolean; urlOf(record: CaseRecord): string }

export function casesCard({ title, empty, cases, more, urlOf }: ListSubject): Card {
  if (cases.length === 0) return { text: empty, blocks: [words(empty)] }
  const lines = cases
    .slice(0, casesListed)
    .map((record) => `• ${link(urlOf(record), caseName(record))} ${statusWords[record.status]}: ${quoted(record.subject, 60)}`)
  return {
    text: title,
    blocks: [heading(title), listing(lines), ...(more || cases.length > casesListed ? [small('There are more in the console.')] : [])],
  }
}

/** So many lines, with addresses of any sensible length, stay within one section. */
export const casesListed = 10
