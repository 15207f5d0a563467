// What an account's page shows: the account's card of every case, and beside it what only staff who look into it need.
import type { AccountHistory } from '../../accounts/accounts.ts'
import type { Adjustment, Hold } from '../../adjustments/adjustments.ts'
import { compareBills } from '../../billing/explain-bill.ts'
import { useChart } from '../../billing/use-chart.ts'
import { caseName } from '../../cases/case.ts'
import { addDays, type Day, dayOf, formatDay } from '../../kernel/days.ts'
import { renderChart } from '../../platform/charts.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { accountHref } from './account-asked.ts'
import { accountView } from './account-view.ts'
import { adjustmentHref, adjustmentRow, reasonChoices } from './adjustment-words.ts'
import { differenceView, explanationView } from './explanation-view.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { anchorOf, dayWords, numberWords, statusWords } from './office-words.ts'

export type AccountAsked = {
  asOf: Day
  compared: { billId: string | undefined; againstId: string | undefined }
  member: StaffMember
}

const chartSize = { width: 760, height: 260 }
const casesShown = 20
const paymentDays = 200 // before the newest bill: the one before it, and the time to pay
const investigatedDays = 3 * 365

export async function accountPageView(office: ConsoleOffice, history: AccountHistory, { asOf, compared, member }: AccountAsked) {
  const { number } = history.account
  const today = dayOf(office.clock.now(), office.config.office.timeZone)
  const [elsewhere, balance, records, holds, adjustments, cases, staff] = await Promise.all([
    office.accounts.paymentsElsewhere(number, addDays(asOf, -paymentDays)),
    office.accounts.balanceCents(number, asOf),
    office.accountImports.recordsAge(),
    office.adjustments.holds({ accountNumber: number }),
    office.adjustments.list({ accountNumber: number }),
    office.cases.queue({ search: number }),
    office.staff.list(),
  ])
  const names = new Map(staff.map(({ id, name }) => [id, name]))
  const rules = office.rulebook.inForce('adjustments', today).value
  const authority = office.rulebook.inForce('authority', today).value
  const { option, label } = useChart(history)
  return {
    account: {
      ...accountView(history, balance, asOf),
      chart: renderChart(option, { ...chartSize, label }),
      meters: history.meters.map((meter) => ({ ...meter })),
      assessed: assessedWords(history.property),
      classes: history.account.classes.map((change) => ({ words: `${change.class.toLowerCase()} from ${dayWords(change.fromOn)}` })),
      exemptions: history.exemptions.map(exemptionWords),
    },
    href: accountHref(number),
    asOfIso: formatDay(asOf),
    today: asOf === today,
    records: { none: records.state === 'none', tooOld: records.state === 'too-old', asOf: records.state === 'none' ? null : records.asOf },
    beside: besideView(history),
    comparison: comparisonView(history, compared, office),
    explanation: explanationView(history, asOf, office.rulebook, elsewhere),
    bills: billChoices(history, undefined),
    compare: {
      bills: billChoices(history, compared.billId ?? history.bills.at(-1)?.id),
      against: billChoices(history, compared.againstId ?? history.bills.at(-2)?.id),
    },
    holds: holds.map((hold) => holdView(hold, names)),
    holdChoices: { stops: rules.holds.stops, latest: formatDay(addDays(today, rules.holds.longest_days)), earliest: formatDay(today) },
    mayHold: may(member, 'place_hold', authority),
    mayPropose: may(member, 'propose_adjustment', authority),
    reasons: reasonChoices(rules, ['credit', 'charge', 'penalty-waiver']),
    adjustments: adjustments.map((one: Adjustment) => ({ ...adjustmentRow(one, names), href: adjustmentHref(one.id) })),
    cases: cases.cases
      .slice(0, casesShown)
      .map((one) => ({ name: caseName(one), subject: one.subject, status: one.status, statusWords: statusWords[one.status] })),
    investigate: { from: formatDay(addDays(today, -investigatedDays)), to: formatDay(today) },
  }
}

