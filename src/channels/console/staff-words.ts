// Changes about people and their refusals in the office's words.
import type { Outcome, PeopleRefusal, StaffChange } from '../../access/access.ts'
import { roleWords } from './office-words.ts'

export function peopleRefusalWords(refusal: PeopleRefusal): string {
  switch (refusal.kind) {
    case 'not-authorised':
      return 'Your role does not change who works here.'
    case 'not-found':
      return 'There is no such person, invitation or request.'
    case 'no-change':
      return 'That is how it is already.'
    case 'own':
      return 'Nobody does this to himself; ask another administrator.'
    case 'own-draft':
      return 'Whoever asked for a change, or is concerned by it, does not confirm it.'
    case 'email-taken':
      return 'Somebody on the staff has this address already.'
    case 'asked-already':
      return 'This was asked for already and waits for a decision.'
    case 'last-administrator':
      return 'Nobody would be left who manages the staff.'
    case 'stale':
      return {
        'already-decided': 'It was decided already.',
        'content-changed': 'It does not fit any more.',
        expired: 'It waited too long; ask anew.',
      }[refusal.reason]
    default:
      return 'This cannot be decided here.'
  }
}

export function outcomeWords(outcome: Outcome): string {
  return {
    done: 'Done.',
    waits: 'Another administrator has to confirm it. It stands below until then.',
    alone: 'Done. Nobody else could confirm it, so it stands as an alarm.',
  }[outcome]
}

export function changeWords({ kind, fromRole, toRole }: StaffChange): string {
  if (kind === 'second-factor') return 'Reset of the second factor'
  const to = toRole ? roleWords[toRole] : ''
  return kind === 'invitation' ? `Invitation as ${to}` : `Role: ${fromRole ? roleWords[fromRole] : ''} → ${to}`
}
