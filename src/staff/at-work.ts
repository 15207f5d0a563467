// Who is at work at a moment: by the shifts that were written down, or, on a day without any, by the office's hours. Whoever is recorded
// as absent is not.

export type Shift = { id: string; staffId: string; startsAt: Date; endsAt: Date }
export type Absence = { id: string; staffId: string; startsAt: Date; endsAt: Date; reason: string; endedAt: Date | null }

export type Roster = {
  /** Of the day asked about, and of what follows. */
  shifts: readonly Shift[]
  absences: readonly Absence[]
  /** The day's stretch in the office's zone. */
  today: { from: Date; to: Date }
  /** What holds on a day for which nobody wrote down shifts. */
  withoutShifts: 'office-hours' | 'nobody'
  officeIsOpen: boolean
}

export type Presence = { atWork: boolean; absent: boolean; shiftEndsAt: Date | null; nextShiftAt: Date | null }

export function presenceOf(staffId: string, at: Date, roster: Roster): Presence {
  const absent = roster.absences.some((absence) => absence.staffId === staffId && covers(absence, at))
  const own = roster.shifts.filter((shift) => shift.staffId === staffId)
  const current = own.find((shift) => covers(shift, at))
  const next = own.filter((shift) => shift.startsAt > at).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())[0]
  const { from, to } = roster.today
  const isWritten = roster.shifts.some((shift) => shift.startsAt < to && shift.endsAt > from)
  const works = isWritten ? current !== undefined : roster.withoutShifts === 'office-hours' && roster.officeIsOpen
  return {
    atWork: works && !absent,
    absent,
    shiftEndsAt: current?.endsAt ?? null,
    nextShiftAt: next?.startsAt ?? null,
  }
}

function covers({ startsAt, endsAt, endedAt }: { startsAt: Date; endsAt: Date; endedAt?: Date | null }, at: Date): boolean {
  const ends = endedAt && endedAt < endsAt ? endedAt : endsAt
  return startsAt <= at && at < ends
}
