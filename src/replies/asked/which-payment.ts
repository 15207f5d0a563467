// Which payment a mail speaks of: the amount and day that the customer claims, looked for among the payments that stand.
import type { LedgerEntry } from '../../accounts/account-history.ts'
import { standingEntries } from '../../billing/standing-entries.ts'
import { type Day, longDay } from '../../kernel/days.ts'
import { cents, formatCents } from '../../kernel/money.ts'
import { readNamed } from './named-bills.ts'

export type PaymentChoice =
  | { kind: 'found'; entryId: string; reason: string }
  | { kind: 'ambiguous'; candidates: string[]; reason: string }
  | { kind: 'none-such'; reason: string }
  /** The text claims no amount. */
  | { kind: 'unnamed' }

const postingDays = 30 // a mailed check, and the days until somebody enters it

/** Among several of the amount, the one entered within a month after a day that the text names. */
export function whichPayment(text: string, ledger: readonly LedgerEntry[], today: Day): PaymentChoice {
  const { amounts, times } = readNamed(text, today)
  const exact = amounts.filter(({ rounded, cents: said }) => !rounded || said % 100 === 0)
  if (exact.length === 0) return { kind: 'unnamed' }
  const payments = standingEntries(ledger).filter(({ kind }) => kind === 'payment')
  const days = times.filter(({ is }) => is === 'day').flatMap(({ spans }) => spans.map(({ first }) => first))
  for (const { cents: said } of exact) {
    const found = payments.filter(({ amountCents }) => amountCents === -said)
    const dated = found.filter(({ enteredOn }) => days.some((day) => enteredOn >= day && enteredOn - day <= postingDays))
    const fits = days.length > 0 ? dated : found
    const [only] = fits
    if (only && fits.length === 1)
      return {
        kind: 'found',
        entryId: only.id,
        reason: `a payment of ${formatCents(cents(said))} was entered on ${longDay(only.enteredOn)}`,
      }
    if (fits.length > 1)
      return {
        kind: 'ambiguous',
        candidates: fits.map(({ id }) => id),
        reason: `${fits.length} payments of ${formatCents(cents(said))} are in the records`,
      }
  }
  const said = exact.map((amount) => formatCents(cents(amount.cents))).join(' or ')
  return { kind: 'none-such', reason: `no payment of ${said}${days.length > 0 ? ' about that day' : ''} is in the records` }
}
