// Address fields as they really occur (RFC 5322, 3.4, and what is sent instead): groups, several addresses, none that is valid,
// names with commas, addresses without brackets or with spaces. Each character is looked at once.
import { domainToASCII } from 'node:url'
import type { Address } from '../mail-reading.ts'
import { decodeWords } from './encoded-words.ts'

const addressLimitCharacters = 320 // RFC 5321: 64 before the @ and 255 behind it
const listLimit = 200
const nameLimitCharacters = 200
const unendedLimit = 100 // quotes and comments without an end; each is looked along for some way
const fieldLimitCharacters = 60_000

/** Every mailbox of a field, groups opened. `raw` has one character a byte. */
export function readAddresses(raw: string | undefined, hint: string | null): Address[] {
  if (raw === undefined || raw === '') return []
  return entriesOf(raw.slice(0, fieldLimitCharacters)).flatMap((entry) => addressOf(entry, hint) ?? [])
}

/** What stands between two commas: words as they stood, an address in brackets, comments. */
type Entry = { words: string; quoted: string; bracket: string | null; comment: string }

function entriesOf(text: string): Entry[] {
  const entries: Entry[] = []
  let entry: Entry = { words: '', quoted: '', bracket: null, comment: '' }
  const close = () => {
    if (entries.length < listLimit && (entry.words.trim() !== '' || entry.quoted !== '' || entry.bracket !== null || entry.comment !== ''))
      entries.push(entry)
    entry = { words: '', quoted: '', bracket: null, comment: '' }
  }
  let unended = 0
  for (let at = 0; at < text.length && entries.length < listLimit; at++) {
    const character = text[at] as string
    if (character === '"' && unended < unendedLimit) {
      const [content, end] = until(text, at, '"')
      if (end === at) unended++
      // A quoted local part belongs to its address: "jane doe"@example.com
      if (text[end + 1] === '@') entry.words += `"${content}"`
      else {
        entry.quoted += `${entry.quoted === '' ? '' : ' '}${content}`
        entry.words += ' '
      }
      at = end
    } else if (character === '(' && unended < unendedLimit) {
      const [content, end] = comment(text, at)
      if (end === at) unended++
      entry.comment += `${entry.comment === '' ? '' : ' '}${content}`
      at = end
    } else if (character === '<') {
      const end = text.indexOf('>', at)
      const stop = end < 0 ? text.length : end
      const content = text.slice(at + 1, stop)
      // `<a@example.com, b@example.com>` and a bracket that never ends do occur; the last bracket holds the address.
      entry.bracket = entry.bracket === null || content.includes('@') ? content : entry.bracket
      at = stop
    } else if (character === ',' || character === ';') {
      if (character === ',' && nameGoesOn(entry, text, at)) entry.words += character
      else close()
    } else if (character === ':' && entry.bracket === null && !entry.words.includes('@') && !/=\?[^?]*$/.test(entry.words.slice(-90))) {
      entry = { words: '', quoted: '', bracket: null, comment: '' } // a group's name
    } else entry.words += character
  }
  close()
  return entries
}

/** `Doe, Jane <jane@example.com>`: words without an address before the comma belong to the name after it. */
function nameGoesOn(entry: Entry, text: string, at: number): boolean {
  if (entry.bracket !== null || entry.words.includes('@') || (entry.words.trim() === '' && entry.quoted === '')) return false
  const ahead = /^[^,;:<>@"()]{1,100}</.exec(text.slice(at + 1, at + 120))
  return ahead !== null
}

/** The text of a quoted string that begins at `at`, and the index of its end; one that never ends is no quote. */
function until(text: string, at: number, mark: string): [content: string, end: number] {
  let content = ''
  for (let index = at + 1; index < text.length && index < at + 1_000; index++) {
    if (text[index] === '\\') content += text[++index] ?? ''
    else if (text[index] === mark) return [content, index]
    else content += text[index]
  }
  return ['', at]
}

function comment(text: string, at: number): [content: string, end: number] {
  let depth = 0
  for (let index = at; index < text.length && index < at + 1_000; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === '(') depth++
    else if (text[index] === ')' && --depth === 0) return [text.slice(at + 1, index), index]
  }
  return ['', at]
}

function addressOf(entry: Entry, hint: string | null): Address | null {
  const words = entry.words.replace(/\s+/g, ' ').trim()
  const name = cleanName(decodeWords([entry.quoted, words].filter((piece) => piece !== '').join(' '), hint))
  const comment = cleanName(decodeWords(entry.comment, hint))
  if (entry.bracket !== null) {
    const address = validAddress(decodeWords(entry.bracket, hint)) ?? validAddress(words)
    return { address, name: name ?? comment }
  }
  const bare = validAddress(words)
  if (bare !== null) return { address: bare, name: cleanName(decodeWords(entry.quoted, hint)) ?? comment }
  // `Jane Doe jane@example.com`, and a whole address inside an encoded word or inside the quotes of its name.
  const decoded = `${decodeWords(words, hint)} ${entry.quoted}`
  const found = /[^\s<>(),;:"]{1,64}@[^\s<>(),;:"]{1,255}/.exec(decoded)?.[0]
  const address = found === undefined ? null : validAddress(found)
  if (address !== null) return { address, name: cleanName(decoded.replace(found as string, '').replace(/[<>"]/g, '')) ?? comment }
  return name === null && comment === null ? null : { address: null, name: name ?? comment }
}

/** Lower case with an ASCII domain, or null when no mail could go there. Spaces around its signs are forgiven, others are not. */
export function validAddress(given: string): string | null {
  if (given.length > 3 * addressLimitCharacters) return null
  const text = given
    .replace(/^\s*(?:mailto:|smtp:|@[^:<>]{1,300}:)/i, '') // the last is a way through servers that nobody goes any more (RFC 5322, 4.4)
    .replace(/\s*([@.])\s*/g, '$1')
    .replace(/^['\s]+|['\s.]+$/g, '')
  const at = text.lastIndexOf('@')
  if (at < 1 || text.length > addressLimitCharacters) return null
  const domain = domainToASCII(text.slice(at + 1).toLowerCase())
  const local = text
    .slice(0, at)
    .toLowerCase()
    .replace(/^"([^\s@<>(),;:\\"[\]]+)"$/, '$1')
  if (!/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/.test(domain)) return null
  if (/[\s@<>(),;:\\"[\]\p{C}]/u.test(local) || local.includes('\ufffd')) return null
  return `${local}@${domain}`
}

function cleanName(given: string): string | null {
  const name = given
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .replace(/^'(.*)'$/, '$1')
    .slice(0, nameLimitCharacters)
    .toWellFormed()
    .trim()
  return name === '' ? null : name
}
