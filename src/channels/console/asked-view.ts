// What the customer asks for, and what the desk takes his case to be about, as the case page shows both beside the draft.
import type { AccountHistory } from '../../accounts/account-history.ts'
import { type CaseRecord, type Disputed, languageOfReply, replyLanguages } from '../../cases/case.ts'
import type { Suggested } from '../../cases/suggested-topic.ts'
import { formatCents } from '../../kernel/money.ts'
import { openRequests, type RequestState } from '../../replies/asked/answered.ts'
import type { Draft } from '../../replies/draft.ts'
import type { AccountAsked } from '../../replies/replies.ts'
import { topics } from '../../rulebook/topics.ts'
import type { Names } from './draft-view.ts'
import { dayWords, languageName, topicWords, urgencyWords } from './office-words.ts'

const stateWords: Record<RequestState, string> = {
  answered: 'Answered',
  deferred: 'Deferred',
  'not-answered': 'Not answered',
}

const decidable: ReadonlySet<Draft['status']> = new Set(['in-review', 'returned', 'held'])

export function askedView(draft: Draft | undefined, names: Names, mayWork: boolean) {
  if (!draft) return null
  return {
    draftId: draft.id,
    contentHash: draft.contentHash,
    open: openRequests(draft.asked).length,
    none: draft.asked.length === 0,
    requests: draft.asked.map(({ id, words, kind, accountNumber, state, dismissed }) => ({
      id,
      words,
      kind: kind.replaceAll('-', ' '),
      accountNumber,
      state: dismissed && state === 'not-answered' ? 'dismissed' : state,
      stateWords: dismissed && state === 'not-answered' ? 'Dismissed' : stateWords[state],
      dismissed: dismissed && state === 'not-answered' ? { name: names(dismissed.by), reason: dismissed.reason } : null,
      mayDismiss: mayWork && state === 'not-answered' && !dismissed && decidable.has(draft.status),
    })),
  }
}

const billsOffered = 60 // five years of monthly bills

type AboutParts = { mayWork: boolean; names: Names; accountsAsked: readonly AccountAsked[]; suggested: Suggested | null }

export function aboutView(
  record: CaseRecord,
  history: AccountHistory | undefined,
  { mayWork, names, accountsAsked, suggested }: AboutParts,
) {
  const { disputed } = record
  const bills = (history?.bills ?? []).slice(-billsOffered).reverse()
  const nameOf = (id: string) => {
    const bill = bills.find((candidate) => candidate.id === id)
    return bill ? `${dayWords(bill.issuedOn)}, ${formatCents(bill.totalCents)}` : id
  }
  const byPerson = disputed !== null && disputed.by !== 'desk'
  return {
    mayCorrect: mayWork && record.customerAddress !== null,
    suggested: suggested && {
      ...suggested,
      words: topicWords[suggested.topic],
      urgencyWords: urgencyWords[suggested.urgency]?.words ?? null,
    },
    bill: disputed?.billId ? nameOf(disputed.billId) : null,
    may: disputed?.kind === 'ambiguous' ? disputed.also.map(nameOf) : [],
    asks: disputed?.kind === 'ambiguous' || disputed?.kind === 'none-such',
    reason: disputed ? reasonWords(disputed, names) : null,
    topics: topics.map((id) => ({ id, words: topicWords[id], chosen: id === record.topic })),
    accountNumber: record.accountNumber ?? '',
    others: accountsAsked.filter(({ own }) => !own),
    hasBills: bills.length > 0,
    byPerson,
    bills: bills.map(({ id }) => ({ id, words: nameOf(id), chosen: byPerson && id === disputed.billId })),
    languages: replyLanguages.map((id) => ({ id, words: languageName(id), chosen: id === languageOfReply(record) })),
  }
}

function reasonWords({ reason, by }: Disputed, names: Names): string {
  return by === 'desk' ? reason : `${reason.replace(/, chosen by .*$/u, '')}, chosen by ${names(by)}`
}
