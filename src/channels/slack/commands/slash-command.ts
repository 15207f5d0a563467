// A slash command and its subcommands: what is typed, what it does, who answers. Every answer is private to the person who asked.
import type { StaffMember } from '../../../staff/staff-member.ts'
import type { DeskNeeded } from '../slack-needs.ts'
import type { Said, SlackRoom } from '../slack-room.ts'

export type CommandRoom = SlackRoom & { desk: DeskNeeded }

export type Asked = { room: CommandRoom; member: StaffMember; words: string }

export type Subcommand = {
  /** The first is shown; the others are understood, too. */
  names: readonly [string, ...string[]]
  /** What follows the name, such as `123 the reason`. */
  usage: string
  does: string
  run(asked: Asked): Promise<Said>
}

export type SlashCommand = {
  command: `/${string}`
  description: string
  usageHint: string
  subcommands: readonly Subcommand[]
  /** What is typed without any of the names; undefined: not understood. */
  otherwise?(asked: Asked): Promise<Said | 'not-understood'>
}

/** `Take 123` → the subcommand `take` with the words `123`; small words and capitals are forgiven. */
export function readTyped(
  { subcommands }: SlashCommand,
  typed: string,
): { subcommand: Subcommand; words: string } | { help: boolean; words: string } {
  const words = typed.trim().replace(/\s+/g, ' ')
  const [first = ''] = words.split(' ')
  if (words === '' || /^(?:help|\?)$/i.test(words)) return { help: true, words }
  const subcommand = subcommands.find(({ names }) => names.includes(first.toLowerCase()))
  return subcommand ? { subcommand, words: words.slice(first.length).trim() } : { help: false, words }
}
