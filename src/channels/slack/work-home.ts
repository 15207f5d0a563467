// The app's home: drawn anew whenever somebody opens it or presses a button there, for who he is at the desk.
import type { webApi } from '@slack/bolt'
import type { CaseRecord, CaseStatus } from '../../cases/case.ts'
import { caseName } from '../../cases/case.ts'
import { assignWords } from '../../cases/case-words.ts'
import { dayOf } from '../../kernel/days.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { link } from './block-pieces.ts'
import { callForm } from './call-form.ts'
import type { CommandRoom } from './commands/slash-command.ts'
import { writtenIn } from './form-fields.ts'
import { type HomeShown, homeButtons, homeView, readPromiseRef, strangersHome } from './home-view.ts'
import { messageUrl } from './message-words.ts'
import { quoted } from './plain-words.ts'
import { promiseField, promiseForm, promiseFormId, readPromiseOrigin } from './promise-form.ts'
import { type Asker, type HomePress, readHomeOpened, readHomePress } from './read-payload.ts'
import { failedWords, forMember } from './slack-room.ts'
import { type FormAnswer, onForm, type Submitted } from './work-form.ts'
import { opens } from './work-shortcuts.ts'

export function workHome(room: CommandRoom): void {
  room.app.event('app_home_opened', async ({ body, client: api }) => {
    const opened = readHomeOpened(body)
    if (opened?.tab !== 'home') return
    await room.once.run(opened.eventId, () => draw(room, api, opened.asker))
  })
  onPress(room, homeButtons.logCall, (pressed, api) => opens(room, api, pressed, async () => callForm()))
  onPress(room, homeButtons.again, ({ asker }, api) => draw(room, api, asker))
  onPress(room, homeButtons.take, ({ asker, value }, api) => draw(room, api, asker, (member) => take(room, member, value)))
  onPress(room, homeButtons.kept, ({ asker, value }, api) => draw(room, api, asker, (member) => kept(room, member, value)))
  onPress(room, homeButtons.broken, async (pressed, api) => {
    const ref = readPromiseRef(pressed.value)
    if (ref) await opens(room, api, pressed, async () => promiseForm({ ref }))
  })
  onForm(room, promiseFormId, readPromiseOrigin, (submitted) => broken(room, submitted))
}

function onPress(room: CommandRoom, actionId: string, work: (pressed: HomePress, api: webApi.WebClient) => Promise<void>): void {
  room.app.action(actionId, async ({ ack, body, client: api }) => {
    await ack()
    const pressed = readHomePress(body)
    if (!pressed) return room.log.warn({ actionId }, 'slack sent a button that is not ours')
    await room.once.run(pressed.triggerId, () => work(pressed, api))
  })
}

/** `act`: what is done first, and the words of what came of it. */
async function draw(
  room: CommandRoom,
  api: webApi.WebClient,
  asker: Asker,
  act?: (member: StaffMember) => Promise<string | undefined>,
): Promise<void> {
  const acted = async (member: StaffMember) => {
    try {
      return await act?.(member)
    } catch (err) {
      room.log.error({ err }, 'slack request failed')
      return failedWords
    }
  }
  try {
    const shown = await forMember(room, asker, async (member) => homeOf(room, member, await acted(member)))
    await api.views.publish({ user_id: asker.userId, view: typeof shown === 'string' ? strangersHome(shown) : homeView(shown) })
  } catch (err) {
    room.log.warn({ err }, 'the home in slack could not be drawn')
  }
}

async function take(room: CommandRoom, member: StaffMember, caseId: string): Promise<string> {
  const record = isUuid.test(caseId) ? await room.cases.byId(caseId) : undefined
  if (!record) return assignWords({ kind: 'no-case' })
  if (record.assigneeId !== null && record.assigneeId !== member.id) {
    const name = (await room.staff.byId(record.assigneeId))?.name ?? 'somebody else'
    return `Nothing changed: ${caseLink(room, record)} is with ${quoted(name, 100)} by now.`
  }
  const given = await room.desk.duty.assign({ caseId, to: member, by: member })
  if (given.ok || given.refusal.kind === 'has-it-already') return `${caseLink(room, record)} is yours.`
  return assignWords(given.refusal)
}

const isUuid = /^[0-9a-f-]{36}$/i

const settleWords = {
  'not-authorised': 'Your role does not work on cases.',
  'not-found': 'This promise is not here any more.',
  'settled-already': 'Somebody has settled this promise already.',
  'note-missing': 'Say why it was not kept.',
} as const

