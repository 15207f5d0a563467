// Which bill a mail disputes: by its amount, its day, its month or its period, with the reason in words that the desk shows.
// Where the words fit several bills, or name an amount that no bill has, nobody guesses: the customer is asked.
import type { AccountHistory } from '../../accounts/account-history.ts'
import { addDays, type Day, longDay } from '../../kernel/days.ts'
import { cents, formatCents } from '../../kernel/money.ts'
import { type Named, type NamedAmount, type NamedTime, readNamed } from './named-bills.ts'

export type BillAsked = {
  id: string
  issuedOn: Day
  dueOn: Day
  /** First and last day of its period. */
  from: Day
  to: Day
  totalCents: number
  /** What was owed in all when it was issued, as the printed bill says beside its total. */
  owedCents: number
}

export type BillChoice =
  | { kind: 'chosen'; billId: string; also: string[]; reason: string }
  | { kind: 'ambiguous'; candidates: string[]; reason: string }
  | { kind: 'none-such'; reason: string }
  /** The text names none: the newest. */
  | { kind: 'default'; billId: string | null; reason: string }

/** `bills` by the day they were issued, as `billsAsked` makes them. `penalties`: amounts of the account's, in cents. */
export function whichBill(text: string, bills: readonly BillAsked[], today: Day, penalties: ReadonlySet<number> = new Set()): BillChoice {
  const newest = bills.at(-1)
  if (!newest) return { kind: 'default', billId: null, reason: 'the account has no bill yet' }
  const named = readNamed(text, today)
  return (
    byAmount(named, bills, today) ??
    byTime(named, bills, today) ??
    byNoAmount(named, penalties) ??
    byWords(named, bills) ?? { kind: 'default', billId: newest.id, reason: 'the newest bill: the mail names none' }
  )
}

/** Those issued by `today`. */
export function billsAsked({ bills, reads, ledger }: AccountHistory, today: Day): BillAsked[] {
  const readOn = new Map(reads.map((read) => [read.id, read.readOn]))
  const sums: number[] = [0]
  for (const entry of ledger) sums.push((sums.at(-1) as number) + entry.amountCents)
  const owedOn = (day: Day) => sums[ledger.findLastIndex((entry) => entry.enteredOn <= day) + 1] as number
  return bills
    .filter(({ issuedOn }) => issuedOn <= today)
    .map(({ id, issuedOn, dueOn, fromReadId, toReadId, totalCents }) => ({
      id,
      issuedOn,
      dueOn,
      from: addDays(readOn.get(fromReadId) ?? issuedOn, 1),
      to: readOn.get(toReadId) ?? issuedOn,
      totalCents,
      owedCents: owedOn(issuedOn),
    }))
}

/** Of several amounts that bills have ("from $99.50 to $212"), the newest bill is in dispute: the others are what it is compared with. */
function byAmount({ amounts, times }: Named, bills: readonly BillAsked[], today: Day): BillChoice | undefined {
  const fits = amounts.flatMap((amount) => {
    const exact = bills.filter((bill) => bill.totalCents === amount.cents)
    const found = exact.length > 0 || !amount.ofBill ? exact : bills.filter((bill) => bill.owedCents === amount.cents)
    return found.length === 0 ? [] : [{ amount, found: narrowed(found, bills, times, today) }]
  })
  const sure = [
    ...fits.filter(({ found }) => found.length === 1).map(({ amount, found }) => exactly(amount, found[0] as BillAsked)),
    ...roundly(
      amounts.filter((amount) => !fits.some((fit) => fit.amount === amount)),
      bills,
    ),
  ].sort((a, b) => a.bill.issuedOn - b.bill.issuedOn)
  const last = sure.at(-1)
  if (last)
    return chosen(
      last.bill,
      sure.map(({ bill }) => bill),
      last.reason,
    )
  const [first] = fits
  if (!first) return undefined
  const reason = `amount ${money(first.amount.cents)} is that of ${first.found.length} bills`
  return { kind: 'ambiguous', candidates: first.found.map(({ id }) => id), reason }
}

