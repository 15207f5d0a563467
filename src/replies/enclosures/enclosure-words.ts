// What the enclosed pages say beside the figures, in each language that letters are written in.
import type { BillLine } from '../../accounts/account-history.ts'
import type { DifferencePart } from '../../billing/explain-difference.ts'
import { type Day, longDay, longDayInSpanish } from '../../kernel/days.ts'

export type EnclosureWords = {
  title: string
  fileName: string
  chartName: string
  account: string
  address: string
  customer: string
  preparedOn: string
  page: [string, string]
  columns: [string, string, string]
  rows: Record<'issued' | 'period' | 'days' | 'firstRead' | 'lastRead' | 'use' | 'usePerDay' | 'charges' | 'entries' | 'amount', string>
  reads: Record<'actual' | 'estimated' | 'customer', string>
  gallons: string
  differenceFrom: { before: string; yearAgo: string }
  parts: Record<DifferencePart, string>
  together: string
  workedOut: string
  lineColumns: [string, string, string, string, string, string]
  lines: Record<BillLine['kind'], string>
  chartTitle: string
  sample: string
  note: string
  day(value: Day): string
}

export const enclosureWords: Record<'en' | 'es', EnclosureWords> = {
  en: {
    title: 'Your water bill compared',
    fileName: 'Bill comparison',
    chartName: 'Water use',
    account: 'Account',
    address: 'Service address',
    customer: 'Customer',
    preparedOn: 'Prepared on',
    page: ['Page', 'of'],
    columns: ['This bill', 'Bill before', 'A year ago'],
    rows: {
      issued: 'Date of the bill',
      period: 'First and last day',
      days: 'Days',
      firstRead: 'First reading',
      lastRead: 'Last reading',
      use: 'Water used',
      usePerDay: 'Each day',
      charges: 'Charges',
      entries: 'Penalties and other entries',
      amount: 'Together',
    },
    reads: { actual: 'actual', estimated: 'estimated', customer: 'your reading' },
    gallons: 'gallons',
    differenceFrom: { before: 'Difference from the bill before', yearAgo: 'Difference from a year ago' },
    parts: {
      days: 'More or fewer days',
      use: 'More or less water each day',
      correctedEstimates: 'Correction of earlier estimates',
      price: 'Price of water',
      meterOrClass: 'Meter or class',
      taxAndSewer: 'Sewer charge and tax',
      oneTime: 'One-time entries',
      penaltiesAndPayments: 'Penalties and payments',
    },
    together: 'Together',
    workedOut: 'How this bill was worked out',
    lineColumns: ['Charge', 'First and last day', 'Days', 'Cubic feet', 'Rate', 'Amount'],
    lines: {
      water: 'Water',
      sewer: 'Sewer',
      tax: 'Tax',
      relief: 'Relief',
      service: 'Service charge',
      minimum: 'Minimum charge',
      assessment: 'Assessment',
    },
    chartTitle: 'Gallons a day, bill by bill',
    sample: 'Some prices are sample values, for demonstration only.',
    note: 'This page is no bill. It explains one.',
    day: longDay,
  },
  es: {
    title: 'Comparación de su factura de agua',
    fileName: 'Comparación de la factura',
    chartName: 'Consumo de agua',
    account: 'Cuenta',
    address: 'Dirección del servicio',
    customer: 'Cliente',
    preparedOn: 'Preparado el',
    page: ['Página', 'de'],
    columns: ['Esta factura', 'Factura anterior', 'Hace un año'],
    rows: {
      issued: 'Fecha de la factura',
      period: 'Primer y último día',
      days: 'Días',
      firstRead: 'Primera lectura',
      lastRead: 'Última lectura',
      use: 'Agua usada',
      usePerDay: 'Por día',
      charges: 'Cargos',
      entries: 'Recargos y otros asientos',
      amount: 'En total',
    },
    reads: { actual: 'real', estimated: 'estimada', customer: 'su lectura' },
    gallons: 'galones',
    differenceFrom: { before: 'Diferencia con la factura anterior', yearAgo: 'Diferencia con la de hace un año' },
    parts: {
      days: 'Más o menos días',
      use: 'Más o menos agua por día',
      correctedEstimates: 'Corrección de estimaciones anteriores',
      price: 'Precio del agua',
      meterOrClass: 'Medidor o clase',
      taxAndSewer: 'Cargo de alcantarillado e impuesto',
      oneTime: 'Asientos únicos',
      penaltiesAndPayments: 'Recargos y pagos',
    },
    together: 'En total',
    workedOut: 'Cómo se calculó esta factura',
    lineColumns: ['Cargo', 'Primer y último día', 'Días', 'Pies cúbicos', 'Tarifa', 'Importe'],
    lines: {
      water: 'Agua',
      sewer: 'Alcantarillado',
      tax: 'Impuesto',
      relief: 'Alivio',
      service: 'Cargo por servicio',
      minimum: 'Cargo mínimo',
      assessment: 'Tasación',
    },
    chartTitle: 'Galones por día, factura por factura',
    sample: 'Algunos precios son valores de muestra, solo para demostración.',
    note: 'Esta página no es una factura. Explica una.',
    day: longDayInSpanish,
  },
}
