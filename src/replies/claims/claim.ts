// What the reader of a text finds: places that state something, with the value as it was understood.
import type { Day } from '../../kernel/days.ts'

/** A place in a text: UTF-16 offsets, end exclusive. */
export type Span = { start: number; end: number }

/** A number as printed. One text may be read in two ways where a letter mixes the customs of two languages. */
export type Printed = {
  values: readonly number[]
  /** The worth of the last printed place, trailing zeros left out: 4,500 → 100, 12.4 → 0.1. */
  step: number
  /** The worth of the last place with trailing zeros counted: 4,500 → 1. */
  place: number
  /** Words before it that make it a round figure: `about`; `over` and `under` say on which side the truth lies. */
  about: 'exact' | 'about' | 'over' | 'under'
}

/** `for 1,000 cubic feet`, `a day`: what an amount, a share or a use is counted for. */
export type Per = { count: number; unit: string }

/** From the first to the last day it may mean; a part that was not written is null. */
export type WrittenDate =
  | { precision: 'day' | 'range'; first: Day; last: Day }
  | { precision: 'part'; year: number | null; month: number | null; dayOfMonth: number | null }

export type Meaning =
  | { kind: 'money'; printed: Printed; sign: 1 | -1; per: Per | null; currency: 'dollars' | 'other' }
  | { kind: 'percent'; printed: Printed; points: boolean; per: Per | null }
  | { kind: 'quantity'; printed: Printed; unit: string; per: Per | null }
  | { kind: 'date'; readings: readonly WrittenDate[]; unresolved: boolean; quantity?: { printed: Printed; unit: string } }
  | { kind: 'identifier'; of: string | null; value: string; ending: boolean }
  | { kind: 'name'; words: readonly string[] }
  | { kind: 'phone'; digits: string }
  | { kind: 'link'; value: string }
  | { kind: 'address'; value: string }
  | { kind: 'clause'; of: 'section' | 'hours'; value: string }
  | { kind: 'policy'; triggers: readonly string[] }
  /** `promised`: of the future. Otherwise something granted, which a record of it bears. */
  | { kind: 'commitment'; promised: boolean; triggers: readonly string[] }
  | { kind: 'comparison'; relation: Relation; about: Printed['about'] }

export type Relation = { is: 'higher' | 'lower' | 'same' } | { is: 'ratio'; of: number }

/** A place that states something, before anybody asked whether a record bears it. `odd`: why it can be no honest figure. */
export type Candidate = Span & { text: string; meaning: Meaning; odd: string | null }
