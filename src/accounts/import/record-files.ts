// The files of a set: which columns each has, what a column may hold, and which records it names. docs/import.md says the
// same in words; a test holds the two together.
import type { ColumnKind } from './column-kinds.ts'

export type Column = {
  name: string
  /** Of the staging table, and of the record's table where it has the same one. */
  column: string
  kind: ColumnKind
  /** Its value is the key of a record of that file, known from an earlier set or named by this one. */
  names?: FileName
} & ({ required: true } | { required: false; empty: null | string })

export type RecordFile = {
  name: FileName
  table: string
  /** Without it a set is no set. */
  required: boolean
  columns: readonly Column[]
  /** Columns of the staging table that tell one row from another. */
  key: readonly string[]
}

export const fileNames = [
  'properties',
  'accounts',
  'account_classes',
  'people',
  'meters',
  'reads',
  'bills',
  'bill_lines',
  'ledger',
  'notices',
  'arrangements',
  'exemptions',
  'service_orders',
  'contacts',
] as const
export type FileName = (typeof fileNames)[number]

const id: ColumnKind = { kind: 'id' }
const date: ColumnKind = { kind: 'date' }
const money: ColumnKind = { kind: 'money' }
const text = (most: number): ColumnKind => ({ kind: 'text', most })
const whole = (most: number): ColumnKind => ({ kind: 'whole', most })
const oneOf = (...words: string[]): ColumnKind => ({ kind: 'one-of', words })

function required(name: string, kind: ColumnKind, { column = name, names }: { column?: string; names?: FileName } = {}): Column {
  return { name, column, kind, required: true, ...(names ? { names } : {}) }
}

function optional(name: string, kind: ColumnKind, { column = name, empty = null, names }: OptionalRest = {}): Column {
  return { name, column, kind, required: false, empty, ...(names ? { names } : {}) }
}

type OptionalRest = { column?: string; empty?: null | string; names?: FileName }

const account = required('account_number', id, { names: 'accounts' })
const mostCount = 2_147_483_647

