// What somebody typed after /case, forgivingly.

export type CaseQuestion = { kind: 'case'; number: number } | { kind: 'mine' } | { kind: 'help' } | { kind: 'not-understood' }

const greatestNumber = 2_147_483_647 // the column's

export function readCaseCommand(typed: string): CaseQuestion {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/^show\s+/, '')
  if (text === '' || text === 'help' || text === '?') return { kind: 'help' }
  if (text === 'mine' || text === 'my') return { kind: 'mine' }
  // WD-000123, wd123, 123, #123, and the subject's token [WD-000123-k7f2q9]
  const match = /^\[?(?:#|wd[-\s]?)?(\d{1,12})(?:-[a-z0-9]+)?\]?$/.exec(text)
  const number = match ? Number(match[1]) : 0
  return number >= 1 && number <= greatestNumber ? { kind: 'case', number } : { kind: 'not-understood' }
}
