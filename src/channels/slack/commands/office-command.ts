// /office: who is at work, what each has, and what is at risk.
import { caseName } from '../../../cases/case.ts'
import { heading, link, listing, small, words } from '../block-pieces.ts'
import { quoted } from '../plain-words.ts'
import type { Said } from '../slack-room.ts'
import type { Asked, SlashCommand } from './slash-command.ts'

const casesShown = 10

export const officeCommand: SlashCommand = {
  command: '/office',
  description: 'Who is at work, what each has, and what is at risk',
  usageHint: '',
  subcommands: [],
  otherwise: office,
}

async function office({ room }: Asked): Promise<Said> {
  const { desk } = room
  const [people, loads, unassigned, risk] = await Promise.all([
    desk.rosters.now(),
    desk.duty.loads(),
    desk.duty.unassigned(),
    room.cases.queue({ dueBefore: new Date(desk.clock.now().getTime() + 24 * 3_600_000), limit: casesShown }),
  ])
  const loadOf = new Map(loads.map((load) => [load.assigneeId, load]))
  const working = people.filter(({ member }) => member.active && member.role !== 'administrator')
  const lines = working.map(({ member, presence }) => {
    const load = loadOf.get(member.id)
    const where = presence.atWork ? 'at work' : presence.absent ? 'absent' : 'not at work'
    return `• *${quoted(member.name, 80)}* (${member.role}), ${where}: ${load?.cases ?? 0} cases, ${load?.hard ?? 0} hard, ${load?.late ?? 0} overdue`
  })
  const nobody = unassigned.slice(0, casesShown).map((record) => link(room.caseUrl(record), caseName(record)))
  const due = risk.cases.map((record) => link(room.caseUrl(record), caseName(record)))
  return {
    text: 'The office today',
    blocks: [
      heading('The office today'),
      listing(lines.length === 0 ? ['Nobody works here yet.'] : lines),
      ...(nobody.length > 0 ? [words(`*With nobody* ${nobody.join(' ')}`)] : []),
      words(due.length > 0 ? `*Due within a day* ${due.join(' ')}${risk.more ? ' and more' : ''}` : 'Nothing falls due within a day.'),
      small(link(`${desk.consoleUrl}/office`, 'Shifts and absences')),
    ],
  }
}
