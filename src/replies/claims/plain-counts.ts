// Numbers that state nothing about an account: the numbering of a list, and "the two bills", "two ways to pay", which count what
// stands in the letter itself.
import type { Span } from './claim.ts'

export function isListMark(plain: string, { start, end }: Span): boolean {
  const number = Number(plain.slice(start, end).replace(/[.)]$/, ''))
  if (!Number.isInteger(number) || number < 1 || number > 20) return false
  const lead = plain.slice(Math.max(0, start - 24), start)
  const line = lead.slice(lead.lastIndexOf('\n') + 1)
  if (line.length === lead.length && start > lead.length && !/[.;:!?] /.test(lead)) return false
  if (
    !/(?:^[ ]{0,8}\(?|(?:^|[.;:!?] )[ ]{0,8}(?:step|option|paso|opción) )$/iu.test(line) ||
    !/^(?:[.)](?= \p{L})|:(?= \p{L}))/u.test(plain.slice(end, end + 3))
  )
    return false
  return (
    number === 1 ||
    new RegExp(`(?:^|\\n|[.;:] )[ ]{0,8}(?:\\(|(?:step|option|paso|opción) )?${number - 1}[.):]`, 'iu').test(plain.slice(0, start))
  )
}

const small = /^(?:two|three|four|five|dos|tres|cuatro|cinco|one|2|3)$/iu
const structural =
  /^[ \n](?:(?:simple|easy|different|main|easy|maneras?|possible|following|separate|comparable|of (?:these|them|the following)|posibles|siguientes)[ \n]?){0,2}(?:ways?|things?|options?|steps?|reasons?|choices?|questions?|parts?|places?|possibilities|documents?|items?|points|ways|of (?:these|them|the following|our|us)|or (?:both|more of)|maneras?|formas?|cosas?|opciones|pasos?|razones|motivos|partes|preguntas|lugares|puntos|documentos)(?!\p{L})/iu
const definite =
  /(?<!\p{L})(?:the|these|those|both|between|las|los|estas|estos|entre)[ \n](?:(?:last|latest|past|previous|other|últim[ao]s)[ \n])?$/iu
const referents =
  /^[ \n](?:bills?|amounts?|periods?|readings?|accounts?|meters?|dates?|figures?|facturas?|montos?|períodos?|periodos?|lecturas?|cuentas?|medidores|fechas|cifras)(?!\p{L})/iu
const oneOf = /^[ \n](?:of|more|another|at a time|or|by one|thing|way|time only|que)(?!\p{L})|^[.,;]|^-(?:time|way|family|page)/iu

export function isPlainCount(plain: string, { start, end }: Span): boolean {
  const word = plain.slice(start, end)
  if (!small.test(word)) return false
  const [before, after] = [plain.slice(Math.max(0, start - 24), start), plain.slice(end, end + 60)]
  if (/^[ \n-]times[ \n](?:as|the|that|this|more|what|higher|larger|your|su|más|el|la|lo)(?!\p{L})/iu.test(after)) return true // a comparison, read as such
  if (structural.test(after)) return true
  if (/^(?:two|three|dos|tres|2|3)$/i.test(word) && definite.test(before) && referents.test(after)) return true
  return (
    /^one$/i.test(word) &&
    (oneOf.test(after) ||
      /(?<!\p{L})(?:this|that|the|which|each|every|no|any|the right|the wrong|the first|the last|previous|new|old|actual|estimated|correct|next)[ \n]$/iu.test(
        before,
      ) ||
      !/^[ \n-](?:dollar|cent|hundred|percent|gallon|cubic|day|week|month|year|hour|minute|inch|billing)/iu.test(after))
  )
}
