// Gives cases to people: to somebody at work when a case comes in, back and on when he leaves, to a supervisor when it turns hard. Where
// nobody is there, an alarm says so at once. One desk at a time gives, so that nobody is given two cases for one.
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { Tx } from '../../platform/database.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import { type Actor, actorOf, type StaffMember } from '../../staff/staff-member.ts'
import { type CaseRecord, type CaseStatus, caseName } from '../case.ts'
import type { AssignRefusal } from '../case-refusals.ts'
import type { DutyParts } from '../duty-parts.ts'
import { appendEvents, findCases, lockCase, updateCase } from '../store.ts'
import { type AtWork, candidatesOf } from './candidates.ts'
import { chooseAssignee, keepsUntilBack } from './choose-assignee.ts'
import { type CaseLoad, countLoads, findAssigned, findUnassigned, lockAssignment, readLoads } from './store.ts'

export type Assignment = {
  /** To oneself or, with the authority, to somebody else; null: to nobody. */
  assign(act: { caseId: string; to: StaffMember | null; by: StaffMember }): Promise<Result<void, AssignRefusal>>
  /** To a supervisor at work, with the reason. */
  escalate(act: {
    caseId: string
    reason: string
    by: StaffMember
  }): Promise<Result<{ to: StaffMember | null }, AssignRefusal | { kind: 'reason-missing' }>>
  /** What each person has of open cases. */
  loads(): Promise<CaseLoad[]>
  /** Cases that need somebody and have nobody, the most pressing first. */
  unassigned(): Promise<CaseRecord[]>
  /** Gives a case that came in or changed to somebody; leaves it where it is when it is in good hands. */
  place(caseId: string, news?: { turnedHard: boolean }): Promise<void>
  /** What each minute brings: cases without anybody, and cases of people who have left. */
  sweep(): Promise<void>
}

type Placing = { people: readonly AtWork[]; turnedHard: boolean }
type Placed = 'given' | 'nobody' | undefined

const needsSomebody: readonly CaseStatus[] = ['new', 'open', 'waiting-for-supervisor']
const over: readonly CaseStatus[] = ['closed', 'merged']
const sweepLimit = 200
const reasonLimitCharacters = 1_000

