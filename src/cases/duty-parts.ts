// What routing, assignment and clocks work with.
import { openStretches } from '../kernel/business-time.ts'
import { type Day, dayOf } from '../kernel/days.ts'
import type { Alarms } from '../notices/notices.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import { calendarIn } from '../rulebook/kinds/calendar.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import type { AtWork, Rosters } from '../staff/staff.ts'
import { type StaffTold, staffTold } from './staff-told.ts'

export type DutyGiven = {
  db: Database
  clock: Clock
  jobs: Pick<Jobs, 'send'>
  rulebook: Pick<Rulebook, 'inForce' | 'versionsUntil'>
  rosters: Pick<Rosters, 'now'>
  alarms: Pick<Alarms, 'raiseAlarm' | 'clearAlarm'>
  timeZone: string
}

export type DutyParts = DutyGiven & {
  today(): Day
  officeIsOpen(): boolean
  tell(tx: Tx, news: StaffTold): Promise<void>
  /** Supervisors at work; where none is, all of them. */
  deciders(people: readonly AtWork[]): string[]
}

export function dutyParts(given: DutyGiven): DutyParts {
  const { clock, rulebook, timeZone, jobs } = given
  const today = () => dayOf(clock.now(), timeZone)
  return {
    ...given,
    today,
    officeIsOpen() {
      const now = clock.now().getTime()
      const [open] = openStretches(calendarIn(timeZone, rulebook.inForce('calendar', today()).value), { from: now, to: now + 1 })
      return open !== undefined
    },
    tell: (tx, news) => (news.to.length === 0 ? Promise.resolve() : jobs.send(tx, staffTold, news)),
    deciders(people) {
      const supervisors = people.filter(({ member }) => member.active && member.role === 'supervisor')
      const here = supervisors.filter(({ presence }) => presence.atWork)
      return (here.length > 0 ? here : supervisors).map(({ member }) => member.id)
    },
  }
}