async function kept(room: CommandRoom, member: StaffMember, value: string): Promise<string> {
  const ref = readPromiseRef(value)
  if (!ref) return settleWords['not-found']
  const { promiseId: id, caseId } = ref
  const settled = await room.desk.promises.settle({ id, caseId, outcome: 'kept', note: '', by: member })
  return settled.ok ? 'The promise is kept.' : settleWords[settled.refusal.kind]
}

async function broken(
  room: CommandRoom,
  { origin, values, member, api }: Submitted<NonNullable<ReturnType<typeof readPromiseOrigin>>>,
): Promise<FormAnswer> {
  const note = writtenIn(values, promiseField).trim()
  const { promiseId: id, caseId } = origin
  const settled = await room.desk.promises.settle({ id, caseId, outcome: 'broken', note, by: member })
  if (!settled.ok && settled.refusal.kind === 'note-missing') {
    const problem = settleWords['note-missing']
    return { kind: 'refused', errors: { [promiseField]: problem }, form: promiseForm({ ref: origin, note, problem }) }
  }
  // Not waited for: the form waits for its answer.
  if (member.slackUserId !== null) draw(room, api, { userId: member.slackUserId, teamIds: [(await room.workspace()).id] })
  return settled.ok
    ? { kind: 'done', text: 'It is written down as not kept.' }
    : { kind: 'notice', text: settleWords[settled.refusal.kind] }
}

const needsPeople: readonly CaseStatus[] = ['open', 'waiting-for-supervisor', 'new', 'waiting-for-customer', 'waiting-for-field']
const shownMost = 11 // one more than is listed tells that there are more
const aDayMilliseconds = 24 * 3_600_000
const farMilliseconds = 10 * 365 * aDayMilliseconds // any clock falls due before then

async function homeOf(room: CommandRoom, member: StaffMember, notice: string | undefined): Promise<HomeShown> {
  const { desk, cases, replies } = room
  const now = desk.clock.now()
  const today = dayOf(now, desk.timeZone)
  const sees = member.role !== 'clerk'
  const inADay = new Date(now.getTime() + aDayMilliseconds)
  const [people, mine, waiting, promises, unassigned, due, workspace] = await Promise.all([
    desk.rosters.now(),
    casesOf(room, member),
    replies.waiting(),
    desk.promises.open({ ownerId: member.id, limit: shownMost }),
    sees ? desk.duty.unassigned() : [],
    sees ? cases.queue({ dueBefore: inADay, limit: shownMost }) : undefined,
    room.workspace(),
  ])
  const his = waiting.filter(({ view }) => view.approval && room.approvals.waitsFor(view.approval, member)).slice(0, shownMost)
  const promised = await Promise.all(promises.map(async (promise) => ({ promise, case: await cases.byId(promise.caseId) })))
  return {
    name: member.name,
    presence: people.find((one) => one.member.id === member.id)?.presence ?? nowhere,
    notice,
    ...mine,
    waiting: his.length === 0 && member.role !== 'supervisor' ? null : await Promise.all(his.map((one) => waitingOf(room, one, workspace))),
    promises: promised.flatMap(({ promise, case: record }) => (record ? [{ promise, case: record, late: promise.dueOn < today }] : [])),
    office: due
      ? {
          atWork: people.filter(({ presence }) => presence.atWork).length,
          waiting: waiting.length,
          unassigned,
          due: due.cases,
          moreDue: due.more,
        }
      : null,
    now,
    urlOf: room.caseUrl,
    consoleUrl: desk.consoleUrl,
  }
}

const nowhere = { atWork: false, absent: false, shiftEndsAt: null, nextShiftAt: null }

/** By what falls due first; what no clock runs for comes last. */
async function casesOf({ cases, desk }: CommandRoom, { id }: StaffMember): Promise<{ mine: CaseRecord[]; more: boolean }> {
  const his = { assigneeId: id, statuses: needsPeople, limit: shownMost }
  const dueBefore = new Date(desk.clock.now().getTime() + farMilliseconds)
  const [clocked, any] = await Promise.all([cases.queue({ ...his, dueBefore }), cases.queue(his)])
  const others = any.cases.filter(({ dueAt }) => dueAt === null)
  return { mine: [...clocked.cases, ...others], more: clocked.more || any.more }
}

type Waiting = Awaited<ReturnType<CommandRoom['replies']['waiting']>>[number]

async function waitingOf(room: CommandRoom, { view, case: record }: Waiting, workspace: { url: string }) {
  const copy = view.approval ? await room.cards.copyOf(view.approval.id) : undefined
  return {
    case: record,
    until: view.approval?.expiresAt ?? room.desk.clock.now(),
    cardUrl: copy && messageUrl(workspace.url, { ...copy, thread: null }),
  }
}

function caseLink(room: CommandRoom, record: CaseRecord): string {
  return link(room.caseUrl(record), caseName(record))
}
