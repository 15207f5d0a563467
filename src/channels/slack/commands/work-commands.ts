// Works the slash commands: acknowledged at once, answered privately, once for each time somebody typed.

import type { Card } from '../approval-card.ts'
import { listing, words } from '../block-pieces.ts'
import { quoted, unescapeSlack } from '../plain-words.ts'
import { readCommand } from '../read-payload.ts'
import { forMember, type Said, tell } from '../slack-room.ts'
import { accountCommand } from './account-command.ts'
import { billCommand } from './bill-command.ts'
import { caseCommand } from './case-command.ts'
import { deskCommand } from './desk-command.ts'
import { draftCommand } from './draft-command.ts'
import { officeCommand } from './office-command.ts'
import { policyCommand } from './policy-command.ts'
import { type Asked, type CommandRoom, readTyped, type SlashCommand } from './slash-command.ts'

export const slashCommands: readonly SlashCommand[] = [
  caseCommand,
  accountCommand,
  billCommand,
  draftCommand,
  policyCommand,
  officeCommand,
  deskCommand,
]

export function workCommands(room: CommandRoom): void {
  for (const slash of slashCommands)
    room.app.command(slash.command, async ({ ack, body, respond }) => {
      await ack()
      const typed = readCommand(body)
      if (!typed) return room.log.warn('slack sent a command that cannot be read')
      await room.once.run(typed.triggerId, () =>
        tell(room, respond, () =>
          forMember(room, typed.asker, (member) => answer(slash, { room, member, words: unescapeSlack(typed.text) })),
        ),
      )
    })
}

async function answer(slash: SlashCommand, asked: Asked): Promise<Said> {
  const typed = readTyped(slash, asked.words)
  if ('subcommand' in typed) return typed.subcommand.run({ ...asked, words: typed.words })
  if (typed.help && slash.subcommands.length > 0) return helpCard(slash, asked.room.officeName)
  const said = await slash.otherwise?.({ ...asked, words: typed.words })
  if (said !== undefined && said !== 'not-understood') return said
  if (said === undefined && slash.otherwise) return undefined
  return `I did not understand “${quoted(typed.words, 60)}”. Try *${slash.command} help*.`
}

export function helpCard({ command, subcommands, usageHint }: SlashCommand, officeName: string): Card {
  const lines = subcommands.map(({ names: [name], usage, does }) => `*${command} ${name}${usage === '' ? '' : ` ${usage}`}*  ${does}`)
  return {
    text: 'What you can ask',
    blocks: [
      listing(lines.length === 0 ? [`*${command} ${usageHint}*`] : lines),
      words(`The escalation desk of ${quoted(officeName, 100)}. Only you see these answers.`),
    ],
  }
}
