// Refusals in plain English, the same in the console and in Slack.
import { formatCents } from '../kernel/money.ts'
import { unreachable } from '../kernel/result.ts'
import type { ModelRefusal } from '../model/model-refusal.ts'
import type { ApprovalNeed } from './approval-needs.ts'
import type { ApproveRefusal, ClaimKind, CorrectRefusal, DismissRefusal, EditRefusal, Unborne } from './draft.ts'

export type AnyRefusal =
  | ApproveRefusal
  | EditRefusal
  | DismissRefusal
  | CorrectRefusal
  | { kind: 'too-late' }
  | { kind: 'no-case' | 'no-address' }
  | { kind: 'reason-missing' }

/** Why a reply is more than routine. */
export const needWords: { [need: string]: string } = {
  'hard-case': 'it is a hard case',
  vouched: 'somebody vouches for a statement',
  promise: 'it promises something',
  amount: 'an amount is above the limit',
  'sensitive-topic': 'its topic is a sensitive one',
  'new-clerk': 'its author is new here',
} satisfies Record<ApprovalNeed, string>

export function refusalWords(refusal: AnyRefusal): string {
  switch (refusal.kind) {
    case 'not-found':
      return 'This draft is not there any more. Open the case again.'
    case 'not-authorised':
      return `A ${refusal.role} may not decide this. Ask a supervisor.`
    case 'own-draft':
      return 'You wrote figures of this draft yourself, so somebody else must approve it.'
    case 'not-routine':
      return `This reply needs a supervisor: ${refusal.needs.map((need) => needWords[need] ?? need).join(', ')}.`
    case 'decided-before':
      return 'You approved this reply already; somebody else decides now.'
    case 'over-limit':
      return `You may decide on amounts up to ${formatCents(refusal.limitCents)}. Ask somebody with a higher limit.`
    case 'stale':
      return staleWords[refusal.reason]
    case 'empty':
      return 'The reply has no answer in it yet: write one in place of the line in brackets.'
    case 'too-long':
      return `The reply is longer than ${refusal.limitCharacters.toLocaleString('en-US')} characters.`
    case 'unsupported':
      return unborneWords(refusal.claims)
    case 'promise-refused':
      return refusal.why === 'past'
        ? `A promise must be due today or later: “${refusal.text}”.`
        : `A promise needs an owner who works here and answers customers: “${refusal.text}”.`
    case 'held':
      return refusal.hold.why === 'new-mail'
        ? 'The customer has written again since this draft was made. Read the new mail, then write a fresh draft.'
        : `Facts in this draft have changed: ${refusal.hold.changes.map((change) => `${change.label} was ${change.was}, is ${change.is}`).join('; ')}. Write a fresh draft.`
    case 'language':
      return `Somebody wrote words of this reply in ${languageName(refusal.language)}, and who approves it must read that. An administrator writes down who does.`
    case 'not-answered':
      return `The reply does not answer ${refusal.requests.map(({ words }) => `“${shortened(words)}”`).join(', ')}. Answer it, or say why this reply need not.`
    case 'no-request':
      return 'This request is not in the draft any more. Open the case again.'
    case 'no-change':
      return 'That is what the case says already.'
    case 'no-such-account':
      return 'There is no account of this number in the records.'
    case 'no-such-bill':
      return 'The account has no such bill.'
    case 'too-late':
      return 'The reply has already begun to leave and cannot be called back.'
    case 'no-address':
      return 'The case has no address that could be answered.'
    case 'no-case':
      return 'There is no such case.'
    case 'reason-missing':
      return 'Say why, so that the next person knows what to change.'
    default:
      return unreachable(refusal)
  }
}

/** What is said where a language model was asked to put a draft in other words. */
export function rewriteRefusalWords(refusal: EditRefusal | ModelRefusal): string {
  switch (refusal.kind) {
    case 'model-off':
      return 'No language model is set up; see docs/model.md.'
    case 'model-text-too-long':
      return 'The draft is too long for the language model.'
    case 'model-budget':
      return `The language model has used up its ${refusal.spent} for today. The draft stands as it is.`
    case 'model-rests':
      return 'The language model failed several times running and is left alone for some minutes. The draft stands as it is.'
    case 'model-failed':
      return `The language model gave no answer: ${refusal.why}. The draft stands as it is.`
    case 'model-rejected':
      return `The language model’s answer was not used: ${refusal.why}. The draft stands as it is.`
    default:
      return refusalWords(refusal)
  }
}

function shortened(words: string): string {
  const line = words.replace(/\s+/g, ' ')
  return line.length > 120 ? `${line.slice(0, 120)}…` : line
}

/** The kinds apart, because each is mended in another way. */
function unborneWords(claims: readonly Unborne[]): string {
  const of = (kind: ClaimKind | 'figure') =>
    claims.filter((claim) => (kind === 'figure' ? !(claim.kind in spokenWords) : claim.kind === kind)).map(({ text }) => text)
  const figures = of('figure')
  const said = Object.entries(spokenWords).flatMap(([kind, words]) => {
    const texts = of(kind as ClaimKind)
    return texts.length === 0 ? [] : [`${words}: ${texts.map((text) => `“${text}”`).join(', ')}.`]
  })
  if (figures.length > 0) said.unshift(`No record bears these figures: ${figures.join(', ')}.`)
  return `${said.join(' ')} Correct or remove them, vouch for each with a reason, or record a promise.`
}

const spokenWords = {
  commitment: 'No promise on record says this',
  policy: 'No rule in force says this',
  comparison: 'The records do not show this',
}

const staleWords = {
  'content-changed': 'The draft has changed since you opened it. Read the newest version first.',
  'already-decided': 'Somebody has already decided this draft.',
  expired: 'This request has waited too long. Write a fresh draft.',
}

function languageName(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code
}
