// What billing answers when it cannot: a name that docs/interfaces.md promises, and the record it is about.

export type BillRefusal = {
  name: BillRefusalName
  /** The read, the bill, the uncovered date, the amount, the class or the field that the refusal is about. */
  about: string
  /** Of a contradiction only: what the record says and what the rules give. */
  recordedCents?: number
  computedCents?: number
}

type BillRefusalName =
  | 'period-gap'
  | 'period-overlap'
  | 'read-below-last'
  | 'missing-rate'
  | 'money-decimals'
  | 'unknown-class'
  | 'division-by-zero'
  | 'missing-input'
  // The records contradict each other; a person has to look before anything is explained from them.
  | 'lines-contradict-total'
  | 'recomputation-contradicts-total'
  | 'ledger-contradicts-bill'
