// Every number in a plain text, in digits or in words, with the values it can have. What it is a number of, others decide.

import { isOnlyInside, numberOfWords, numberWordRun } from '../../kernel/number-words.ts'
import type { Printed, Span } from './claim.ts'

export type NumberPlace = Span & { words: boolean; printed: Omit<Printed, 'about'> | null }

const digits =
  /(?<![\p{L}\p{N}])(?:(?:\d{1,3} )?\d{1,3}\/\d{1,3}(?![\d/])|\.?\d(?:[\d.,']*\d)?)(?:( ?(?:k|million|thousand|millones|millón|mil|hundred|grand|dozen))(?![\p{L}\p{N}]))?(?![\p{L}\p{N}])/giu

/** Null where the digits are grouped as nobody writes a number. `spanish`: 1.234,50 may mean a thousand. */
export function numbersIn(plain: string, spanish: boolean): NumberPlace[] {
  const places: NumberPlace[] = []
  for (const found of plain.matchAll(digits)) {
    const start = found.index
    places.push({ start, end: start + found[0].length, words: false, printed: numberOf(found[0], spanish) })
  }
  for (const found of plain.matchAll(numberWordRun)) {
    const start = found.index
    const value = numberOfWords(found[0])
    if (isOnlyInside(found[0]) && !(spanish && /^once$/i.test(found[0]) && !/[.!?]\s*$|^$/.test(plain.slice(0, start)))) {
      if (!/^one$/i.test(found[0])) continue
    }
    const printed = value === undefined ? null : { values: [value], step: stepOf(value), place: 1 }
    places.push({ start, end: start + found[0].length, words: true, printed })
  }
  return places.sort((a, b) => a.start - b.start)
}

/** The printed form of a number alone, or null. */
function numberOf(text: string, spanish: boolean): Omit<Printed, 'about'> | null {
  const match = /^(.*?\d) ?(k|million|thousand|millones|millón|mil|hundred|grand|dozen)?$/iu.exec(text)
  if (!match) return null
  const times = timesOf[(match[2] ?? '').toLowerCase()] ?? 1
  const figure = match[1] as string
  const values = valuesOf(figure, spanish).map((value) => Math.round(value * times * 1e6) / 1e6)
  if (values.length === 0) return null
  if (figure.includes('/')) return { values, place: 1e-9, step: 1e-9 }
  const decimals = /^\d{1,3}(?:[.,]\d{3})+$/.test(figure) ? 0 : (/[.,](\d+)$/.exec(figure)?.[1]?.length ?? 0)
  const place = 10 ** -decimals * times
  return { values, place, step: times === 1 && decimals > 0 ? place : Math.max(place, stepOf(values[0] as number)) }
}

function valuesOf(figure: string, spanish: boolean): number[] {
  const fraction = /^(?:(\d+) )?(\d+)\/(\d+)$/.exec(figure)
  if (fraction) return Number(fraction[3]) === 0 ? [] : [Number(fraction[1] ?? 0) + Number(fraction[2]) / Number(fraction[3])]
  const readings: number[] = []
  if (/^(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?$/.test(figure)) readings.push(Number(figure.replaceAll(',', '')))
  const comma = /^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/.test(figure) && /[.,]/.test(figure)
  if (spanish && comma) readings.push(Number(figure.replaceAll('.', '').replace(',', '.')))
  if (!spanish && /^\d{1,3}(?:\.\d{3})+,\d{2}$/.test(figure)) readings.push(Number(figure.replaceAll('.', '').replace(',', '.')))
  return [...new Set(readings)].filter((value) => Number.isFinite(value) && value <= Number.MAX_SAFE_INTEGER)
}

/** 4500 → 100: the worth of the last digit that is not zero. */
function stepOf(value: number): number {
  if (value === 0 || !Number.isInteger(value)) return 1
  let step = 1
  while (value % (step * 10) === 0) step *= 10
  return step
}

const timesOf: Record<string, number> = {
  k: 1000,
  grand: 1000,
  thousand: 1000,
  mil: 1000,
  hundred: 100,
  dozen: 12,
  million: 1_000_000,
  millón: 1_000_000,
  millones: 1_000_000,
}