/** In the order in which they are brought in: a file names records of those before it. */
export const recordFiles: readonly RecordFile[] = [
  {
    name: 'properties',
    table: 'property',
    required: true,
    key: ['id'],
    columns: [
      required('id', id),
      required('address', text(300)),
      required('type', text(60)),
      optional('pin', { kind: 'pin' }),
      optional('vacant_since', date),
      optional('assessor_class', text(10)),
      optional('units', whole(100_000)),
      optional('building_square_feet', whole(mostCount)),
      optional('lot_square_feet', whole(mostCount)),
    ],
  },
  {
    name: 'accounts',
    table: 'account',
    required: true,
    key: ['number'],
    columns: [
      required('number', id),
      required('property_id', id, { names: 'properties' }),
      required('class', text(60)),
      optional('class_from', date),
      required('opened_on', date),
      optional('closed_on', date),
    ],
  },
  {
    name: 'account_classes',
    table: 'account_class',
    required: false,
    key: ['account_number', 'from_on'],
    columns: [account, required('from_on', date), required('class', text(60))],
  },
  {
    name: 'people',
    table: 'account_person',
    required: true,
    key: ['id', 'account_number', 'role'],
    columns: [
      required('id', id),
      account,
      required('role', oneOf('owner', 'account-holder', 'tenant')),
      required('name', text(200)),
      optional('email', { kind: 'e-mail' }),
      optional('phone', text(40)),
    ],
  },
  {
    name: 'meters',
    table: 'meter',
    required: true,
    key: ['id'],
    columns: [
      required('id', id),
      account,
      required('units_per_count', { kind: 'whole', least: 1, most: 1_000_000 }),
      required('digits', { kind: 'whole', least: 1, most: 9 }),
      required('size_inches', text(20)),
      required('installed_on', date),
      optional('removed_on', date),
    ],
  },
  {
    name: 'reads',
    table: 'meter_read',
    required: true,
    key: ['id'],
    columns: [
      required('id', id),
      required('meter_id', id, { names: 'meters' }),
      required('read_on', date),
      required('kind', oneOf('actual', 'estimated', 'customer')),
      required('value', whole(999_999_999)),
      optional('rolled_over', { kind: 'yes-no' }, { empty: 'false' }),
    ],
  },
  {
    name: 'bills',
    table: 'bill',
    required: true,
    key: ['id'],
    columns: [
      required('id', id),
      account,
      required('issued_on', date),
      required('due_on', date),
      required('from_read_id', id, { names: 'reads' }),
      required('to_read_id', id, { names: 'reads' }),
      required('quantity_cubic_feet', { kind: 'decimal' }),
      required('total', money, { column: 'total_cents' }),
      required('schedule', text(120)),
    ],
  },
  {
    name: 'bill_lines',
    table: 'bill_line',
    required: true,
    key: ['bill_id', 'position'],
    columns: [
      required('bill_id', id, { names: 'bills' }),
      required('position', whole(10_000)),
      required('kind', oneOf('water', 'sewer', 'tax', 'relief', 'service', 'minimum', 'assessment')),
      required('from_on', date),
      required('to_on', date),
      required('days', whole(10_000)),
      required('quantity', { kind: 'decimal' }),
      optional('rate', text(40), { empty: '' }),
      required('amount', money, { column: 'amount_cents' }),
      optional('sample', { kind: 'yes-no' }, { empty: 'false' }),
    ],
  },
  {
    name: 'ledger',
    table: 'ledger_entry',
    required: true,
    key: ['id'],
    columns: [
      required('id', id),
      account,
      required('entered_on', date),
      required('kind', oneOf('bill', 'payment', 'adjustment', 'penalty', 'fee', 'refund')),
      required('amount', money, { column: 'amount_cents' }),
      optional('bill_id', id, { names: 'bills' }),
      optional('memo', text(500), { empty: '' }),
      optional('reference', text(40)),
      optional('refusal', text(300)),
    ],
  },
  {
    name: 'notices',
    table: 'billing_notice',
    required: false,
    key: ['id'],
    columns: [
      required('id', id),
      account,
      required('kind', text(60)),
      required('sent_on', date),
      optional('due_on', date),
      optional('amount', money, { column: 'amount_cents' }),
      optional('text', text(2_000), { empty: '' }),
    ],
  },
  {
    name: 'arrangements',
    table: 'payment_arrangement',
    required: false,
    key: ['id'],
    columns: [
      required('id', id),
      account,
      required('agreed_on', date),
      optional('ends_on', date),
      required('status', oneOf('active', 'kept', 'broken', 'cancelled')),
      required('total', money, { column: 'total_cents' }),
      optional('down_payment', money, { column: 'down_payment_cents', empty: '0' }),
      required('instalments', { kind: 'whole', least: 1, most: 600 }),
      required('instalment', money, { column: 'instalment_cents' }),
    ],
  },
  {
    name: 'exemptions',
    table: 'exemption',
    required: false,
    key: ['id'],
    columns: [
      required('id', id),
      account,
      required('kind', oneOf('senior-sewer', 'relief')),
      optional('percent', { kind: 'percent' }),
      required('from_on', date),
      optional('to_on', date),
    ],
  },
  {
    name: 'service_orders',
    table: 'service_order',
    required: false,
    key: ['id'],
    columns: [
      required('id', id),
      account,
      optional('meter_id', id, { names: 'meters' }),
      required('kind', text(60)),
      required('status', text(60)),
      required('requested_on', date),
      optional('done_on', date),
      optional('notes', text(2_000), { empty: '' }),
    ],
  },
  {
    name: 'contacts',
    table: 'contact_note',
    required: false,
    key: ['id'],
    columns: [
      required('id', id),
      account,
      required('contacted_on', date),
      required('channel', text(60)),
      required('by', text(200)),
      required('text', text(5_000)),
    ],
  },
]

export function recordFile(name: FileName): RecordFile {
  return recordFiles.find((file) => file.name === name) as RecordFile
}
