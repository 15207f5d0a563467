// Whose a case is, how it may go on, and what its clocks say, as the case page shows it.
import { type CaseRecord, caseName } from '../../cases/case.ts'
import { moveNames } from '../../cases/case-words.ts'
import type { ExplainedClock, SafetyFlag } from '../../cases/cases.ts'
import { movesFrom } from '../../cases/lifecycle.ts'
import { addDays, type Day, formatDay, fromDateColumn } from '../../kernel/days.ts'
import type { HardReason } from '../../rulebook/kinds/triage.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { hardWords } from './office-words.ts'

export type DutyAsked = {
  flags: readonly SafetyFlag[]
  absorbed: readonly CaseRecord[]
  into: CaseRecord | undefined
  mayClearFlags: boolean
  clocks: readonly ExplainedClock[]
  everybody: readonly StaffMember[]
  by: StaffMember
  mayWork: boolean
  mayAssign: boolean
  today: Day
  now: Date
}

export function dutyView(
  record: CaseRecord,
  { clocks, flags, absorbed, into, mayClearFlags, everybody, by, mayWork, mayAssign, today, now }: DutyAsked,
) {
  const flagged = flags.map(({ id, reason, raisedAt, reviewBy }) => ({
    id,
    reason: hardWords[reason as HardReason] ?? reason,
    raisedAt,
    reviewBy,
  }))
  const people = everybody.filter((member) => member.active && member.role !== 'administrator')
  return {
    mayWork,
    flags: flagged,
    mayClearFlags,
    absorbed: absorbed.map(caseName),
    into: into ? caseName(into) : null,
    mayMerge: mayWork && record.mergedIntoId === null && record.status !== 'approved',
    waitsUntil: record.waitsUntil ? fromDateColumn(record.waitsUntil) : null,
    moves: mayWork ? movesFrom(record.status).map((id) => ({ id, ...moveNames[id], needsDay: id.startsWith('wait-') })) : [],
    tomorrow: formatDay(addDays(today, 1)),
    nextWeek: formatDay(addDays(today, 7)),
    people: mayAssign ? people.map(({ id, name }) => ({ id, name, chosen: id === record.assigneeId })) : null,
    owners: people.map(({ id, name }) => ({ id, name, chosen: id === by.id })),
    mayEscalate: mayWork && !record.hardReasons.includes('asked-by-colleague') && record.status !== 'closed' && record.status !== 'merged',
    clocks: clocks
      .filter(({ running, elapsedMinutes, targetMinutes }) => running || elapsedMinutes > targetMinutes)
      .map((clock) => clockView(clock, now)),
  }
}

function clockView({ standard, running, elapsedMinutes, targetMinutes, dueAt }: ExplainedClock, now: Date) {
  const late = elapsedMinutes > targetMinutes
  const percent = Math.min(100, Math.round((elapsedMinutes / targetMinutes) * 100))
  return {
    name: standard.name,
    running,
    late,
    soon: !late && percent >= 75,
    percent,
    dueAt: dueAt === null || dueAt < now.getTime() ? null : new Date(dueAt),
    counted: durationWords(elapsedMinutes),
    target: durationWords(targetMinutes),
  }
}

/** `2 h 5 min`: office time, in hours however many they are. */
export function durationWords(minutes: number): string {
  const whole = Math.floor(minutes)
  const [hours, rest] = [Math.floor(whole / 60), whole % 60]
  return hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}
