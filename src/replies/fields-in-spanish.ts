// The facts of a reply as a Spanish letter writes them. Values, units and records stay what they are.
import { day, longDayInSpanish } from '../kernel/days.ts'
import type { Fact } from './draft.ts'
import { isFact, type TemplateFields } from './render-template.ts'

const units: { [unit: string]: string } = {
  gallons: 'galones',
  'gallons a day': 'galones por día',
  days: 'días',
}

export function fieldsInSpanish(fields: TemplateFields): TemplateFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value === 'boolean') return [name, value]
      if (Array.isArray(value)) return [name, value.map(fieldsInSpanish)]
      return [name, isFact(value) ? inSpanish(value) : fieldsInSpanish(value)]
    }),
  )
}

export function inSpanish(fact: Fact): Fact {
  const es = fact.texts?.es ?? spanishOf(fact)
  return es === fact.text ? fact : { ...fact, text: es, texts: { en: fact.texts?.en ?? fact.text, es } }
}

function spanishOf(fact: Fact): string {
  if (fact.kind === 'date') return longDayInSpanish(day(String(fact.value)))
  const unit = fact.unit === undefined ? undefined : units[fact.unit]
  if (fact.kind === 'quantity' && unit) return fact.text.replace(fact.unit as string, unit)
  if (fact.kind === 'money' && fact.unit) return rateInSpanish(fact.text)
  return fact.text
}

function rateInSpanish(text: string): string {
  return text.replace('for 1,000 cubic feet', 'por 1,000 pies cúbicos').replace('for 1,000 gallons', 'por 1,000 galones')
}