type Sure = { bill: BillAsked; reason: string }

function exactly(amount: NamedAmount, bill: BillAsked): Sure {
  return { bill, reason: `amount ${money(amount.cents)} is ${nameOf(bill)}` }
}

/** `$212` for $212.40, or "about $200". Where one of them fits no bill, none of them says which is meant. */
function roundly(amounts: readonly NamedAmount[], bills: readonly BillAsked[]): Sure[] {
  const said = amounts.filter(({ rounded, ofBill }) => rounded && ofBill)
  const fits = said.flatMap((amount): Sure[] => {
    const bill = roundFit(amount, bills)
    const words = amount.words.replace(/\s+/g, ' ')
    return bill ? [{ bill, reason: `amount ${words} fits only ${nameOf(bill)}, of ${money(bill.totalCents)}` }] : []
  })
  return fits.length === said.length ? fits : []
}

/** Of bills of the same amount, those that a day or month in the text points at; where it points at none, the newest of all if it is among them. */
function narrowed(found: readonly BillAsked[], bills: readonly BillAsked[], times: readonly NamedTime[], today: Day): BillAsked[] {
  if (found.length === 1) return [...found]
  for (const time of times) {
    const within = billsOfTime(time, found, today)
    if (within.length > 0 && within.length < found.length) return within
  }
  const newest = bills.at(-1)
  return newest && times.length === 0 && found.includes(newest) ? [newest] : [...found]
}

const standsOut = { within: 0.05, nothingWithin: 0.15 } // of the amount; "about $200" is neither $185 nor $215 to most who say it

/** Only where one bill fits and no other comes near. */
function roundFit({ cents: said }: NamedAmount, bills: readonly BillAsked[]): BillAsked | undefined {
  const inDollars = bills.filter(
    ({ totalCents }) => Math.floor(totalCents / 100) * 100 === said || Math.round(totalCents / 100) * 100 === said,
  )
  if (inDollars.length === 1 && said % 1_000 !== 0) return inDollars[0]
  const near = (share: number) => bills.filter(({ totalCents }) => Math.abs(totalCents - said) <= said * share)
  const [fit] = near(standsOut.within)
  return fit && near(standsOut.nothingWithin).length === 1 ? fit : undefined
}

function byTime({ times, amounts }: Named, bills: readonly BillAsked[], today: Day): BillChoice | undefined {
  let open: BillChoice | undefined
  for (const [index, time] of times.entries()) {
    if (times[index - 1]?.or) continue // told with the one before
    const other = time.or && times[index + 1]
    const either = new Set((other ? [time, other] : [time]).flatMap((each) => billsOfTime(each, bills, today)))
    const found = bills.filter((bill) => either.has(bill))
    const [only] = found
    const words = (other ? `${time.words} or ${other.words}` : time.words).replace(/\s+/g, ' ').slice(0, 60)
    if (only && found.length === 1) {
      const odd = amounts.find(({ ofBill, rounded }) => ofBill && !rounded)
      return chosen(
        only,
        [],
        `${words} is ${nameOf(only)}${odd ? `, of ${money(only.totalCents)}; no bill has the amount ${money(odd.cents)}` : ''}`,
      )
    }
    if (found.length > 1)
      open ??= { kind: 'ambiguous', candidates: found.map(({ id }) => id), reason: `${words} fits ${found.length} bills` }
  }
  return open
}

const recentDays = 183 // "my March bill", said in April, is not that of a year ago

function billsOfTime(time: NamedTime, bills: readonly BillAsked[], today: Day): BillAsked[] {
  const issued = time.covers && time.is !== 'day' ? [] : foundIn(time, today, (span) => issuedIn(span, time, bills))
  return issued.length > 0 || time.is === 'day' ? issued : foundIn(time, today, (span) => coveredBy(span, time, bills))
}

type Span = NamedTime['spans'][number]

