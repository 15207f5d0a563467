// /case: what staff may ask for without leaving the channel. Every answer is private.

import type { StaffMember } from '../../staff/staff-member.ts'
import { caseCard, casesListed, helpCard, myCasesCard } from './case-card.ts'
import { readCaseCommand } from './read-command.ts'
import { readCommand } from './read-payload.ts'
import { forMember, type Said, type SlackRoom, tell } from './slack-room.ts'

export const caseCommand = '/case'
const casesRead = 50

export function workCaseCommand(room: SlackRoom): void {
  room.app.command(caseCommand, async ({ ack, body, respond }) => {
    await ack()
    const command = readCommand(body)
    if (!command) return room.log.warn('slack sent a command that cannot be read')
    await room.once.run(command.triggerId, () =>
      tell(room, respond, () => forMember(room, command.asker, (member) => answer(room, command.text, member))),
    )
  })
}

async function answer(room: SlackRoom, typed: string, member: StaffMember): Promise<Said> {
  const question = readCaseCommand(typed)
  switch (question.kind) {
    case 'help':
      return helpCard(caseCommand, room.officeName)
    case 'not-understood':
      return `That is not a case number. Try *${caseCommand} 123*, *${caseCommand} mine* or *${caseCommand} help*.`
    case 'mine': {
      const { cases, more } = await room.cases.queue({ assigneeId: member.id, limit: casesRead })
      const open = cases.filter((record) => record.status !== 'answered')
      return myCasesCard({ cases: open.slice(0, casesListed), more: more || open.length > casesListed, urlOf: room.caseUrl })
    }
    case 'case': {
      const record = await room.cases.byNumber(question.number)
      if (!record) return `There is no case ${question.number}.`
      const assignee = record.assigneeId ? (await room.staff.byId(record.assigneeId))?.name : undefined
      return caseCard({ case: record, view: await room.replies.view(record.id), assignee, caseUrl: room.caseUrl(record) })
    }
  }
}
