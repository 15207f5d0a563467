// /desk: how the desk itself is, and what can be asked of it.
import { heading, listing, small } from '../block-pieces.ts'
import { quoted } from '../plain-words.ts'
import type { Said } from '../slack-room.ts'
import type { Asked, SlashCommand } from './slash-command.ts'

const alarmsShown = 5

export const deskCommand: SlashCommand = {
  command: '/desk',
  description: 'How the desk itself is: mailboxes, alarms, what waits',
  usageHint: 'health',
  subcommands: [{ names: ['health', 'status'], usage: '', does: 'mailboxes, alarms, mail that waits', run: health }],
  otherwise: async () => 'not-understood',
}

async function health({ room }: Asked): Promise<Said> {
  const { desk } = room
  const [mailboxes, alarms, outbound, failed] = await Promise.all([
    desk.health.mailboxes(),
    desk.health.openAlarms(),
    desk.health.outboundState(),
    desk.health.failedJobs(),
  ])
  const lines = [
    ...alarms.slice(0, alarmsShown).map(({ text, remedy }) => `• *Alarm* ${quoted(text, 200)} ${quoted(remedy, 200)}`),
    ...mailboxes.map(
      ({ name, state, problem }) => `• Mailbox *${quoted(name, 60)}* ${quoted(state, 40)}${problem ? `: ${quoted(problem, 200)}` : ''}`,
    ),
    `• Outgoing mail ${outbound.stopped ? '*is stopped*' : 'leaves'}`,
    `• Jobs that failed for good: ${failed}`,
  ]
  return {
    text: 'How the desk is',
    blocks: [
      heading('How the desk is'),
      listing(lines),
      ...(alarms.length > alarmsShown ? [small('There are more alarms in the console.')] : []),
    ],
  }
}
