// Address fields as they really occur: groups, several addresses, none that is valid, names with commas.
import { domainToASCII } from 'node:url'
import type { AddressObject, EmailAddress } from 'mailparser'
import type { Address } from './mail-reading.ts'

const addressLimitCharacters = 320 // RFC 5321: 64 before the @ and 255 behind it
const listLimit = 200
const nameLimitCharacters = 200

/** Every mailbox of a field, groups opened. */
export function readAddresses(field: AddressObject | AddressObject[] | undefined): Address[] {
  const fields = field === undefined ? [] : Array.isArray(field) ? field : [field]
  const found: Address[] = []
  const visit = (entries: EmailAddress[], depth: number) => {
    for (const entry of entries) {
      if (found.length >= listLimit) return
      if (entry.group && depth < 3) visit(entry.group, depth + 1)
      else found.push({ address: validAddress(entry.address), name: cleanName(entry.name) })
    }
  }
  for (const { value } of fields) visit(value, 0)
  return found
}

/** Lower case with an ASCII domain, or null when no mail could go there. */
function validAddress(given: string | undefined): string | null {
  const text = (given ?? '').trim()
  const at = text.lastIndexOf('@')
  if (at < 1 || text.length > addressLimitCharacters) return null
  const domain = domainToASCII(text.slice(at + 1).toLowerCase())
  const local = text.slice(0, at).toLowerCase()
  if (domain === '' || !/^[a-z0-9.-]+$/.test(domain) || /[\s@<>(),;:\\"[\]\p{C}]/u.test(local)) return null
  return `${local}@${domain}`
}

function cleanName(given: string | undefined): string | null {
  const name = (given ?? '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, nameLimitCharacters)
    .toWellFormed()
  return name === '' ? null : name
}
