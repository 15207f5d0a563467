// The fields that a reply's template may name: what the gathered records are called, and what each is. Not every case has every one; a template that
// prints one which a case lacks does not fit that case.

/** A `fact` is printed; a `flag` and a list steer sections; the rest hold others. */
export type KnownField = 'fact' | 'flag' | { [name: string]: KnownField } | readonly [{ [name: string]: KnownField }]
export type KnownFields = { [name: string]: KnownField }

const readKind: KnownFields = { actual: 'flag', estimated: 'flag', customer: 'flag' }

const bill: KnownFields = {
  ...{ issued: 'fact', due: 'fact', total: 'fact', amount: 'fact', hasEntries: 'flag' },
  ...{ days: 'fact', from: 'fact', to: 'fact', gallons: 'fact', gallonsPerDay: 'fact' },
  ...{ fromRead: 'fact', fromReadOn: 'fact', fromKind: readKind, toRead: 'fact', toReadOn: 'fact', toKind: readKind },
}

const difference: KnownFields = {
  ...{ same: 'flag', evenedOut: 'flag', higher: 'flag', lower: 'flag', size: 'fact', difference: 'fact' },
  parts: [
    {
      ...{ amount: 'fact', days: 'flag', use: 'flag', correctedEstimates: 'flag', price: 'flag', meterOrClass: 'flag' },
      ...{ taxAndSewer: 'flag', oneTime: 'flag', penaltiesAndPayments: 'flag' },
    },
  ],
}

const entry: KnownFields = { amount: 'fact', enteredOn: 'fact' }

/** The bill that is asked about, the one before it, and that of a year ago, with what was found about it. */
const explained: KnownFields = {
  ...{ latest: bill, hasPrevious: 'flag', previous: bill, sincePrevious: difference },
  ...{ hasYearAgo: 'flag', yearAgo: bill, sinceYearAgo: difference, hasSampleRates: 'flag' },
  ...{ hasReasons: 'flag', catchUp: 'flag', lastKnownReadOn: 'fact', evenGallonsPerDay: 'fact' },
  ...{ steadyHighUse: 'flag', usualGallonsPerDay: 'fact', highSince: 'fact', useAboveAverage: 'flag', averageGallonsPerDay: 'fact' },
  ...{ rateChanged: 'flag', newRate: 'fact', oldRate: 'fact', rateEffectiveOn: 'fact', rateIsSample: 'flag' },
  ...{ longerPeriod: 'flag', vacantUse: 'flag', vacantSince: 'fact' },
}

/** The ledger, where the records are fit to send. */
const ledger: KnownFields = {
  ...{ balance: 'fact', owes: 'flag', recordsAsOf: 'fact', hasLastPayment: 'flag', lastPayment: entry },
  ...{ penalty: entry, penalized: { issued: 'fact', total: 'fact', due: 'fact' }, hasNextPayment: 'flag', nextPayment: entry },
}

export const knownFields: KnownFields = {
  ...{ case: { number: 'fact' }, office: { name: 'fact' }, letterDate: 'fact' },
  ...{ customer: { name: 'fact' }, account: { number: 'fact', address: 'fact' } },
  // Whether the reply goes by post; how the office is reached, what the rules say, and what water costs today.
  ...{
    byPost: 'flag',
    hasTelephone: 'flag',
    hasHours: 'flag',
    hasEmergencyLine: 'flag',
    contact: { telephone: 'fact', hours: 'fact', emergency: 'fact' },
  },
  ...{ hasRules: 'flag', rules: [{ words: 'fact', where: 'fact' }] },
  ...{ hasRate: 'flag', rate: { price: 'fact', since: 'fact', isSample: 'flag' } },
  ...explained,
  ...ledger,
  ...{ hasHold: 'flag', hold: { amount: 'fact', until: 'fact' }, hasPromises: 'flag', promises: [{ text: 'fact', due: 'fact' }] },
  // Accounts that are asked about beside the case's own: each as far as its own disclosure goes.
  ...{ hasOtherAccounts: 'flag', hasUntoldAccounts: 'flag' },
  otherAccounts: [{ account: { number: 'fact', address: 'fact' }, hasLedger: 'flag', ...explained, ...ledger }],
}
