// One account with everything its records say, as the rules of billing read it and as an import hands it in.
import type { Day } from '../kernel/days.ts'
import type { Cents } from '../kernel/money.ts'

export type AccountHistory = {
  account: BilledAccountRecord
  property: PropertyRecord
  people: PersonOnAccount[]
  meters: Meter[]
  /** By date; on the day of an exchange the old meter's last read stands first. */
  reads: MeterRead[]
  /** By the day they were issued. */
  bills: BillRecord[]
  /** By date. */
  ledger: LedgerEntry[]
  exemptions: Exemption[]
  /** What the billing system knows beside the bills; each by date. */
  notices: BillingNotice[]
  arrangements: PaymentArrangement[]
  serviceOrders: ServiceOrder[]
  contacts: ContactNote[]
}

export type BilledAccountRecord = {
  number: string
  /** The rate class of today. */
  class: string
  /** Earlier classes with their first day, by date; empty where the class never changed. */
  classes: { fromOn: Day; class: string }[]
  openedOn: Day
  closedOn: Day | null
}

export type PropertyRecord = {
  id: string
  pin: string | null
  address: string
  type: string
  vacantSince: Day | null
  /** The assessor's, such as 2-11. */
  assessorClass: string | null
  units: number | null
  buildingSquareFeet: number | null
  lotSquareFeet: number | null
}

export type PersonOnAccount = { id: string; name: string; email: string | null; phone: string | null; role: PersonRole }
export type PersonRole = 'owner' | 'account-holder' | 'tenant'

/** One count of the register is `unitsPerCount` cubic feet. */
export type Meter = { id: string; unitsPerCount: number; digits: number; sizeInches: string; installedOn: Day; removedOn: Day | null }

export type ReadKind = 'actual' | 'estimated' | 'customer'
export type MeterRead = {
  id: string
  meterId: string
  readOn: Day
  kind: ReadKind
  value: number
  /** The register passed its last number since the read before. */
  rolledOver: boolean
}

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
  kind: 'water' | 'sewer' | 'tax' | 'relief' | 'service' | 'minimum' | 'assessment'
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
  /** Of a schedule with blocks, counted from one; a record does not say it. */
  block?: number
}

export type LedgerKind = 'bill' | 'payment' | 'adjustment' | 'penalty' | 'fee' | 'refund'

/** Positive is owed, negative paid or credited. */
export type LedgerEntry = {
  id: string
  enteredOn: Day
  kind: LedgerKind
  amountCents: Cents
  /** The bill it belongs to, where the record names one. */
  billId: string | null
  memo: string
  /** The entry that this one takes back. */
  reversesId: string | null
  /** Ours, of the adjustment that it posts. */
  reference: string | null
}

/** `senior-sewer`: the sewer line is 0; `relief`: `percent`, as written, is taken off each line. Both days count; null is open. */
export type Exemption = { id: string; kind: 'senior-sewer' | 'relief'; percent: string | null; fromOn: Day; toOn: Day | null }

export type BillingNotice = { id: string; kind: string; sentOn: Day; dueOn: Day | null; amountCents: Cents | null; text: string }

export type PaymentArrangement = {
  id: string
  agreedOn: Day
  endsOn: Day | null
  status: 'active' | 'kept' | 'broken' | 'cancelled'
  totalCents: Cents
  downPaymentCents: Cents
  instalments: number
  instalmentCents: Cents
}

export type ServiceOrder = {
  id: string
  meterId: string | null
  kind: string
  status: string
  requestedOn: Day
  doneOn: Day | null
  notes: string
}

export type ContactNote = { id: string; contactedOn: Day; channel: string; by: string; text: string }

/** A payment on another account that shares a person or the property. */
export type PaymentElsewhere = { accountNumber: string; entryId: string; enteredOn: Day; amountCents: Cents }

/** A person whose address is on file for an account. */
export type OnFile = { accountNumber: string; personName: string; role: string }
