// The facts about a bill and its explanation, by the names that templates use. Every value keeps the record it came from.
import type { BillExplanation, BillSide, Comparison } from '../billing/explain-bill.ts'
import type { DifferencePart } from '../billing/explain-difference.ts'
import type { Finding } from '../billing/finding.ts'
import type { Tariff } from '../billing/tariff.ts'
import { dateFact, moneyFact, quantityFact, rateFact, registerFact, sizeFact } from './make-fact.ts'
import type { TemplateFields } from './render-template.ts'

/** `latest` is the bill that is explained: the newest, or the one in dispute. And where the account has such bills `previous` and `yearAgo`, each with the difference since. */
export function explanationFields(explanation: BillExplanation, of: 'Latest bill' | 'Disputed bill', unit: Tariff['unit']): TemplateFields {
  const { bill, before, yearAgo, findings } = explanation
  return {
    latest: sideFields('latest', of, bill),
    hasPrevious: before !== null,
    ...(before ? comparisonFields('previous', 'sincePrevious', 'Bill before', before, bill) : {}),
    hasYearAgo: yearAgo !== null,
    ...(yearAgo ? comparisonFields('yearAgo', 'sinceYearAgo', 'Bill a year ago', yearAgo, bill) : {}),
    ...findingFields(findings, unit),
    hasSampleRates: [bill, before?.bill, yearAgo?.bill].some((side) => side?.sample),
  }
}

function sideFields(id: string, of: string, side: BillSide): TemplateFields {
  const source = `bill:${side.billId}`
  const named = (field: string, label: string) => ({ id: `${id}.${field}`, label: `${of}: ${label}`, source })
  const read = (field: string, label: string, readId: string) => ({ ...named(field, label), source: `read:${readId}` })
  return {
    issued: dateFact(named('issued', 'issued on'), side.issuedOn),
    due: dateFact(named('due', 'due on'), side.dueOn),
    total: moneyFact(named('total', 'total'), side.totalCents),
    hasEntries: side.entries.length > 0,
    amount: moneyFact(
      {
        ...named('amount', 'total with penalties and other entries'),
        source: [source, ...side.entries.map((entry) => `ledger:${entry.id}`)].join(' '),
      },
      side.amountCents,
    ),
    days: quantityFact(named('days', 'days'), side.days, 'days'),
    from: dateFact(named('from', 'first day'), side.from),
    to: dateFact(named('to', 'last day'), side.to),
    gallons: quantityFact(named('gallons', 'gallons'), side.gallons, 'gallons'),
    gallonsPerDay: quantityFact(named('gallonsPerDay', 'gallons a day'), side.gallonsPerDay, 'gallons a day'),
    fromRead: registerFact(read('fromRead', 'first reading', side.fromRead.id), side.fromRead.value),
    fromReadOn: dateFact(read('fromReadOn', 'day of the first reading', side.fromRead.id), side.fromRead.readOn),
    fromKind: readKind(side.fromRead.kind),
    toRead: registerFact(read('toRead', 'last reading', side.toRead.id), side.toRead.value),
    toReadOn: dateFact(read('toReadOn', 'day of the last reading', side.toRead.id), side.toRead.readOn),
    toKind: readKind(side.toRead.kind),
  }
}

function readKind(kind: 'actual' | 'estimated' | 'customer'): TemplateFields {
  return { actual: kind === 'actual', estimated: kind === 'estimated', customer: kind === 'customer' }
}

const partLabels: Record<DifferencePart, string> = {
  days: 'the number of days',
  use: 'the water used',
  correctedEstimates: 'correction of earlier estimates',
  price: 'the price of water',
  meterOrClass: 'meter or class',
  taxAndSewer: 'sewer and tax',
  oneTime: 'one-time entries',
  penaltiesAndPayments: 'penalties and payments',
}

