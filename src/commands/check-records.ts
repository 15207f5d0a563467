// The doctor's look at how old the billing system's records are, and whether replies may state what they say.
import type { RecordsAge } from '../accounts/accounts.ts'
import { formatDay } from '../kernel/days.ts'
import type { Finding } from './finding.ts'

const what = 'records'

export function recordsFinding(age: RecordsAge): Finding {
  const remedy = 'Bring a set of the billing system in; see docs/import.md.'
  if (age.state === 'none') {
    return { what, state: 'not-configured', says: 'none have been brought in, so no reply states a balance or a payment', remedy }
  }
  const days = age.days === 1 ? '1 day ago' : `${age.days} days ago`
  const asOf = `of the billing system, as of ${formatDay(age.asOf)}, ${days}`
  if (age.state === 'fit') return { what, state: 'well', says: asOf }
  return { what, state: 'wrong', says: `${asOf}: after ${age.limitDays} no reply may state a balance or a payment`, remedy }
}
