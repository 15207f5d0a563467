// The words a customer added, apart from what he quotes and his signature. Losing his words is the worse mistake: when it
// is unclear, they stay. Works line by line, so that a long mail costs no more than its length.

import type { ForwardedMail } from './mail-reading.ts'

export type Words = { newText: string; quotedText: string; signature: string }

const lineLimitCharacters = 500 // a longer line is nobody's attribution or separator
const attributionLimitLines = 3
const signatureLimitLines = 12

/** How mail programs introduce a quotation, in the languages an American city meets. */
const attributions = [
  /^On\b.{4,}\bwrote:$/i,
  /^(?:El|On)\b.{4,}\bescribi[oó]:$/i,
  /^Le\b.{4,}\ba [ée]crit\s?:$/i,
  /^(?:W dniu|Dnia|pt\.|pon\.|wt\.|śr\.|czw\.|sob\.|niedz\.).{4,} napisał(?:\(a\)|a)?:$/i,
  /^Am\b.{4,}\bschrieb\b.*:$/i,
  /^(?:于|在)?.{4,}写道[:：]$/,
  /^.{4,}於.{2,}寫道[:：]$/,
]
const separators = [/^-{2,}\s*(?:Original Message|Mensaje original|Message d'origine|Oryginalna wiadomość|原始邮件|原始郵件)\s*-{2,}$/i]
const forwards = [
  /^-{3,}\s*(?:Forwarded message|Mensaje reenviado|Przekazana wiadomość|转发的邮件)\s*-{3,}$/i,
  /^Begin forwarded message:$/i,
]
const headerBlock = /^\*?(?:From|De|Von|Od|发件人|寄件者)\s?[:：]\*?\s*\S/i
const headerBlockNext = /^\*?(?:Sent|Date|To|Enviado|Fecha|Para|Envoyé|À|Gesendet|An|Wysłano|Do|发送时间|收件人|日期|寄件日期)\s?[:：]\*?/i
const handSigns =
  /^(?:Sent from my \w[\w ]{0,30}|Enviado desde mi \w[\w ]{0,30}|Get Outlook for (?:iOS|Android)|Wysłane z \w[\w ]{0,30}|发自我的\w{0,20})\.?$/i

/** Of a text alone. */
export function readWords(text: string): Words & { forwarded: ForwardedMail | null } {
  return { ...newWords(text), forwarded: null }
}

export function newWords(text: string): Words {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const cut = quotationStart(lines)
  const before = lines.slice(0, cut)
  const quoted = lines.slice(cut)
  const kept: string[] = []
  for (const line of before) (isQuoted(line) ? quoted : kept).push(line)
  const { body, signature } = apartFromSignature(kept)
  const newText = body.join('\n').trim()
  // Nothing left: everything was "quoted", so the customer may have written below or inside it.
  if (newText === '') return { newText: text.trim(), quotedText: '', signature: '' }
  return { newText, quotedText: quoted.join('\n').trim(), signature: signature.join('\n').trim() }
}

/**
 * The line at which a quotation begins that runs to the end; the number of lines when there is none. An attribution over
 * marked lines is marked like them, and the reading goes on: the answer may stand below or between.
 */
function quotationStart(lines: string[]): number {
  let saidSomething = false
  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] as string).trim()
    if (line === '' || isQuoted(line)) continue
    if (line.length <= lineLimitCharacters) {
      if (forwards.some((pattern) => pattern.test(line))) return lines.length // what he passes on is part of what he says
      const attribution = attributionLines(lines, index)
      if (attribution > 0 && nextIsQuoted(lines, index + attribution)) {
        for (let at = index; at < index + attribution; at++) lines[at] = `> ${lines[at]}`
        continue
      }
      const begins = attribution > 0 || separators.some((pattern) => pattern.test(line)) || isHeaderBlock(lines, index)
      if (begins && saidSomething) return index
    }
    saidSomething = true
  }
  return lines.length
}

function nextIsQuoted(lines: string[], from: number): boolean {
  const next = lines.slice(from, from + 3).find((line) => line.trim() !== '')
  return next !== undefined && isQuoted(next)
}

/** How many lines from `index` make an attribution; mail programs wrap it. */
function attributionLines(lines: string[], index: number): number {
  let joined = ''
  for (let count = 1; count <= attributionLimitLines; count++) {
    const line = lines[index + count - 1]
    if (line === undefined || isQuoted(line) || (count > 1 && line.trim() === '')) return 0
    joined = `${joined} ${line.trim()}`.trim()
    if (joined.length > lineLimitCharacters) return 0
    if (attributions.some((pattern) => pattern.test(joined))) return count
  }
  return 0
}

function isHeaderBlock(lines: string[], index: number): boolean {
  if (!headerBlock.test((lines[index] as string).trim())) return false
  const next = lines.slice(index + 1, index + 5).map((line) => line.trim())
  return next.filter((line) => line.length <= lineLimitCharacters && headerBlockNext.test(line)).length >= 2
}

function isQuoted(line: string): boolean {
  return /^\s{0,3}>/.test(line)
}

function apartFromSignature(lines: string[]): { body: string[]; signature: string[] } {
  const end = lines.findLastIndex((line) => line.trim() !== '')
  const mark = lines.findLastIndex((line) => line === '-- ' || line === '--')
  if (mark > 0 && end - mark <= signatureLimitLines) return { body: lines.slice(0, mark), signature: lines.slice(mark + 1) }
  const last = lines[end]?.trim() ?? ''
  if (end > 0 && last.length <= lineLimitCharacters && handSigns.test(last))
    return { body: lines.slice(0, end), signature: lines.slice(end) }
  return { body: lines, signature: [] }
}