/** Newest first. */
function billChoices({ bills }: AccountHistory, chosenId: string | undefined) {
  return bills.map(({ id, issuedOn }) => ({ id, words: `${dayWords(issuedOn)} · ${id}`, chosen: id === chosenId })).reverse()
}

function assessedWords({ assessorClass, units }: AccountHistory['property']): string | null {
  const parts = [assessorClass && `assessor class ${assessorClass}`, units !== null && `${units} ${units === 1 ? 'unit' : 'units'}`]
  return parts.filter(Boolean).join(', ') || null
}

function exemptionWords({ kind, percent, fromOn, toOn }: AccountHistory['exemptions'][number]) {
  const what = kind === 'relief' ? `Relief of ${percent} %` : 'Senior exemption from sewer'
  return { words: `${what}, from ${dayWords(fromOn)}${toOn === null ? '' : ` to ${dayWords(toOn)}`}` }
}

/** What the billing system knows beside the bills; a list without entries is left out. */
function besideView({ notices, arrangements, serviceOrders, contacts }: AccountHistory) {
  const lists = [
    { title: 'Notices', rows: notices.map(({ sentOn, kind, text }) => ({ on: sentOn, what: kind, text })) },
    {
      title: 'Payment arrangements',
      rows: arrangements.map(({ agreedOn, status, instalments }) => ({ on: agreedOn, what: status, text: `${instalments} instalments` })),
    },
    {
      title: 'Service orders',
      rows: serviceOrders.map(({ requestedOn, kind, status, notes }) => ({ on: requestedOn, what: `${kind}, ${status}`, text: notes })),
    },
    {
      title: 'Contact notes',
      rows: contacts.map(({ contactedOn, channel, by, text }) => ({ on: contactedOn, what: `${channel}, ${by}`, text })),
    },
  ]
  return lists.filter(({ rows }) => rows.length > 0).map(({ title, rows }) => ({ title, rows: rows.reverse() }))
}

function comparisonView(history: AccountHistory, { billId, againstId }: AccountAsked['compared'], office: Pick<ConsoleOffice, 'rulebook'>) {
  const [later, earlier] = [billId, againstId].map((id) => history.bills.find((bill) => bill.id === id))
  if (!later || !earlier) return null
  const compared = compareBills(
    history,
    { earlierId: earlier.id, laterId: later.id },
    office.rulebook.inForce('rates', later.issuedOn).value,
  )
  if (!compared.ok) {
    const { name, about } = compared.refusal
    return {
      laterId: later.id,
      earlierId: earlier.id,
      refusal: `The records do not let these bills be compared (${name.replaceAll('-', ' ')}: ${about}).`,
      rows: [],
      earlier: null,
      later: null,
    }
  }
  const side = (bill: typeof compared.value.earlier) => ({
    ...{ issuedOn: bill.issuedOn, days: bill.days, gallonsPerDay: numberWords(bill.gallonsPerDay), amountCents: bill.amountCents },
  })
  return {
    ...{ laterId: later.id, earlierId: earlier.id, refusal: null },
    ...{ earlier: side(compared.value.earlier), later: side(compared.value.later), rows: differenceView(compared.value.difference) },
  }
}

function holdView(hold: Hold, names: ReadonlyMap<string, string>) {
  return {
    ...{
      id: hold.id,
      anchor: anchorOf(`hold:${hold.id}`),
      stops: hold.stops.join(', '),
      disputedCents: hold.disputedCents,
      reason: hold.reason,
    },
    ...{ placedAt: hold.placedAt, by: names.get(hold.placedBy) ?? hold.placedBy, expiresOn: hold.expiresOn, stands: hold.endedAt === null },
    ...{
      endedAt: hold.endedAt,
      endWords: hold.endedBy === null ? hold.endReason : `${names.get(hold.endedBy) ?? hold.endedBy}: ${hold.endReason}`,
    },
  }
}
