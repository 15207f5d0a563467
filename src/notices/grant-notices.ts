// Which of the automatic mails that would leave now do leave: few to one address a day, and a bounded number to one domain,
// whose thousand addresses may be one robot, or one victim of somebody who writes in its name.

import { domainOf } from '../kernel/mail-address.ts'

export type Limits = { anAddress: number; aDomain: number; providers: readonly string[] }
/** What each address and each domain has had in the last 24 hours; those without any may be absent. */
export type Had = { byAddress: ReadonlyMap<string, number>; byDomain: ReadonlyMap<string, number> }

/** In the order of the addresses. One that is granted counts for those behind it. */
export function grantNotices(addresses: readonly string[], had: Had, { anAddress, aDomain, providers }: Limits): boolean[] {
  const byAddress = new Map(had.byAddress)
  const byDomain = new Map(had.byDomain)
  return addresses.map((address) => {
    const domain = domainOf(address)
    const [toAddress, toDomain] = [byAddress.get(address) ?? 0, byDomain.get(domain) ?? 0]
    if (toAddress >= anAddress || (toDomain >= aDomain && !providers.includes(domain))) return false
    byAddress.set(address, toAddress + 1)
    byDomain.set(domain, toDomain + 1)
    return true
  })
}
