// What every handler in this channel works with, and how it meets a person: acknowledge first, then find out who asks, then do
// the work, then say in plain words what came of it. A fault is logged and admitted; it never leaves the handler.
import type { App, types, webApi } from '@slack/bolt'
import type { CaseRecord } from '../../cases/case.ts'
import type { Log } from '../../platform/log.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { Card } from './approval-card.ts'
import { words } from './block-pieces.ts'
import { slackRefusal } from './call-slack.ts'
import { type CardButton, readButton } from './card-button.ts'
import type { Cards } from './cards.ts'
import type { Once } from './once.ts'
import { type Asker, type Press, readPress } from './read-payload.ts'
import type { ApprovalsNeeded, CasesNeeded, RepliesNeeded, StaffNeeded } from './slack-needs.ts'
import { whoAsks } from './who-asks.ts'

export type SlackRoom = {
  app: App
  staff: StaffNeeded
  cases: CasesNeeded
  approvals: ApprovalsNeeded
  replies: RepliesNeeded
  cards: Cards
  once: Once
  log: Log
  officeName: string
  caseUrl(record: CaseRecord): string
  /** Of the desk's token: its id and its address, `https://office.slack.com/`. Throws while Slack cannot say. */
  workspace(): Promise<{ id: string; url: string }>
}

/** What a handler wants the person to see; undefined: nothing, the card says it. Our own mrkdwn. */
export type Said = string | Card | undefined

export type ButtonPress = { press: Press; button: CardButton; member: StaffMember; api: webApi.WebClient }

/** Works a button of the card. */
export function onButton(room: SlackRoom, actionId: string, work: (pressed: ButtonPress) => Promise<Said>): void {
  room.app.action(actionId, async ({ ack, body, respond, client: api }) => {
    await ack()
    const press = readPress(body)
    const button = readButton(press?.value)
    if (!press || !button) return room.log.warn({ actionId }, 'slack sent a button that is not ours')
    await room.once.run(press.triggerId, () =>
      tell(room, respond, () =>
        forMember(room, press.asker, async (member) => {
          await room.cards.adopt(button.approvalId, press)
          return work({ press, button, member, api })
        }),
      ),
    )
  })
}

type Respond = (message: {
  response_type: 'ephemeral'
  replace_original: false
  text: string
  blocks: types.KnownBlock[]
}) => Promise<unknown>

/** Says privately what `work` came to. */
export async function tell(room: SlackRoom, respond: Respond, work: () => Promise<Said>): Promise<void> {
  try {
    const said = await settled(room, work)
    if (said === undefined) return
    const card = typeof said === 'string' ? { text: said, blocks: [words(said)] } : said
    await respond({ response_type: 'ephemeral', replace_original: false, ...card })
  } catch (err) {
    room.log.warn({ err }, 'slack could not be told')
  }
}

/** `work` for a linked, active member of our own workspace; one polite sentence for everybody else. */
export async function forMember<T>(room: SlackRoom, asker: Asker, work: (member: StaffMember) => Promise<T>): Promise<T | string> {
  const who = await whoAsks(asker, { staff: room.staff, ourTeam: (await room.workspace()).id, officeName: room.officeName })
  return who.known ? work(who.member) : who.words
}

async function settled(room: SlackRoom, work: () => Promise<Said>): Promise<Said> {
  try {
    return await work()
  } catch (err) {
    room.log.error({ err }, 'slack request failed')
    return slackRefusal(err) === 'expired_trigger_id'
      ? 'Slack closed the window before it could open. Please press the button again.'
      : failedWords
  }
}

export const failedWords =
  'That did not work, and the fault is on our side; nothing was decided by it. Please try again in a moment, or use the console.'
