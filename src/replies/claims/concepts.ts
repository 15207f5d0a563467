// What words of a letter about water are about, whatever the language: so that a Spanish sentence can be held against an English
// clause, and "late fee" against a fact that is called "penalty".

/** A concept, and how its words begin (lower case, no accents). */
const beginnings: Record<string, string> = {
  bill: 'bill factura recibo invoice statement',
  total: 'total amount monto importe sum',
  due: 'due vence vencimiento vencid deadline overdue plazo',
  issued: 'issue emitid emision sent send mailed mailing enviad envio dated fechad',
  pay: 'pay paid pago paga pagu abono abon',
  penalty: 'penalt recargo multa mora surcharge',
  late: 'late tarde atrasad tardi',
  balance: 'balance saldo owe owing adeud debe outstanding',
  sewer: 'sewer alcantarillado drenaje',
  tax: 'tax impuesto',
  water: 'water agua',
  average: 'average usual typical promedio normal habitual',
  credit: 'credit acredit',
  refund: 'refund reimburs reembols devol',
  adjust: 'adjust ajust rebaj',
  correct: 'correct corrig correcc',
  read: 'read lectura leer leid leim',
  estimate: 'estimat estim',
  actual: 'actual real',
  meter: 'meter medidor contador',
  rate: 'rate price tarifa precio tariff',
  fee: 'fee tasa',
  charge: 'charge cargo cobr',
  exempt: 'exempt exen exim',
  waive: 'waiv condon perdon forgiv forgave dispens',
  remove: 'remov eliminar elimina quit revers cancel anul',
  deduct: 'deduct deducc deduc descont descuent discount',
  free: 'free gratis gratuit complimentary',
  grace: 'grace gracia extension prorrog',
  relief: 'relief alivio',
  leak: 'leak fuga goteo',
  plan: 'plan arrangement acuerdo convenio',
  instalment: 'instal cuota plazos',
  down: 'downpayment enganche anticipo',
  shutoff: 'shut shutoff disconnect corte corta suspen suspend',
  restore: 'restor reconnect reconex restabl',
  call: 'call llam telefon phone',
  garbage: 'refuse garbage trash basura',
  reduce: 'reduc',
  lien: 'lien gravamen embarg',
  ask: 'ask request pedir pide pida solicit',
  hearing: 'hearing audiencia',
  appeal: 'appeal apel',
  dispute: 'disput disputa impugn contest',
  senior: 'senior elder mayor adulto 65',
  owner: 'owner propiet dueno',
  property: 'property propiedad inmueble',
  tenant: 'tenant inquil arrend renter',
  certificate: 'certific',
  transfer: 'transfer traspas escritur deed sale venta',
  valid: 'valid vigen',
  law: 'ordinance ordenanza code codigo law ley statute mcc regulation reglament act rule regla',
  policy: 'policy polic politic',
  must: 'must requir need deb oblig mandator necesit exig requer',
  may: 'may can allow permit pued podra eligib qualif elegib califica entitl derecho',
  interest: 'interest interes',
  install: 'install instala',
  cap: 'cap limit tope maxim most',
  month: 'month mes mensual',
  day: 'day dia',
  year: 'year ano annual anual',
  week: 'week semana',
  open: 'open abiert abre hour horario horas',
  office: 'office oficina department departamento',
  repair: 'repair repar fix arregl',
  test: 'test prueba prob',
  visit: 'visit visita',
  technician: 'technic tecnic inspector crew cuadrilla',
  replace: 'replac reempl cambi exchange',
  notice: 'notice aviso notif',
  mail: 'mail correo post',
  full: 'full complet entirety integr',
  time: 'time tiempo',
  next: 'next proxim siguient',
  use: 'use usage usad consum uso utiliz',
  average_bill: 'averagebill',
  unit: 'unit unidad vivienda flat',
  family: 'family familiar',
  household: 'household hogar',
  income: 'income ingreso',
  proof: 'proof document comprobante prueba evidence',
  access: 'access acceso',
  hardship: 'hardship dificultad',
  fine: 'fine multa',
  reading_difference: 'differen diferenci',
  make_up: 'makeup backbill retroactiv',
  service: 'service servicio',
  account: 'account cuenta',
  add: 'add agreg anad aplic appl assess impon',
  hold: 'hold held suspend retien deten pausa',
  previous: 'previous prior before anterior previ earlier',
  latest: 'latest newest current actualmente',
}

const byStart = new Map<string, string>()
for (const [concept, words] of Object.entries(beginnings))
  for (const word of words.split(' ')) if (!byStart.has(word)) byStart.set(word, concept)

const small = new Set(
  'the a an of to in on at by for from with and or is are was were be been it its this that these those your our you we us they he she his her their as if when which who whom what how not no nor any all each per about into out over under up down than then so such there here has have had do does did will would should could also only very more most some same other el la los las un una unos unas de del al a en por para con y o u es son fue ser su sus este esta esto se que le les lo nos si no como cuando mas muy tambien ya hay ha han ante bajo sin sobre entre hasta desde cada tiene tienen tener hace hacen hay get gets make made give given promise promised prometimos prometemos'.split(
    ' ',
  ),
)

/** A word's concept, or a crude stem where it has none; undefined for the small words of grammar. */
export function conceptOf(word: string): string | undefined {
  const plain = withoutAccents(word)
  if (small.has(plain) || plain.length < 2) return undefined
  for (let length = Math.min(plain.length, longest); length >= 3; length--) {
    const concept = byStart.get(plain.slice(0, length))
    // A short beginning must be nearly the whole word: `act` is no `actual`.
    if (concept && (length > 3 || plain.length - length <= 3)) return concept
  }
  return plain.replace(/(?:ing|ed|es|s|ly|mente)$/, '')
}

const longest = Math.max(...[...byStart.keys()].map((word) => word.length))

export function isKnown(concept: string): boolean {
  return concept in beginnings
}

/** The concepts of a text, in no order. */
export function conceptsOf(text: string): Set<string> {
  const found = new Set<string>()
  for (const [word] of text.matchAll(/\p{L}{2,40}/gu)) {
    const concept = conceptOf(word)
    if (concept) found.add(concept)
  }
  if (/\b(?:late|mora)[ -](?:fee|charge|payment fee)|recargo/iu.test(text)) found.add('penalty')
  if (/down payment|(?:\d|%|percent) down|pago inicial/iu.test(text)) found.add('down')
  if (found.has('rate') && /tarifa/iu.test(text)) found.add('fee')
  return found
}

/** `lastPayment.enteredOn` and `late_fee` as words. */
export function idWords(id: string): string {
  return id.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replace(/[._:/-]+/g, ' ')
}

function withoutAccents(word: string): string {
  return word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}
