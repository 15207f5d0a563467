// The card on which a supervisor decides: what is asked, what nobody but a person vouches for, the draft word for word, and
// the records it rests on. Whoever cannot read the whole draft here is sent to the console and cannot approve here.
import type { types } from '@slack/bolt'
import type { ApprovalRecord } from '../../approvals/approval.ts'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { Draft } from '../../replies/draft.ts'
import { cardShares, slackLimits } from './block-limits.ts'
import { type Block, charactersIn, heading, link, linkButton, plain, small, verbatimText, words } from './block-pieces.ts'
import { buttonIds, writeButton } from './card-button.ts'
import { partsForEditing, textForCard } from './draft-parts.ts'
import { evidenceLines, unsupportedLines } from './evidence-lines.ts'
import { holdsNumbers } from './hide-numbers.ts'
import { maskAddress, moment, quoted } from './plain-words.ts'

export type CardSubject = {
  case: CaseRecord
  draft: Draft
  approval: ApprovalRecord
  caseUrl: string
  /** Names of the staff members that the draft mentions by id. */
  names: ReadonlyMap<string, string>
}

export type Card = { text: string; blocks: Block[] }

export function approvalCard(subject: CardSubject): Card {
  const { case: record, draft, approval } = subject
  const { sections, whole: isWhole, hidden } = textForCard(draft.text)
  const whole = isWhole && !holdsNumbers(draft.subject)
  const unsupported = unsupportedLines(draft, subject.names, cardShares.vouched)
  const before: Block[] = [
    heading(`${caseName(record)} waits for a decision`),
    words(aboutLines(subject).join('\n')),
    ...(unsupported.length > 0 ? [words(['*Look at these first*', ...unsupported].join('\n'))] : []),
    { type: 'divider' },
    words([...recipientLines(subject), `*Subject* ${quoted(draft.subject, 300)}`].join('\n')),
    ...sections.map(verbatimText),
    ...(draft.enclosures.length > 0
      ? [words(`*Enclosed* ${enclosedNames(draft)}. ${link(subject.caseUrl, 'Look at it in the console')}.`)]
      : []),
    ...(whole
      ? []
      : [
          words(
            hidden || isWhole
              ? `*A card or social-security number is hidden here.* ${link(subject.caseUrl, 'Read the whole draft in the console')}: it is approved and edited there.`
              : `*The draft goes on.* ${link(subject.caseUrl, 'Read the whole draft in the console')}: it is too long for Slack, so it is approved and edited there.`,
          ),
        ]),
    { type: 'divider' },
  ]
  const after: Block[] = [
    { type: 'actions', block_id: 'decision', elements: buttons(subject, whole) },
    small(
      `Version ${draft.version}, written by ${authorOf(subject)}. Asked ${moment(approval.requestedAt)}, open until ${moment(approval.expiresAt)}.`,
    ),
  ]
  return {
    // The notification's text: our own words only.
    text: `${caseName(record)}: an answer waits for a decision`,
    blocks: [...before, evidence(draft, slackLimits.messageText - charactersIn([...before, ...after])), ...after],
  }
}

function enclosedNames({ enclosures }: Draft): string {
  return quoted(enclosures.map(({ name }) => name).join(', '), 600)
}

/** The facts get what the rest of the card leaves of the message: their records stand in the console as well. */
function evidence(draft: Draft, roomLeft: number): Block {
  const title = '*What it rests on*'
  return words([title, ...evidenceLines(draft, Math.min(cardShares.facts, roomLeft - title.length))].join('\n'))
}

function recipientLines({ case: record, draft }: CardSubject): string[] {
  const to = `*To* ${quoted(record.customerName ?? 'the customer', 100)} (${quoted(maskAddress(draft.recipient), 200)})`
  const masked = (addresses: readonly string[]) => quoted(addresses.map(maskAddress).join(', '), 200)
  const dropped = draft.dropped.map(({ address }) => address)
  return [
    to,
    ...(draft.cc.length > 0 ? [`*Copy to* ${masked(draft.cc)}, on file for the account`] : []),
    ...(dropped.length > 0 ? [`*Not to* ${masked(dropped)}, not established`] : []),
  ]
}

function aboutLines({ case: record, caseUrl }: CardSubject): string[] {
  const account =
    record.accountNumber &&
    `*Account* ${quoted(record.accountNumber, 60)}${record.accountBasis === 'suggested' ? ' (from the text only, unproven)' : ''}`
  return [
    `${link(caseUrl, caseName(record))} *${quoted(record.subject, 200)}*`,
    `*Topic* ${record.topic}: ${quoted(record.topicReason, 300)}`,
    `*Customer* ${quoted(record.customerName ?? 'no name given', 100)}${record.entitled ? '' : ' (not established as entitled to account facts)'}`,
    ...(account ? [account] : []),
  ]
}

function authorOf({ draft, names }: CardSubject): string {
  const author = draft.authorIds.at(-1)
  return author === undefined ? 'the desk' : quoted(names.get(author) ?? 'a staff member', 100)
}

function buttons({ case: record, draft, approval, caseUrl }: CardSubject, whole: boolean): types.Button[] {
  const value = writeButton({ approvalId: approval.id, draftId: draft.id, contentHash: draft.contentHash })
  const button = (action_id: string, label: string): types.Button => ({
    type: 'button',
    action_id,
    value,
    text: plain(label, slackLimits.buttonText),
  })
  const approve: types.Button = {
    ...button(buttonIds.approve, 'Approve'),
    style: 'primary',
    confirm: {
      title: plain('Send this answer?', slackLimits.confirmTitle),
      text: plain(
        `The answer in ${caseName(record)} goes to ${[draft.recipient, ...draft.cc].map(maskAddress).join(', ')}, approved in your name.`,
        slackLimits.confirmText,
      ),
      confirm: plain('Approve', slackLimits.confirmButton),
      deny: plain('Not yet', slackLimits.confirmButton),
    },
  }
  const editable = whole && partsForEditing(draft.text) !== undefined
  return [
    ...(whole ? [approve] : []),
    ...(editable ? [button(buttonIds.edit, 'Edit')] : []),
    button(buttonIds.giveBack, 'Return'),
    linkButton(caseUrl, whole ? 'Open in the console' : 'Read the whole draft'),
  ]
}