function comparisonFields(id: string, since: string, of: string, { bill, difference }: Comparison, latest: BillSide): TemplateFields {
  const source = `bill:${latest.billId} bill:${bill.billId}`
  const parts = (Object.keys(partLabels) as DifferencePart[])
    .filter((part) => difference.parts[part] !== 0)
    .map((part): TemplateFields => {
      const label = `Difference from the ${of.toLowerCase()}: ${partLabels[part]}`
      const which = Object.fromEntries(Object.keys(partLabels).map((name) => [name, name === part]))
      return { ...which, amount: moneyFact({ id: `${since}.${part}`, label, source }, difference.parts[part]) }
    })
  const whole = { id: `${since}.difference`, label: `Difference from the ${of.toLowerCase()}`, source }
  return {
    [id]: sideFields(id, of, bill),
    [since]: {
      same: difference.differenceCents === 0 && parts.length === 0,
      evenedOut: difference.differenceCents === 0 && parts.length > 0,
      higher: difference.differenceCents > 0,
      lower: difference.differenceCents < 0,
      size: sizeFact({ ...whole, id: `${since}.size` }, difference.differenceCents),
      difference: moneyFact(whole, difference.differenceCents),
      parts,
    },
  }
}

/** What the investigation found, as switches for the template's sections and the facts those sections state. */
function findingFields(findings: readonly Finding[], unit: Tariff['unit']): TemplateFields {
  const fields: TemplateFields = {
    catchUp: false,
    steadyHighUse: false,
    useAboveAverage: false,
    rateChanged: false,
    longerPeriod: false,
    vacantUse: false,
  }
  for (const finding of findings) {
    const source = finding.records.join(' ')
    switch (finding.name) {
      case 'catch-up-after-estimates':
        fields.catchUp = true
        fields.lastKnownReadOn = dateFact(
          { id: 'lastKnownReadOn', label: 'Last actual reading before the estimates', source },
          finding.lastKnownReadOn,
        )
        fields.evenGallonsPerDay = quantityFact(
          { id: 'evenGallonsPerDay', label: 'Gallons a day since the last actual reading', source },
          finding.evenGallonsPerDay,
          'gallons a day',
        )
        break
      case 'steady-high-use':
        fields.steadyHighUse = true
        fields.usualGallonsPerDay = quantityFact(
          { id: 'usualGallonsPerDay', label: 'Usual gallons a day', source },
          finding.usualGallonsPerDay,
          'gallons a day',
        )
        fields.highSince = dateFact({ id: 'highSince', label: 'High use since', source }, finding.since)
        break
      case 'use-above-average':
        fields.useAboveAverage = true
        fields.averageGallonsPerDay = quantityFact(
          { id: 'averageGallonsPerDay', label: 'Average gallons a day of the twelve months before', source },
          finding.averageGallonsPerDay,
          'gallons a day',
        )
        break
      case 'rate-changed':
        if (fields.rateChanged === true) break // the change since the bill before stands first, and is the nearer one
        fields.rateChanged = true
        fields.newRate = rateFact({ id: 'newRate', label: 'New price of water', source }, finding.newRate, unit)
        fields.oldRate = rateFact({ id: 'oldRate', label: 'Old price of water', source }, finding.oldRate, unit)
        fields.rateEffectiveOn = dateFact({ id: 'rateEffectiveOn', label: 'First day of the new price', source }, finding.effectiveOn)
        fields.rateIsSample = finding.sample
        break
      case 'longer-period':
        fields.longerPeriod = true
        break
      case 'use-at-vacant-property':
        fields.vacantUse = true
        fields.vacantSince = dateFact({ id: 'vacantSince', label: 'Vacant since', source }, finding.vacantSince)
        break
    }
  }
  fields.hasReasons = ['catchUp', 'steadyHighUse', 'useAboveAverage', 'rateChanged', 'longerPeriod', 'vacantUse'].some(
    (name) => fields[name] === true,
  )
  return fields
}
