// What a copy of the card says once it can no longer be used: who decided what, and where to go on.
import type { ApprovalRecord } from '../../approvals/approval.ts'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { Card } from './approval-card.ts'
import { heading, link, small, words } from './block-pieces.ts'
import { moment, quoted } from './plain-words.ts'

export type DecidedSubject = {
  case: CaseRecord
  approval: ApprovalRecord
  caseUrl: string
  /** undefined when nobody decided: the request was voided, or it expired. */
  decidedBy: string | undefined
  now: Date
}

/** For an approval that is decided, voided or expired. */
export function decidedCard(subject: DecidedSubject): Card {
  const { case: record, caseUrl } = subject
  const { headline, line } = outcome(subject)
  return {
    text: `${caseName(record)}: ${headline}`,
    blocks: [
      heading(`${caseName(record)}: ${headline}`),
      words(line),
      small(`${link(caseUrl, `${caseName(record)} in the console`)} ${quoted(record.subject, 200)}`),
    ],
  }
}

function outcome({ approval, decidedBy, now }: DecidedSubject): { headline: string; line: string } {
  const by = quoted(decidedBy ?? 'somebody', 100)
  const when = approval.decidedAt ? ` ${moment(approval.decidedAt)}` : ''
  const reason = approval.reason ? `: ${quoted(approval.reason, 1000)}` : '.'
  switch (approval.status) {
    case 'approved':
      return { headline: 'approved', line: `*Approved* by ${by}${when}.` }
    case 'returned':
      return { headline: 'returned', line: `*Returned* by ${by}${when}${reason}` }
    case 'voided':
      return {
        headline: 'no longer asked',
        line: `*This version no longer counts*${when}: ${voidedWords(approval.reason)} The console shows where the case stands.`,
      }
    case 'pending':
      return approval.expiresAt <= now
        ? { headline: 'expired', line: '*Nobody decided in time.* The case needs a fresh draft; make one in the console.' }
        : { headline: 'waits for a decision', line: 'Decide in the console.' }
  }
}

/** The desk's own reasons for ending a request, in words. */
function voidedWords(reason: string | null): string {
  switch (reason) {
    case 'edited':
      return 'it was edited, and the new version has a card of its own.'
    case 'redrafted':
      return 'a fresh draft took its place.'
    case 'recalled':
      return 'it was called back before it left.'
    case 'new-mail':
      return 'the customer wrote again.'
    case 'facts-changed':
      return 'a fact it states has changed.'
    default:
      return reason ? `${quoted(reason, 300)}.` : 'the desk ended it.'
  }
}
