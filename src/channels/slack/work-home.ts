// The app's home: drawn anew whenever somebody opens it, for who he is at the desk.
import type { webApi } from '@slack/bolt'
import type { CaseStatus } from '../../cases/case.ts'
import { dayOf } from '../../kernel/days.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { callForm } from './call-form.ts'
import type { CommandRoom } from './commands/slash-command.ts'
import { type HomeShown, homeButtons, homeView, strangersHome } from './home-view.ts'
import { readHomeOpened, readShortcut } from './read-payload.ts'
import { forMember } from './slack-room.ts'
import { opens } from './work-shortcuts.ts'

export function workHome(room: CommandRoom): void {
  room.app.event('app_home_opened', async ({ body, client: api }) => {
    const opened = readHomeOpened(body)
    if (opened?.tab !== 'home') return
    await room.once.run(opened.eventId, () => draw(room, api, opened))
  })
  room.app.action(homeButtons.logCall, async ({ ack, body, client: api }) => {
    await ack()
    const pressed = readShortcut(body)
    if (!pressed) return room.log.warn('slack sent a button that is not ours')
    await room.once.run(pressed.triggerId, () => opens(room, api, pressed, async () => callForm()))
  })
}

type Opened = NonNullable<ReturnType<typeof readHomeOpened>>

async function draw(room: CommandRoom, api: webApi.WebClient, { asker }: Opened): Promise<void> {
  try {
    const shown = await forMember(room, asker, (member) => homeOf(room, member))
    await api.views.publish({ user_id: asker.userId, view: typeof shown === 'string' ? strangersHome(shown) : homeView(shown) })
  } catch (err) {
    room.log.warn({ err }, 'the home in slack could not be drawn')
  }
}

const needsPeople: readonly CaseStatus[] = ['open', 'waiting-for-supervisor', 'new', 'waiting-for-customer', 'waiting-for-field']
const shownMost = 20
const aDayMilliseconds = 24 * 3_600_000

async function homeOf(room: CommandRoom, member: StaffMember): Promise<HomeShown> {
  const { desk, cases, replies } = room
  const today = dayOf(desk.clock.now(), desk.timeZone)
  const decides = member.role === 'supervisor'
  const [people, mine, waiting, promises, unassigned, due] = await Promise.all([
    desk.rosters.now(),
    cases.queue({ assigneeId: member.id, statuses: needsPeople, limit: shownMost }),
    decides ? replies.waiting() : [],
    desk.promises.open({ ownerId: member.id, limit: shownMost }),
    decides ? desk.duty.unassigned() : [],
    decides ? cases.queue({ dueBefore: new Date(desk.clock.now().getTime() + aDayMilliseconds), limit: shownMost }) : null,
  ])
  const promised = await Promise.all(promises.map(async (promise) => ({ promise, case: await cases.byId(promise.caseId) })))
  return {
    name: member.name,
    atWork: people.some((one) => one.member.id === member.id && one.presence.atWork),
    mine: [...mine.cases].sort((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity)),
    more: mine.more,
    // Nobody decides on what he wrote himself.
    waiting: decides ? waiting.filter(({ view }) => !view.draft.authorIds.includes(member.id)).map((one) => one.case) : null,
    promises: promised.flatMap(({ promise, case: record }) => (record ? [{ promise, case: record, late: promise.dueOn < today }] : [])),
    office: due && {
      atWork: people.filter(({ presence }) => presence.atWork).length,
      unassigned: unassigned.length,
      dueInADay: due.cases.length,
    },
    urlOf: room.caseUrl,
    consoleUrl: desk.consoleUrl,
  }
}
