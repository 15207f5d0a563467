// A sender as mail programs write him into a text: with brackets of every kind, with links, on behalf of somebody.

import type { Address } from '../mail-reading.ts'
import { validAddress } from '../mime/read-addresses.ts'
import { visible } from './fold-words.ts'

export const nobody: Address = { address: null, name: null }

const addressPattern = /[^\s<>()[\]:;,"'«»„”“|]{1,64}@[^\s<>()[\]:;,"'«»„”“|]{1,255}/
const valueLimitCharacters = 1_000
const nameLimitCharacters = 200

/** Of `John Doe [mailto:john@example.com]`, `"Doe, John" <…> on behalf of …`, `john@example.com (John)` the first person. */
export function writtenSender(value: string): Address {
  const text = visible(value.slice(0, valueLimitCharacters))
  const found = addressPattern.exec(text)
  const address = found ? validAddress(found[0].replace(/^mailto:/i, '')) : null
  if (!found || address === null) return { address: null, name: nameOf(text.split(/[<[]/, 1)[0] as string) }
  const name = nameOf((text.slice(0, found.index).split(/[<[(]|mailto:/i, 1)[0] as string).trim())
  const behind = /^>?\s*\(([^()]{1,200})\)/.exec(text.slice(found.index + found[0].length))?.[1]
  const told = name ?? (behind === undefined ? null : nameOf(behind))
  return { address, name: told?.toLowerCase() === address ? null : told }
}

/** Of an attribution: the name is what stands before the address and behind the date. */
export function attributedSender(text: string): Address {
  const found = addressPattern.exec(text)
  const address = found ? validAddress(found[0]) : null
  if (!found || address === null) return nobody
  const before = text.slice(0, found.index).replace(/[\s<([]+$/, '')
  const quoted = /["„“«]\s*([^"„”“«»]{1,200}?)\s*["”“»]$/.exec(before)?.[1]
  const bare = before
    .slice(Math.max(...[...before.matchAll(/[\d,:;]/g)].map((match) => match.index), -1) + 1)
    .trim()
    .replace(/^(?:(?:AM|PM|[ap]\.m\.|UTC|GMT|CET|CEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|Uhr|\p{Ll}[\p{Ll}.()/]*)(?:\s+|$))+/u, '')
  return { address, name: nameOf(quoted ?? bare) }
}

function nameOf(text: string): string | null {
  const name = text
    .replace(/[\s*"„”“«»<>|]+/g, ' ')
    .trim()
    .replace(/^'(.*)'$/, '$1')
    .replace(/[,;:]+$/, '')
    .slice(0, nameLimitCharacters)
    .trim()
  return name === '' ? null : name
}
