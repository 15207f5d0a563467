// Whose turn a case is at each moment, told from its timeline alone.
import type { TimelineEntry, TimelineKind } from '../case.ts'

/** nobody: nothing is owed for now: the case was answered, resolved, closed or merged into another. */
export type Holder = 'us' | 'supervisor' | 'customer' | 'field' | 'nobody'

export type Turn = { at: number; holder: Holder; entry: Event }

/** What the clocks read of an entry. Content may have been destroyed: what is then missing changes no turn but where said. */
export type Event = Pick<TimelineEntry, 'kind' | 'at' | 'content'>

/** One turn an entry that passes the case on; entries that leave it where it is have none. */
export function turnsOf(timeline: readonly Event[]): Turn[] {
  const turns: Turn[] = []
  for (const entry of timeline) {
    const before = turns.at(-1)?.holder
    const holder = passesTo(entry, before)
    if (holder !== undefined && holder !== before) turns.push({ at: entry.at.getTime(), holder, entry })
  }
  return turns
}

const passes: Partial<Record<TimelineKind, Holder>> = {
  'case-opened': 'us',
  'inquiry-noted': 'us',
  'draft-returned': 'us',
  'draft-held': 'us',
  'draft-missing': 'us',
  recalled: 'us',
  approved: 'us',
  'send-failed': 'us',
  sent: 'nobody',
  'case-reopened': 'us',
  'waits-for-customer': 'customer',
  'waits-for-field': 'field',
  'wait-over': 'us',
  'case-resolved': 'nobody',
  'case-closed': 'nobody',
  'case-merged': 'nobody',
  'merge-undone': 'us',
}

function passesTo({ kind, content }: Event, before: Holder | undefined): Holder | undefined {
  if (kind === 'draft-written' || kind === 'draft-edited') return content?.asks === false ? 'us' : 'supervisor'
  if (kind === 'mail-received' || kind === 'mail-attached') return before === undefined ? undefined : afterMail(before)
  return passes[kind]
}

/** A customer's word is ours to answer, whatever was waited for; one that comes while a draft waits leaves that to be held. */
function afterMail(before: Holder): Holder {
  return before === 'supervisor' ? 'supervisor' : 'us'
}
