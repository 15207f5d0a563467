// `case explain-clock`: how each clock of a case counted, interval by interval, so that a supervisor can defend it to a customer.
import { caseName, caseNumberIn } from '../cases/case.ts'
import { clockWords, holderWords } from '../cases/standards/clock-words.ts'
import type { Office } from '../office.ts'
import { UsageProblem } from '../platform/problem.ts'

/** `number`: `123`, `WD-000123`. */
export async function explainClocks(
  office: Office,
  number: string,
  asked: { json?: boolean },
  print: (line: string) => void,
): Promise<void> {
  const asNumber = caseNumberIn(number)
  const record = asNumber === undefined ? undefined : await office.cases.byNumber(asNumber)
  if (!record) throw new UsageProblem(`There is no case ${number}. A case is named by its number, such as 123 or WD-000123.`)
  const clocks = await office.duty.explain(record)
  if (asked.json) {
    print(JSON.stringify({ case: caseName(record), clocks: clocks.map(asJson) }))
    return
  }
  const { timeZone } = office.config.office
  const moment = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  })
  print(`${caseName(record)}, ${record.status}, urgency ${record.urgency}; times in ${timeZone}`)
  for (const { standard, elapsedMinutes, targetMinutes, dueAt, running, intervals, rulebook } of clocks) {
    const state = running ? (dueAt === null ? 'runs' : `due ${moment.format(dueAt)}`) : 'does not run now'
    print('')
    print(`${standard.name}: ${minutesWords(elapsedMinutes)} of ${minutesWords(targetMinutes)} counted; ${state}`)
    for (const { from, to, holder, because, countedMinutes, anew } of intervals) {
      const span = `${moment.format(from)} to ${moment.format(to)}`
      print(
        `  ${span}  ${countedMinutes === 0 ? 'nothing counted' : `${minutesWords(countedMinutes)} counted`}  held by: ${holderWords[holder]}; ${clockWords[because] ?? because}${anew ? ' (a new count)' : ''}`,
      )
    }
    print(`  by ${rulebook}`)
  }
  if (clocks.length === 0) print('No standard measures this case.')
}

function minutesWords(minutes: number): string {
  const whole = Math.floor(minutes)
  return whole < 60 ? `${whole} min` : `${Math.floor(whole / 60)} h ${whole % 60} min`
}

type Clock = Awaited<ReturnType<Office['duty']['explain']>>[number]

function asJson({ standard, targetMinutes, elapsedMinutes, dueAt, running, holder, rulebook, intervals }: Clock) {
  const iso = (at: number) => new Date(at).toISOString()
  return {
    ...{
      standard: standard.id,
      name: standard.name,
      measures: standard.measures,
      target_minutes: targetMinutes,
      elapsed_minutes: elapsedMinutes,
    },
    ...{ running, held_by: holder, due: dueAt === null ? null : iso(dueAt), rulebook },
    intervals: intervals.map(({ from, to, holder: by, because, countedMinutes, anew }) => ({
      ...{ from: iso(from), to: iso(to), held_by: by, because, counted_minutes: countedMinutes, new_count: anew },
    })),
  }
}
