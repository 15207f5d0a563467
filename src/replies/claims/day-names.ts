// How months, weekdays and days of the month are called, in English and Spanish.

const months = [
  'january|jan|enero|ene',
  'february|feb|febrero',
  'march|mar|marzo',
  'april|apr|abril|abr',
  'may|mayo',
  'june|jun|junio',
  'july|jul|julio',
  'august|aug|agosto|ago',
  'september|sept|sep|septiembre|setiembre',
  'october|oct|octubre',
  'november|nov|noviembre',
  'december|dec|diciembre|dic',
]
const weekdays = [
  'sunday|sun|domingo',
  'monday|mon|lunes',
  'tuesday|tues|tue|martes',
  'wednesday|weds?|miércoles|miercoles',
  'thursday|thurs?|thu|jueves',
  'friday|fri|viernes',
  'saturday|sat|sábado|sabado',
]
const ordinals = [
  'first|primero|1ro|1°',
  'second|dos',
  'third|tres',
  'fourth|cuatro',
  'fifth|cinco',
  'sixth|seis',
  'seventh|siete',
  'eighth|ocho',
  'ninth|nueve',
  'tenth|diez',
  'eleventh|once',
  'twelfth|doce',
  'thirteenth|trece',
  'fourteenth|catorce',
  'fifteenth|quince',
  'sixteenth|dieciséis',
  'seventeenth|diecisiete',
  'eighteenth|dieciocho',
  'nineteenth|diecinueve',
  'twentieth|veinte',
  'twenty[- ]first|veintiuno',
  'twenty[- ]second|veintidós',
  'twenty[- ]third|veintitrés',
  'twenty[- ]fourth|veinticuatro',
  'twenty[- ]fifth|veinticinco',
  'twenty[- ]sixth|veintiséis',
  'twenty[- ]seventh|veintisiete',
  'twenty[- ]eighth|veintiocho',
  'twenty[- ]ninth|veintinueve',
  'thirtieth|treinta',
  'thirty[- ]first|treinta y uno',
]

export const monthWord = longestFirst(months)
export const weekdayWord = longestFirst(weekdays)
export const dayWord = longestFirst(ordinals)

/** 1 to 12. */
export function monthNamed(word: string): number {
  return placeOf(months, word) + 1
}

/** 0 is Sunday. */
export function weekdayNamed(word: string): number {
  return placeOf(weekdays, word)
}

/** `3rd`, `third`, `tres`, `3` → 3. */
export function dayOfMonthNamed(word: string): number {
  const digits = /^\d+/.exec(word)
  return digits ? Number(digits[0]) : placeOf(ordinals, word) + 1
}

function placeOf(names: readonly string[], word: string): number {
  return names.findIndex((name) => new RegExp(`^(?:${name})$`, 'iu').test(word.replace(/\.$/, '')))
}

function longestFirst(names: readonly string[]): string {
  return names
    .flatMap((name) => name.split('|'))
    .sort((a, b) => b.length - a.length)
    .join('|')
}
