// One account with everything its records say, as the rules of billing read it and as an import hands it in.
import type { Day } from '../kernel/days.ts'
import type { Cents } from '../kernel/money.ts'

export type AccountHistory = {
  account: { number: string; class: string; openedOn: Day; closedOn: Day | null }
  property: { id: string; pin: string | null; address: string; type: string; vacantSince: Day | null }
  people: PersonOnAccount[]
  meters: Meter[]
  /** By date; on the day of an exchange the old meter's last read stands first. */
  reads: MeterRead[]
  /** By the day they were issued. */
  bills: BillRecord[]
  /** By date. */
  ledger: LedgerEntry[]
}

export type PersonOnAccount = { id: string; name: string; email: string | null; phone: string | null; role: PersonRole }
export type PersonRole = 'owner' | 'account-holder' | 'tenant'

/** One count of the register is `unitsPerCount` cubic feet. */
export type Meter = { id: string; unitsPerCount: number; digits: number; sizeInches: string; installedOn: Day }

export type ReadKind = 'actual' | 'estimated' | 'customer'
export type MeterRead = { id: string; meterId: string; readOn: Day; kind: ReadKind; value: number }

export type BillRecord = {
  id: string
  issuedOn: Day
  dueOn: Day
  fromReadId: string
  toReadId: string
  quantityCubicFeet: number
  totalCents: Cents
  /** The rate schedule it was computed with. */
  schedule: string
  lines: BillLine[]
}

export type BillLine = {
  kind: 'water' | 'sewer' | 'tax' | 'relief'
  /** First and last counted day. */
  fromOn: Day
  toOn: Day
  days: number
  /** Cubic feet, to six decimals, as a person reads it; the charge was computed from the exact share. */
  quantity: number
  /** As printed in the schedule: dollars for 1,000 cubic feet, percent, dollars for 1,000 gallons. */
  rate: string
  amountCents: Cents
  /** A rate that nobody published had a part in this line. */
  sample: boolean
}

export type LedgerKind = 'bill' | 'payment' | 'adjustment' | 'penalty'

/** Positive is owed, negative paid or credited. */
export type LedgerEntry = {
  id: string
  enteredOn: Day
  kind: LedgerKind
  amountCents: Cents
  /** The bill it belongs to, where the record names one. */
  billId: string | null
  memo: string
}

/** A person whose address is on file for an account. */
export type OnFile = { accountNumber: string; personName: string; role: string }
