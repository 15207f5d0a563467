import { describe, expect, it } from 'vitest'
import type { TimelineEntry } from '../../../src/cases/case.ts'
import { timelineView } from '../../../src/channels/console/timeline-view.ts'

type Event = Pick<TimelineEntry, 'kind' | 'actor' | 'content'>

function said({ kind, actor, content }: Event): string {
  const [line] = timelineView([{ seq: 1, at: new Date(), kind, actor, content }], () => 'Casey Clerk', 'Ana Ruiz')
  return `${line?.who} ${line?.did}${line?.detail === null ? '' : `: ${line?.detail}`}`
}
const bounce = { recipient: 'ana@mail.example', reason: '550 5.1.1 unknown', status: '5.1.1', messageId: '<r@desk>', about: 'reply' }

describe('the timeline says', () => {
  it.each<[string, Event]>([
    [
      'Casey Clerk attached a mail: Uncle Bo · The pit · quarantined: it names no sender',
      {
        kind: 'mail-attached',
        actor: 'staff:1',
        content: {
          from: 'bo@mail.example',
          fromName: 'Uncle Bo',
          subject: 'The pit',
          newText: 'x',
          reason: 'quarantined: it names no sender',
        },
      },
    ],
    [
      'The desk found that somebody answered from a mail program: casey@city.example · ana@mail.example · Re: The pit',
      { kind: 'answered-outside', actor: 'desk', content: { from: 'casey@city.example', to: 'ana@mail.example', subject: 'Re: The pit' } },
    ],
    [
      'Casey Clerk had a mail read again: in the letters of iso-8859-2',
      { kind: 'mail-reread', actor: 'staff:1', content: { charset: 'iso-8859-2', newText: 'x' } },
    ],
    ['Casey Clerk had a mail read again', { kind: 'mail-reread', actor: 'staff:1', content: { charset: '', newText: 'x' } }],
    [
      'The desk got the mail back as undeliverable: ana@mail.example · 550 5.1.1 unknown',
      { kind: 'bounced', actor: 'desk', content: { ...bounce, sure: 'proven' } },
    ],
    [
      'The desk got the mail back as undeliverable: ana@mail.example · 550 5.1.1 unknown · a guess: nothing says which mail it is about',
      { kind: 'bounced', actor: 'desk', content: { ...bounce, sure: 'guess' } },
    ],
    [
      'The desk heard that the mail arrived: ana@mail.example',
      { kind: 'delivered', actor: 'desk', content: { ...bounce, reason: null, sure: 'proven' } },
    ],
    ['Casey Clerk noted: destroyed by order', { kind: 'note', actor: 'staff:1', content: null }],
  ])('%s', (line, event) => expect(said(event)).toBe(line))
})