function foundIn(time: NamedTime, today: Day, within: (span: Span) => BillAsked[]): BillAsked[] {
  const found = new Set<BillAsked>()
  for (const span of time.spans) {
    const bills = within(span)
    for (const bill of bills) found.add(bill)
    const recent = time.is !== 'span' && bills.length === 1 && today - span.first <= recentDays
    if (recent) break // the newest month or day of that name stands first
  }
  return [...found].sort((a, b) => a.issuedOn - b.issuedOn)
}

function issuedIn({ first, last }: Span, { is }: NamedTime, bills: readonly BillAsked[]): BillAsked[] {
  if (is === 'day') {
    for (const key of ['issuedOn', 'dueOn', 'to', 'from'] as const) {
      const found = bills.filter((bill) => bill[key] === first)
      if (found.length > 0) return found
    }
    return []
  }
  return bills.filter(({ issuedOn }) => issuedOn >= first && issuedOn <= last)
}

function coveredBy({ first, last }: Span, { is }: NamedTime, bills: readonly BillAsked[]): BillAsked[] {
  const shared = (bill: BillAsked) => Math.min(bill.to, last) - Math.max(bill.from, first) + 1
  const most = Math.max(0, ...bills.map(shared))
  // Half a month, or most of the period: a bill that only touches the month is not the bill for it.
  if (most * 2 < Math.min(last - first + 1, longestMonth)) return []
  if (is === 'span') return bills.filter((bill) => shared(bill) * 2 > bill.to - bill.from + 1)
  return bills.filter((bill) => shared(bill) === most)
}

const longestMonth = 31

/** An amount that the mail calls a bill's, and that no bill has: the customer and the records speak of different bills. */
function byNoAmount({ amounts }: Named, penalties: ReadonlySet<number>): BillChoice | undefined {
  const odd = amounts.find(({ ofBill, rounded, cents }) => ofBill && !rounded && !penalties.has(cents))
  return odd && { kind: 'none-such', reason: `no bill of the account has the amount ${money(odd.cents)}` }
}

const severalWords =
  /\b(?:last|past|latest|previous|recent) (two|three|four|2|3|4) (?:water )?bills\b|\b(?:ultim[ao]s|pasad[ao]s) (dos|tres|cuatro|2|3|4) (?:facturas|recibos)\b|\b(dos|tres|cuatro) ultim[ao]s (?:facturas|recibos)\b/u
const counts: Record<string, number> = { two: 2, three: 3, four: 4, dos: 2, tres: 3, cuatro: 4, '2': 2, '3': 3, '4': 4 }
const previousWords =
  /\b(?:the|my|that) (?:previous|prior) (?:water )?bill\b|\b(?:the )?bill before (?:the )?(?:last|this|that)\b|\b(?:la factura|el recibo) anterior\b/u
const newestWords =
  /\b(?:latest|newest|most recent|current|new|last|this|this month's|recent) (?:water )?bill\b|\b(?:mi|la|esta|el|este) (?:ultim[ao]|nuev[ao])? ?(?:factura|recibo)(?: mas reciente)?\b/u

function byWords({ folded }: Named, bills: readonly BillAsked[]): BillChoice | undefined {
  const newest = bills.at(-1) as BillAsked
  const said = folded.replace(/\s+/g, ' ')
  const several = severalWords.exec(said)
  if (several) {
    const also = bills.slice(-(counts[several[1] ?? several[2] ?? several[3] ?? ''] as number))
    return chosen(newest, also, `${several[0]}: the newest is ${nameOf(newest)}`)
  }
  const words = newestWords.exec(said)
  const before = bills.at(-2)
  const previous = previousWords.exec(said)
  if (previous && before && !words) return chosen(before, [], `${previous[0]} is ${nameOf(before)}`)
  return words ? chosen(newest, [], `${words[0]} is ${nameOf(newest)}`) : undefined
}

function chosen(bill: BillAsked, also: readonly BillAsked[], reason: string): BillChoice {
  return { kind: 'chosen', billId: bill.id, also: [...new Set(also.map(({ id }) => id))].filter((id) => id !== bill.id), reason }
}

function nameOf({ issuedOn }: BillAsked): string {
  return `the bill of ${longDay(issuedOn)}`
}

function money(amount: number): string {
  return formatCents(cents(amount))
}
