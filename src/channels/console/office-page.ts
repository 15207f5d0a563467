// Office today: who is at work and how much each has, what is at risk, which promises are due, and the shifts and absences behind it.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { caseName } from '../../cases/case.ts'
import { addDays, dayOf, formatDay, midnightOf, parseDay } from '../../kernel/days.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import type { HardReason } from '../../rulebook/kinds/triage.ts'
import type { RosterRefusal } from '../../staff/staff.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { hardWords, roleWords } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const shiftAsked = z.object({ staffId: z.uuid(), day: z.string(), from: clockTime, to: clockTime })
const absenceAsked = z.object({ staffId: z.uuid(), from: z.string(), until: z.string(), reason: z.string().max(300).default('') })
const idAsked = z.object({ id: z.uuid() })

const shiftDaysShown = 8
const promisesShown = 50

export function officePage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const { rosters, config, clock } = office
  const { timeZone } = config.office
  const at = (day: number, time: string) =>
    new Date(Temporal.PlainDate.from(formatDay(day as never)).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds)

  async function page(request: Request, response: Response, refusal: string | null, status = 200): Promise<void> {
    await show(request, response, {
      template: 'office',
      title: 'Office today',
      current: 'office',
      status,
      view: { refusal, ...(await view(response)) },
    })
  }

  async function view(response: Response) {
    const by = memberOf(response)
    const now = clock.now()
    const today = dayOf(now, timeZone)
    const [people, loads, shifts, absences, promises, unassigned, flags, atRisk] = await Promise.all([
      rosters.now(),
      office.duty.loads(),
      rosters.shifts(new Date(midnightOf(today, timeZone)), new Date(midnightOf(addDays(today, shiftDaysShown), timeZone))),
      rosters.absences(),
      office.promises.open({ limit: promisesShown }),
      office.duty.unassigned(),
      office.duty.safety.toReview(),
      office.cases.countDueBefore(new Date(now.getTime() + 24 * 3_600_000)),
    ])
    const names = new Map(people.map(({ member }) => [member.id, member.name]))
    const nameOf = (id: string) => names.get(id) ?? 'somebody who has left'
    const cases = new Map(
      (await office.cases.byMany(office.db.client, [...new Set([...promises, ...flags].map(({ caseId }) => caseId))])).map((one) => [
        one.id,
        one,
      ]),
    )
    const loadOf = new Map(loads.map((load) => [load.assigneeId, load]))
    const working = people.filter(({ member }) => member.active && member.role !== 'administrator')
    return {
      mayKeep: may(by, 'keep_roster', office.rulebook.inForce('authority', today).value),
      today: formatDay(today),
      atRisk,
      unassigned: unassigned.map((record) => ({
        name: caseName(record),
        subject: record.subject || '(no subject)',
        openedAt: record.openedAt,
      })),
      flags: flags.flatMap(({ caseId, reason, reviewBy }) => {
        const record = cases.get(caseId)
        return record ? [{ case: caseName(record), reason: hardWords[reason as HardReason] ?? reason, reviewBy }] : []
      }),
      people: working.map(({ member, presence }) => ({
        id: member.id,
        name: member.name,
        role: roleWords[member.role],
        atWork: presence.atWork,
        absent: presence.absent,
        until: presence.shiftEndsAt,
        next: presence.atWork ? null : presence.nextShiftAt,
        cases: loadOf.get(member.id)?.cases ?? 0,
        hard: loadOf.get(member.id)?.hard ?? 0,
        late: loadOf.get(member.id)?.late ?? 0,
      })),
      shifts: shifts.map(({ id, staffId, startsAt, endsAt }) => ({ id, name: nameOf(staffId), startsAt, endsAt })),
      absences: absences.map(({ id, staffId, startsAt, endsAt, reason }) => ({
        id,
        name: nameOf(staffId),
        startsAt,
        endsAt,
        reason,
        mayEnd: staffId === by.id,
      })),
      promises: promises.map(({ caseId, text, ownerId, dueOn }) => {
        const record = cases.get(caseId)
        return {
          text,
          owner: nameOf(ownerId),
          dueOn,
          late: dueOn < today,
          dueToday: dueOn === today,
          case: record ? caseName(record) : null,
        }
      }),
    }
  }

  routes.get('/office', (request, response) => page(request, response, null))

  const act = (path: string, take: (body: unknown, response: Response) => Promise<RosterRefusal['kind'] | 'unreadable' | undefined>) => {
    routes.post(`/office/${path}`, async (request, response) => {
      const refused = await take(request.body, response)
      if (refused) return page(request, response, refusalWords[refused], 409)
      response.redirect(303, '/office')
    })
  }

  act('shift', async (body, response) => {
    const asked = shiftAsked.safeParse(body)
    const day = asked.success ? parseDay(asked.data.day) : undefined
    if (!asked.success || day === undefined) return 'unreadable'
    const { staffId, from, to } = asked.data
    // A shift that ends before it begins on the clock ends on the next day.
    const endsAt = to > from ? at(day, to) : at(addDays(day, 1), to)
    const done = await rosters.addShift({ staffId, startsAt: at(day, from), endsAt, by: memberOf(response) })
    return done.ok ? undefined : done.refusal.kind
  })

  act('shift/remove', async (body, response) => {
    const done = await rosters.removeShift({ ...idAsked.parse(body), by: memberOf(response) })
    return done.ok ? undefined : done.refusal.kind
  })

  act('absence', async (body, response) => {
    const asked = absenceAsked.safeParse(body)
    const [from, until] = asked.success ? [parseDay(asked.data.from), parseDay(asked.data.until)] : []
    if (!asked.success || from === undefined || until === undefined) return 'unreadable'
    const now = clock.now()
    const midnight = new Date(midnightOf(from, timeZone))
    const done = await rosters.recordAbsence({
      ...{ staffId: asked.data.staffId, reason: asked.data.reason, by: memberOf(response) },
      ...{ startsAt: from === dayOf(now, timeZone) ? now : midnight, endsAt: new Date(midnightOf(addDays(until, 1), timeZone)) },
    })
    return done.ok ? undefined : done.refusal.kind
  })

  act('absence/end', async (body, response) => {
    const done = await rosters.endAbsence({ ...idAsked.parse(body), by: memberOf(response) })
    return done.ok ? undefined : done.refusal.kind
  })
  return routes
}

const refusalWords = {
  unreadable: 'Fill in who, the day and the hours.',
  'not-authorised': 'Only supervisors and administrators write down who works when; you may record your own absence.',
  'not-found': 'This entry is not there any more.',
  'ends-before-it-starts': 'It ends before it begins.',
  'too-long': 'A shift has at most 24 hours.',
  overlaps: 'This person works at that time already.',
  'no-such-person': 'Choose somebody who works here.',
}
