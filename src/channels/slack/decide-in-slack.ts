// Approving from the card. Whether this person may, and whether the draft still stands, is the desk's to say.
import type { CaseRecord } from '../../cases/case.ts'
import { unreachable } from '../../kernel/result.ts'
import { type AnyRefusal, refusalWords } from '../../replies/say-refusal.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { link } from './block-pieces.ts'
import { buttonIds } from './card-button.ts'
import { escapeSlack, moment } from './plain-words.ts'
import { type ButtonPress, onButton, type Said, type SlackRoom } from './slack-room.ts'

export function workApproveButton(room: SlackRoom): void {
  onButton(room, buttonIds.approve, (pressed) => approve(room, pressed))
  room.app.action(buttonIds.openConsole, ({ ack }) => ack()) // a link; Slack tells us of the press all the same
}

async function approve(room: SlackRoom, { button, member }: ButtonPress): Promise<Said> {
  const decided = await room.replies.approve({ draftId: button.draftId, contentHash: button.contentHash, by: member })
  if (decided.ok) {
    const { sendsAt } = decided.value
    if (sendsAt === null) return 'Approved. Somebody else decides now, too: this reply needs two.'
    return `Approved. The answer leaves ${moment(sendsAt)}; until then it can be recalled in the console.`
  }
  if (await standsAlready(room, button.approvalId, 'approved', member)) return undefined
  return refusalSaid(room, button.approvalId, decided.refusal)
}

/** True when this very decision was taken before by this very person: a repeated delivery, not a conflict. */
export async function standsAlready(
  { approvals }: SlackRoom,
  approvalId: string,
  status: 'approved' | 'returned',
  member: StaffMember,
): Promise<boolean> {
  const approval = await approvals.byId(approvalId)
  return approval?.status === status && approval.decidedBy === member.id
}

/** The desk's plain words for a refusal; a card that no longer shows what is so is brought up to date meanwhile. */
export function refusalSaid(room: SlackRoom, approvalId: string, refusal: AnyRefusal): string {
  if (outdated(refusal)) {
    // Not waited for: Slack may have asked for quiet, and the person is waiting for the words.
    room.cards.refresh(approvalId).catch((err: unknown) => room.log.warn({ err, approvalId }, 'stale card not updated'))
  }
  return escapeSlack(refusalWords(refusal))
}

function outdated(refusal: AnyRefusal): boolean {
  switch (refusal.kind) {
    case 'stale':
    case 'held':
    case 'not-found':
      return true
    case 'not-authorised':
    case 'own-draft':
    case 'not-routine':
    case 'decided-before':
    case 'over-limit':
    case 'empty':
    case 'too-long':
    case 'unsupported':
    case 'promise-refused':
    case 'reason-missing':
    case 'too-late':
    case 'no-address':
    case 'no-case':
    case 'not-answered':
    case 'language':
    case 'no-request':
    case 'no-change':
    case 'no-such-account':
    case 'no-such-bill':
      return false
    default:
      return unreachable(refusal)
  }
}

/** The draft behind a button while it can still be worked on, or the words that say why not. */
export async function openDraft(room: SlackRoom, { button }: ButtonPress) {
  const view = await room.replies.viewDraft(button.draftId)
  const open =
    view?.approval?.id === button.approvalId && view.approval.status === 'pending' && view.draft.contentHash === button.contentHash
  const record = open ? await room.cases.byId(view.draft.caseId) : undefined
  if (open && record) return { draft: view.draft, case: record }
  return refusalSaid(room, button.approvalId, {
    kind: 'stale',
    reason: view?.draft.contentHash === button.contentHash ? 'already-decided' : 'content-changed',
  })
}

export function inConsole(room: SlackRoom, record: CaseRecord): string {
  return link(room.caseUrl(record), 'in the console')
}
