// The recipients of a failure that a mail system tells in words only: qmail, Exim, Exchange, carriers, old sendmail. A
// recipient stands where such texts put one: at the beginning of a line, in a transcript, or behind a telling word.
import type { BouncedRecipient } from '../mail-reading.ts'
import { addressPattern, plainAddress } from './address-in-text.ts'
import { statusIn } from './status-in-text.ts'

export type Notice = {
  subject: string
  /** The report's own words, line by line, without the mail that it returns. */
  lines: readonly string[]
  /** Of X-Failed-Recipients. */
  failed: readonly string[]
  /** Who wrote the report and who got it: neither is whom it is about, unless it names nobody else. */
  parties: ReadonlySet<string>
  /** To whom the returned mail went. */
  returnedTo: readonly string[]
}

const recipientLimit = 50
const blockLimitCharacters = 3_000
const reasonLimitCharacters = 500

export function toldInWords(notice: Notice): BouncedRecipient[] {
  const whole = notice.lines.join('\n').slice(0, 20_000)
  const waits = waiting.test(`${notice.subject}\n${whole}`) && !gaveUp.test(whole)
  const ofAll = statusIn(`${notice.subject}\n${whole}`, waits) ?? (waits ? '4.0.0' : '5.0.0')
  const places = placesIn(notice)
  return places.slice(0, recipientLimit).map((place, index) => {
    const end = places.slice(index + 1).find(({ line }) => line > place.line)?.line
    const words = place.line < 0 ? '' : blockOf(notice.lines, place, end)
    const told = words === '' ? null : statusIn(words, waits)
    const status = told ?? ofAll
    const reason = (told === null ? notice.lines.join(' ') : words).replace(/\s+/g, ' ').trim().slice(0, reasonLimitCharacters)
    return {
      recipient: place.address,
      status,
      action: waits ? 'delayed' : 'failed',
      reason: reason === '' ? null : reason,
      permanent: status.startsWith('5'),
    }
  })
}

const waiting =
  /\bdelayed\b|not (?:yet )?been delivered|has not yet been|warning message only|will (?:be retried|keep trying|continue (?:trying|to try))|attempts will continue|could not send message for past|still (?:being )?re?tr(?:y|ied)|retrasado|opóźnion|seguiremos intentando|将继续尝试|延迟/iu
const gaveUp = /permanent(?:ly)? (?:error|failure|failed)|giving up|given up|failed permanently|no further (?:delivery )?attempts/i

/** Where an address stands, and whether its line alone speaks of it. */
type Place = { address: string | null; line: number; alone: boolean }

function placesIn(notice: Notice): Place[] {
  const begun = distinct(linesThatBegin(notice))
  if (notice.failed.length > 0)
    return notice.failed.map((address) => begun.find((place) => place.address === address) ?? { address, line: -1, alone: false })
  const others = (places: Place[]) => distinct(places.filter(({ address }) => address !== null && !notice.parties.has(address)))
  const found = [others(begun), others(transcript(notice)), others(behindWords(notice))].find((places) => places.length > 0)
  if (found) return found
  if (notice.returnedTo.length > 0) return notice.returnedTo.map((address) => ({ address, line: -1, alone: false }))
  const any = others(anywhere(notice))
  if (any.length > 0) return any.slice(0, 1)
  return begun.length > 0 ? begun : [{ address: null, line: -1, alone: false }]
}

const beginning = new RegExp(`^(?:>>>\\s{0,5}|[*•·-]\\s{1,5}|["'])?<?(${addressPattern})>?(?=$|[\\s:"',;([>])`)
const notHim = /(?:sent by|\bfrom|sender|contact|write to|mail to|to the address|to the administrator)\s*:?$/i

function linesThatBegin({ lines }: Notice): Place[] {
  let previous = ''
  return lines.flatMap((line, index) => {
    const trimmed = line.trim()
    const found = beginning.exec(trimmed)?.[1]
    const before = previous
    if (trimmed !== '') previous = trimmed
    return found === undefined || notHim.test(before) ? [] : [{ address: plainAddress(found), line: index, alone: false }]
  })
}

const refusedInTranscript = new RegExp(`^(?:<<<\\s{0,3})?[45]\\d\\d[ -].{0,40}?<(${addressPattern})>\\.\\.\\.`)

function transcript({ lines }: Notice): Place[] {
  return lines.flatMap((line, index) => {
    const found = refusedInTranscript.exec(line.trim())?.[1]
    return found === undefined ? [] : [{ address: plainAddress(found), line: index, alone: true }]
  })
}

const opened = '[<("\'「\\[]'
const telling = new RegExp(
  `(?:(?:\\bto|recipients?|user|mailbox|address|account|alias|attempts|userid|allowed size|mailing list|\\bpara|destinatario|usuario|direcci[oó]n|odbiorcy|adresat|adresu)(?:\\s{0,3}[:：=]\\s{0,5}|\\s{1,5}|(?=${opened}))|(?:收件人|用户|用戶|邮箱|郵箱|地址|宛先)\\s{0,3}[:：]?\\s{0,3})${opened}{0,2}(${addressPattern})`,
  'iu',
)
const ofTheSender = /^\W{0,5}(?:from|sender|mail from|reply-to|cc|original sender|de|od|发件人)\b/i

function behindWords({ lines }: Notice): Place[] {
  return lines.flatMap((line, index) => {
    const found = ofTheSender.test(line) ? undefined : telling.exec(line)?.[1]
    return found === undefined ? [] : [{ address: plainAddress(found), line: index, alone: false }]
  })
}

const anyAddress = new RegExp(addressPattern)

function anywhere({ lines }: Notice): Place[] {
  return lines.flatMap((line, index) => {
    const found = anyAddress.exec(line)?.[0]
    return found === undefined ? [] : [{ address: plainAddress(found), line: index, alone: false }]
  })
}

function distinct(places: Place[]): Place[] {
  const seen = new Set<string | null>()
  return places.filter(({ address }) => !seen.has(address) && seen.add(address))
}

function blockOf(lines: readonly string[], { address, line, alone }: Place, end: number | undefined): string {
  const block = lines
    .slice(line, alone ? line + 1 : end)
    .join('\n')
    .slice(0, blockLimitCharacters)
    .trim()
  return address !== null && !alone && block.toLowerCase().startsWith(address, block.startsWith('<') ? 1 : 0)
    ? block.slice(block.search(/[\s:]|$/)).replace(/^[\s:>]+/, '')
    : block
}
