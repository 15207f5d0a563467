// Facts of each kind, written the way letters write them.
import { type Day, formatDay, longDay } from '../kernel/days.ts'
import { type Cents, cents, formatCents } from '../kernel/money.ts'
import type { Fact } from './draft.ts'

/** What every fact has: its id in the templates' words, what people call it, and the record it came from. */
export type Named = { id: string; label: string; source: string }

export function moneyFact(named: Named, value: Cents): Fact {
  return { ...named, kind: 'money', value, text: formatCents(value) }
}

/** An amount without its sign, where the words around it say higher or lower. */
export function sizeFact(named: Named, value: Cents): Fact {
  return moneyFact(named, cents(Math.abs(value)))
}

export function dateFact(named: Named, value: Day): Fact {
  return { ...named, kind: 'date', value: formatDay(value), text: longDay(value) }
}

/** With its unit, so that no other figure passes for it: `12,345 gallons`. `decimals` at most. */
export function quantityFact(named: Named, value: number, unit: string, decimals = 0): Fact {
  const text = `${value.toLocaleString('en-US', { maximumFractionDigits: decimals })} ${unit}`
  return { ...named, kind: 'quantity', value, unit, text }
}

/** What a meter's register shows, in counts. */
export function registerFact(named: Named, value: number): Fact {
  return { ...named, kind: 'quantity', value, unit: 'counts', text: String(value) }
}

/** A price as printed in the schedule, with what it is the price of: `$36.51 for 1,000 cubic feet`. */
export function rateFact(named: Named, printed: string, of: 'cubic_feet' | 'gallons'): Fact {
  const base = `for 1,000 ${of === 'gallons' ? 'gallons' : 'cubic feet'}`
  return { ...named, kind: 'money', value: printed, unit: `dollars ${base}`, text: `$${printed} ${base}` }
}

export function textFact(named: Named, kind: 'identifier' | 'name' | 'address' | 'clause', value: string): Fact {
  return { ...named, kind, value, text: value }
}
