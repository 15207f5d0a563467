// The office that people run, with its people linked to users of a Slack of our own.
import { keepMails, openConsoleDesk } from './console-desk.ts'
import { assignmentOf, openSampleDesk, until } from './sample-desk.ts'
import { slackAccess, startSlackDouble } from './slack-double.ts'

export const usersInSlack = { clerk: { id: 'U0CASEY' }, supervisor: { id: 'U0SAM' }, administrator: { id: 'U0ALEX' } } as const

export async function openSampleDeskInSlack(mode: 'socket' | 'http') {
  const slack = await startSlackDouble()
  const { botToken, appToken, signingSecret, channel } = slackAccess
  const settings = { botToken, appToken, signingSecret, approvalsChannel: channel, mode, apiUrl: slack.apiUrl }
  const sample = await openSampleDesk({ slack: settings, parts: { transport: keepMails() }, rules: { assignment: assignmentOf(false) } })
  const { staff, db } = sample.office
  await db.inTransaction(async (tx) => {
    for (const role of ['clerk', 'supervisor', 'administrator'] as const)
      await staff.linkSlack(tx, { email: sample[role].email, slackUserId: usersInSlack[role].id }, 'desk')
  })
  const desk = await openConsoleDesk(sample.office)
  if (mode === 'http') slack.callsTheDeskAt(`${desk.origin}/slack/events`)
  else await until(async () => slack.connections().open === 1, 'the socket')
  return {
    slack,
    sample,
    desk,
    async close() {
      await desk.stop()
      await sample.close()
      await slack.close()
    },
  }
}

export type SampleDeskInSlack = Awaited<ReturnType<typeof openSampleDeskInSlack>>