export function createAssignment(parts: DutyParts): Assignment {
  const { db, clock, rosters, rulebook, today } = parts
  const rules = () => rulebook.inForce('assignment', today()).value
  const authority = () => rulebook.inForce('authority', today()).value

  async function give(tx: Tx, record: CaseRecord, to: { id: string; name: string } | null, because: string, actor: Actor): Promise<void> {
    const at = clock.now()
    await updateCase(tx, record.id, { assigneeId: to?.id ?? null, updatedAt: at })
    const content = { assigneeId: to?.id ?? null, assigneeName: to?.name ?? null, because }
    await appendEvents(tx, [{ caseId: record.id, kind: 'assigned', actor, at, content }])
  }

  /** Undefined: it has somebody, or needs nobody. */
  async function placeOne(tx: Tx, caseId: string, { people, turnedHard }: Placing): Promise<Placed> {
    await lockCase(tx, caseId)
    const [record] = await findCases(tx, [caseId])
    if (!record || !needsSomebody.includes(record.status) || !rules().automatic) return undefined
    const holder = people.find(({ member }) => member.id === record.assigneeId)
    const hard = turnedHard || record.hardReasons.length > 0
    const fits = !turnedHard || holder?.member.role === 'supervisor'
    if (holder?.presence.atWork && fits) return undefined
    if (holder?.member.active && fits && keepsUntilBack(holder.presence, record.dueAt)) return undefined
    const candidates = candidatesOf(people, await readLoads(tx, rules()))
    const wanted = {
      hard,
      urgency: record.urgency,
      language: record.replyLanguage ?? record.language,
      topic: record.topic,
      stickyId: record.assigneeId,
    }
    const choice = chooseAssignee(candidates, wanted, rules())
    if (choice.kind === 'nobody') {
      if (holder && (holder.presence.absent || !holder.member.active))
        await give(tx, record, null, `${holder.member.name} is not here, and ${choice.because}`, 'desk')
      return 'nobody'
    }
    const chosen = people.find(({ member }) => member.id === choice.id)?.member as StaffMember
    const handed = holder ? `${holder.member.name} ${fits ? 'is not at work' : 'has not the authority of a hard case'}; ` : ''
    await give(tx, record, chosen, `${handed}${choice.because}`, 'desk')
    return 'given'
  }

  function place(caseId: string, placing: Placing): Promise<Placed> {
    return db.inTransaction(async (tx) => {
      await lockAssignment(tx)
      return placeOne(tx, caseId, placing)
    })
  }

  return {
    assign: ({ caseId, to, by }) =>
      db.inTransaction(async (tx) => {
        const given = authority()
        if (!may(by, 'work_on_cases', given)) return refused({ kind: 'not-authorised' })
        await lockCase(tx, caseId)
        const [record] = await findCases(tx, [caseId])
        if (!record) return refused({ kind: 'no-case' })
        if (over.includes(record.status)) return refused({ kind: 'over', status: record.status })
        const isOwn = to?.id === by.id || (to === null && record.assigneeId === by.id)
        if (!isOwn && !may(by, 'assign_cases', given)) return refused({ kind: 'not-authorised' })
        if (to && (!to.active || !may(to, 'work_on_cases', given))) return refused({ kind: 'no-such-person' })
        if ((to?.id ?? null) === record.assigneeId) return refused({ kind: 'has-it-already' })
        await give(tx, record, to, isOwn ? (to ? 'took it' : 'let it go') : `given by ${by.name}`, actorOf(by))
        return ok(undefined)
      }),

    async escalate({ caseId, reason: given, by }) {
      const reason = given.trim().slice(0, reasonLimitCharacters)
      if (reason === '') return refused({ kind: 'reason-missing' })
      const people = await rosters.now()
      return db.inTransaction(async (tx) => {
        if (!may(by, 'work_on_cases', authority())) return refused({ kind: 'not-authorised' })
        await lockAssignment(tx)
        await lockCase(tx, caseId)
        const [record] = await findCases(tx, [caseId])
        if (!record) return refused({ kind: 'no-case' })
        if (over.includes(record.status)) return refused({ kind: 'over', status: record.status })
        if (record.hardReasons.includes('asked-by-colleague')) return refused({ kind: 'has-it-already' })
        const hardReasons = [...record.hardReasons, 'asked-by-colleague' as const]
        const at = clock.now()
        await updateCase(tx, caseId, { hardReasons, updatedAt: at })
        const choice = chooseAssignee(
          candidatesOf(people, await readLoads(tx, rules())).filter(({ id }) => id !== by.id),
          { hard: true, urgency: record.urgency, language: record.language, topic: record.topic, stickyId: null },
          rules(),
        )
        const to = choice.kind === 'given' ? (people.find(({ member }) => member.id === choice.id)?.member ?? null) : null
        const content = { toId: to?.id ?? null, toName: to?.name ?? null, because: choice.because, reason }
        await appendEvents(tx, [{ caseId, kind: 'escalated', actor: actorOf(by), at, content }])
        if (to) await give(tx, record, to, `escalated by ${by.name}: ${choice.because}`, 'desk')
        await parts.tell(tx, { caseId, key: `escalated.${at.getTime()}`, to: to ? [to.id] : parts.deciders(people), says: 'escalated' })
        return ok({ to })
      })
    },

    loads: () => countLoads(db.client, clock.now()),
    unassigned: () => findUnassigned(db.client, needsSomebody, sweepLimit),

    async place(caseId, { turnedHard } = { turnedHard: false }) {
      const people = await rosters.now()
      const placed = await place(caseId, { people, turnedHard })
      if (placed !== 'nobody') return
      const [record] = await findCases(db.client, [caseId])
      if (record) await sayWhoWaits([record], people)
    },

    async sweep() {
      const people = await rosters.now()
      const away = people.filter(({ presence }) => !presence.atWork).map(({ member }) => member.id)
      const left = await findAssigned(db.client, needsSomebody, away, sweepLimit)
      const unassigned = await findUnassigned(db.client, needsSomebody, sweepLimit)
      const waiting: CaseRecord[] = []
      for (const record of [...unassigned, ...left]) {
        const placed = await place(record.id, { people, turnedHard: false })
        if (placed === 'nobody') waiting.push(record)
      }
      await sayWhoWaits(waiting, people)
    },
  }

  /** An emergency at any hour; anything else while the office is open. */
  async function sayWhoWaits(waiting: readonly CaseRecord[], people: readonly AtWork[]): Promise<void> {
    const urgent = waiting.filter(({ urgency, assigneeId }) => parts.officeIsOpen() || (urgency === 'emergency' && assigneeId === null))
    if (urgent.length === 0) return parts.alarms.clearAlarm(alarmKey)
    const named = urgent.slice(0, 5).map(caseName).join(', ')
    const why = people.some(({ member, presence }) => presence.atWork && member.role !== 'administrator')
      ? 'nobody who may take them has room'
      : 'nobody is at work'
    await parts.alarms.raiseAlarm({
      key: alarmKey,
      text: `${urgent.length === 1 ? 'A case has' : `${urgent.length} cases have`} nobody: ${named}${urgent.length > 5 ? ' and others' : ''}; ${why}.`,
      remedy: 'Take them, or write down who works today on the page Office today.',
    })
  }
}

const alarmKey = 'cases:nobody'
