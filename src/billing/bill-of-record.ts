// A recorded bill computed again from the account's reads and the rates. A record that the rules do not reproduce is
// named, never explained: a person has to find out which of them is wrong.
import type { AccountHistory, BillLine, BillRecord, LedgerEntry } from '../accounts/account-history.ts'
import { type Cents, cents, sumCents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { accountOverTime } from './account-over-time.ts'
import type { BilledProperty } from './charge.ts'
import { type BillInput, type ComputedBill, computeBill } from './compute-bill.ts'
import type { BillToExplain, NamedEntry } from './explain-difference.ts'
import { decimalText } from './fraction.ts'
import type { BillRefusal } from './refusal.ts'
import { standingEntries } from './standing-entries.ts'
import type { Tariff } from './tariff.ts'

export type RecordedBill = BillToExplain & {
  record: BillRecord
  /** The ledger entries behind `entries`, in their order. */
  ledger: LedgerEntry[]
}

const quantityDecimals = 6

export function billOfRecord(history: AccountHistory, billId: string, tariff: Tariff): Result<RecordedBill, BillRefusal> {
  const record = history.bills.find((bill) => bill.id === billId)
  if (!record) return refused({ name: 'missing-input', about: billId })
  const linesCents = sumCents(record.lines.map((line) => line.amountCents))
  if (linesCents !== record.totalCents) return contradiction('lines-contradict-total', record, linesCents)

  const input = billInputOf(history, record, tariff)
  const bill = computeBill(input)
  if (!bill.ok) return bill
  if (bill.value.totalCents !== record.totalCents) {
    return contradiction('recomputation-contradicts-total', record, bill.value.totalCents)
  }
  const posted = standingEntries(history.ledger).filter((entry) => entry.kind === 'bill' && entry.billId === billId)
  const postedCents = sumCents(posted.map((entry) => entry.amountCents))
  if (posted.length > 0 && postedCents !== record.totalCents) return contradiction('ledger-contradicts-bill', record, postedCents)

  const ledger = enteredSinceBillBefore(history, record)
  return ok({ record, input, bill: bill.value, ledger, entries: ledger.map(namedEntry) })
}

/** The lines of a bill as records keep them; a line without a rate in force is left out, a charge of 0 is not. */
export function linesOf(bill: ComputedBill): BillLine[] {
  const lines = bill.slices.flatMap((slice): BillLine[] => {
    const { water, sewer, tax } = slice
    const days = { fromOn: slice.from, toOn: slice.to, days: slice.days, quantity: Number(decimalText(slice.quantity, quantityDecimals)) }
    const waterLines = slice.blocks?.map(
      (block): BillLine => ({
        ...{ kind: 'water', ...days, quantity: Number(decimalText(block.quantity, quantityDecimals)), rate: block.printed },
        ...{ amountCents: block.cents, sample: water.sample, block: block.number },
      }),
    )
    const charged: BillLine[] = [
      ...(slice.service
        ? [
            {
              kind: 'service' as const,
              ...days,
              quantity: 0,
              rate: slice.service.printed,
              amountCents: slice.serviceCents,
              sample: slice.service.sample,
            },
          ]
        : []),
      ...(waterLines ?? [{ kind: 'water' as const, ...days, rate: water.printed, amountCents: slice.waterCents, sample: water.sample }]),
      // A percentage of a charge at a sample rate is itself a sample value.
      { kind: 'sewer', ...days, rate: sewer.printed, amountCents: slice.sewerCents, sample: sewer.sample || water.sample },
    ]
    if (tax && tax.value.n > 0n) charged.push({ kind: 'tax', ...days, rate: tax.printed, amountCents: slice.taxCents, sample: tax.sample })
    return charged
  })
  const { from, to, measured } = bill
  const whole = { fromOn: from, toOn: to, days: measured.days }
  if (bill.minimum.cents > 0) {
    const least = bill.slices.findLast((slice) => slice.minimum)?.minimum
    lines.push({
      kind: 'minimum',
      ...whole,
      quantity: 0,
      rate: least?.printed ?? '',
      amountCents: bill.minimum.cents,
      sample: least?.sample ?? false,
    })
  }
  const charged = [bill.water, bill.service, bill.minimum, bill.sewer, bill.tax]
  const reliefCents = cents(-charged.reduce((sum, line) => sum + line.reliefCents, 0))
  if (reliefCents === 0) return lines
  const quantity = Number(decimalText(measured.use, quantityDecimals))
  const sample = lines.some((line) => line.sample)
  return [...lines, { kind: 'relief', ...whole, quantity, rate: '', amountCents: reliefCents, sample }]
}

/** The account as it was on each day of the bill: its class, exemptions and relief with their dates. */
export function billInputOf(
  history: Pick<AccountHistory, 'account' | 'exemptions' | 'meters' | 'reads'> & { property?: BilledProperty },
  record: Pick<BillRecord, 'fromReadId' | 'toReadId'>,
  tariff: Tariff,
): BillInput {
  return {
    ...accountOverTime(history),
    meters: history.meters,
    reads: history.reads,
    fromReadId: record.fromReadId,
    toReadId: record.toReadId,
    tariff,
    ...(history.property ? { property: history.property } : {}),
  }
}

/** Adjustments and penalties entered after the bill before was issued and up to this one: they stand on this one. */
function enteredSinceBillBefore({ bills, ledger }: AccountHistory, record: BillRecord): LedgerEntry[] {
  const before = bills.findLast((bill) => bill.issuedOn < record.issuedOn)
  return standingEntries(ledger).filter(
    (entry) =>
      (entry.kind === 'adjustment' || entry.kind === 'penalty') &&
      entry.enteredOn <= record.issuedOn &&
      entry.enteredOn > (before?.issuedOn ?? Number.NEGATIVE_INFINITY),
  )
}

function namedEntry({ id, kind, amountCents }: LedgerEntry): NamedEntry {
  return { id, kind: kind === 'penalty' ? 'penalty' : 'one-time', amountCents }
}

function contradiction(name: BillRefusal['name'], record: BillRecord, computedCents: Cents) {
  return refused({ name, about: record.id, recordedCents: record.totalCents, computedCents })
}
