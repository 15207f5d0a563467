// Whether one domain may vouch for another: DMARC's relaxed alignment (RFC 7489, 3.1.1) by the Public Suffix List, its private
// part included, so that two customers of one provider are two organizations.
import { getDomain } from 'tldts'
import { domainOf } from '../../../kernel/mail-address.ts'

export function aligned(vouching: string, from: string): boolean {
  const organization = organizationalDomain(vouching)
  return organization !== null && organization === organizationalDomain(from)
}

/** `mail.city.co.uk` → `city.co.uk`. Null for what nobody can own as an organization: a public suffix, an address, a single label. */
function organizationalDomain(domain: string): string | null {
  const name = domainName(domain)
  const organization = getDomain(name, { allowPrivateDomains: true })
  if (organization !== null) return organization
  // The provider of a private suffix, such as github.io, owns the name itself; nobody owns co.uk.
  return getDomain(name) === name ? name : null
}

/** As names are compared: in lower case, without the root's dot. */
export function domainName(domain: string): string {
  return domain.toLowerCase().replace(/\.$/, '')
}

export function domainOfAddress(address: string): string {
  return domainName(domainOf(address))
}
