// Where the words say what a value is ("the late penalty is", "due on"), only facts that are called so may stand there: a sewer
// charge is no tax, and the day a bill was sent is not the day it was due.
import { conceptsOf, isKnown } from './concepts.ts'
import type { BookFact, FactBook } from './fact-book.ts'
import type { PlacedCandidate } from './read-claims.ts'

/** `said`: right before the value. `own`: how such a fact is called. `strict`: no other fact will do, even where none is called so. */
type Role = { said: RegExp; own: RegExp; strict?: true }

const money: Role[] = [
  {
    said: /(?:penalty|late fee|late charge|recargo|multa)(?: (?:charge|por mora|por pago tardío))?/giu,
    own: /penalt|late fee|late charge|recargo|multa/iu,
    strict: true,
  },
  {
    said: /(?:balance|(?:now |still )?owe[sd]?(?!\p{L})|(?:in arrears|past due|behind|overdue) (?:by|with)|outstanding|saldo|adeuda|usted debe)(?: (?:of|on|for|due|de))?(?: (?:your|the|su|la))?(?: (?:account|cuenta))?/giu,
    own: /balance|owe|saldo|outstanding/iu,
  },
  {
    said: /(?:you paid|we received|payment you made|last payment|latest payment|payment received|usted pagó|recibimos|su pago|último pago)(?: (?:a|your|un|su) (?:payment|pago))?/giu,
    own: /payment|paid|pago|received/iu,
    strict: true,
  },
  {
    said: /sewer(?: (?:charges?|service|part|portion))?|alcantarillado/giu,
    own: /^(?!.*(?:(?<!\p{L})tax|impuesto)).*(?:sewer|alcantarillado)/iu,
    strict: true,
  },
  { said: /(?<!\p{L})(?:tax(?:es)?|impuestos?)/giu, own: /(?<!\p{L})tax|impuesto/iu, strict: true },
  {
    said: /water (?:charge|portion|part|(?=accounts? for|makes? up|amounts? to|comes? to))|charge for water|cargo (?:de|por el) agua/giu,
    own: /water charge|charge for water|cargo de agua|(?<!\p{L})water$|(?<!\p{L})water (?!.*(?:sewer|tax|price|rate|bill))/iu,
    strict: true,
  },
  {
    said: /(?:^|[^\p{L}])(?:the |a |su |el )?(?:total|suma)(?: amount| due| a pagar)?/giu,
    own: /^(?!.*(?:sewer|water charge|(?<!\p{L})tax(?!\p{L})|penalt|alcantarillado|impuesto|cargo de agua|payment|pago))/iu,
  },
  {
    said: /disputed amount|amount (?:in dispute|on hold|held)|(?:monto|importe) (?:en disputa|disputado)/giu,
    own: /in dispute|disputed amount|(?<!\p{L})hold|held|en disputa/iu,
    strict: true,
  },
  { said: /refund|reembolso/giu, own: /refund|reembolso|credit|crédito/iu, strict: true },
  { said: /deposit|depósito/giu, own: /deposit|depósito/iu, strict: true },
  { said: /down payment|enganche|pago inicial/giu, own: /down|enganche|inicial/iu, strict: true },
  { said: /instal+ments?|monthly payments?|cuotas?|pagos mensuales/giu, own: /instal|monthly|cuota|mensual/iu, strict: true },
  {
    said: /(?<!(?:on|for|of|in|from|de|del|en|por) (?:your|this|the|that|la|su|esta|nuestra) (?:\p{L}+ )?)(?<!\p{L})(?:bill|invoice|factura)(?: total| amount)?/giu,
    own: /^(?!.*(?:payment|pago|balance|saldo|penalt|late fee|recargo|multa|deposit|refund|credit|promise|in dispute|disputed amount|on hold|difference|diferencia|(?<!\p{L})(?:increase|decrease|rise|aumento)(?!\p{L})))/iu,
  },
]

const issued = /issue|date of bill|bill date|dated|emitid|emisi|sent|mail|bill of/iu
const due: Role = {
  said: /due(?: date)?|pay(?:able)?(?: it)? by|(?<!\p{L})vence|vencía|venció|vencimiento|fecha límite(?: de pago)?|pagar antes/giu,
  own: /due|pay by|vence|vencim|deadline|límite/iu,
}
const date: Role[] = [
  due,
  { said: /(?<!\p{L})(?:issued|dated|bill date|emitida|fechada|fecha de emisión|(?:bill|invoice) of|factura del?)/giu, own: issued },
  {
    said: /you paid|payment (?:was )?(?:received|posted|entered)|we received (?:your|a) payment|pagó|pago (?:fue )?(?:recibido|registrado)/giu,
    own: /pa(?:id|yment)|received|posted|pago/iu,
  },
  {
    said: /was read|meter reading|actual reading|reading was taken|took (?:the|a) reading|lectura/giu,
    own: /read|lectura|last day|first day|from|(?<!\p{L})to(?!\p{L})/iu,
  },
]

const happened: Role = {
  said: /(?<!\p{L})(?:replaced|exchanged|installed|repaired|fixed|shut off|turned off|disconnected|visited|inspected|tested|reemplazad[oa]|cambiad[oa]|instalad[oa]|reparad[oa]|cortad[oa]|visitad[oa]|inspeccionad[oa])/giu,
  own: /(?<!\p{L})(?:replace|exchange|install|repair|fix|shut|turn|disconnect|visit|inspect|test|reemplaz|cambi|instal|repar|cort)/iu,
  strict: true,
}
const asOf: Role = {
  said: /(?<!\p{L})(?:as of|as at|al día de hoy|al día|con fecha de hoy|today)/giu,
  own: /as of|writing|letter|today|records|fecha de (?:la )?carta/iu,
}

const roles: Record<string, readonly Role[]> = { money, date: [...date, happened, asOf] }

/** Right after a value. */
const followers: Record<string, readonly Role[]> = {
  money: [
    { said: /^ (?:late )?(?:penalty|fee)(?!\p{L})|^ de (?:recargo|multa)/iu, own: /penalt|fee|recargo|multa/iu },
    { said: /^ (?:account )?balance(?!\p{L})|^ de saldo/iu, own: /balance|owe|saldo/iu },
    { said: /^ payment(?!\p{L})/iu, own: /payment|paid|pago|instal/iu },
    { said: /^ (?:in |of |for )?sewer/iu, own: /sewer/iu },
    { said: /^ (?:in |of )?tax(?:es)?(?!\p{L})/iu, own: /tax/iu },
    { said: /^ (?:credit|refund)(?!\p{L})/iu, own: /credit|refund|adjust/iu },
  ],
  date: [{ said: /^ (?:water )?(?:bill|invoice)(?!\p{L})/iu, own: issued }],
}

/** What a sentence is about, where nothing stands right beside the value. */
const subjects: Role[] = [
  { said: /penalt\p{L}*|late (?:fee|charge)|recargo|multa/giu, own: /penalt|late fee|late charge|recargo|multa/iu },
  { said: /down payment|pago inicial|enganche/giu, own: /down|enganche|inicial/iu },
  { said: /(?<!\p{L})payments?(?!\p{L})|(?<!\p{L})pagos?(?!\p{L})/giu, own: /payment|paid|pago/iu },
  { said: /sewer|alcantarillado/giu, own: /sewer|alcantarillado/iu },
  { said: /(?<!\p{L})tax(?:es)?(?!\p{L})|impuestos?/giu, own: /(?<!\p{L})tax|impuesto/iu },
  { said: /credit(?!\p{L})|adjustment|refund|crédito|reembolso/giu, own: /credit|adjust|refund|crédito/iu },
]

const linking =
  /^(?:[ \n:,(]*(?:of|is|was|are|were|on|by|in|for|the|your|this|that|a|an|el|la|de|del|es|fue|por|su|al|en|\$|about|came to|comes to|totals|stands at|accounts? for|makes? up|amounts? to|corresponds? to|corresponden? a|has been|amount|charges?|entered|added|fell|falls|again|date|to|account|cuenta|year|ago|earlier|before|last|hace|año|pasado|bill|factura|we|have|that|record|shows?|tenemos|es|un|una)[ \n:]*){0,6}$/iu
const onDay =
  /(?:received|recib\p{L}+|entered|posted|added|recorded|assessed|registr\p{L}+|agreg\p{L}+|appl\p{L}+|aplic\p{L}+|made|paid|pag[oó])?[ \n]*(?:on|el|for)?[ \n]*(?:the )?$/iu
const received = /^[^.;]{0,40}(?<!\p{L})(?:received|entered|posted|recorded|credited|arrived|recib\p{L}+|registr\p{L}+)/iu
const paymentOf = /(?:payment|pago) (?:of|de|por)[ \n]*$/iu
const paid: Role = { said: paymentOf, own: /payment|paid|pago|received/iu, strict: true }

/** The office says that it came. */
const postedPayment =
  /(?:posted|entered|recorded|credited|applied|received|got|have|registramos|recibimos|aplicamos)[ \n](?:(?:your|a|the|one|su|un|el)[ \n])?(?:payment|pago)[ \n](?:of|de|por)[ \n]*$/iu

/** "86.9 % of the water charge" is no share of the bill. */
function shareOf(facts: readonly BookFact[], right: string): readonly BookFact[] {
  const said = /^[ \n](?:of|de|del)[ \n]((?:\p{L}+[ \n]?){1,4})/iu.exec(right)?.[1]
  if (!said) return facts
  const base = [...conceptsOf(said)].filter((concept) => isKnown(concept))
  return facts.filter(({ label }) => {
    const own = /(?:share|percent(?:age)?|part|portion|%|pct) of (.+)$/iu.exec(label ?? '')?.[1]
    const held = own === undefined ? [] : [...conceptsOf(own)].filter((concept) => isKnown(concept))
    return (
      base.length === 0 ||
      held.length === 0 ||
      held.some((concept) => base.includes(concept) && concept !== 'charge') ||
      held.every((concept) => base.includes(concept))
    )
  })
}

/** `left`: the words before it in the sentence, dates and identifiers left out; `right`: those after it. */
export function ofRole(
  claim: PlacedCandidate,
  facts: readonly BookFact[],
  left: string,
  right: string,
  book: FactBook,
): readonly BookFact[] {
  const { kind } = claim.meaning
  // "The bill is $40 higher" is no amount of the bill.
  const isDifference =
    kind === 'money' &&
    /^[ \n]*(?:higher|lower|more|less|above|below|over|under|dearer|cheaper|más|menos|mayor|menor)(?!\p{L})/iu.test(right)
  if (isDifference) return facts.filter(({ words }) => !/(?<!\p{L})(?:balance|payment|penalt)/iu.test(words))
  const role =
    roleBefore(left, right, isBound(kind, left) ? [due] : (roles[kind] ?? [])) ?? followers[kind]?.find(({ said }) => said.test(right))
  if (role) return called(facts, role, book.facts, kind)
  if (kind === 'money' && postedPayment.test(left) && !/(?<!\p{L})(?:not|never|no|nor|sin)(?!\p{L})/iu.test(left))
    return called(facts, paid, book.facts, kind)
  if (kind === 'percent') {
    const base = shareOf(facts, right)
    if (base.length < facts.length) return base
  }
  if (kind === 'money') return paymentOf.test(left) && received.test(right) ? called(facts, paid, book.facts, kind) : facts
  if (kind !== 'percent' && !(kind === 'date' && /(?:on|el|for)[ \n]*(?:the )?$/iu.test(left) && onDay.test(left))) return facts
  const subject = subjects
    .flatMap((candidate) => [...left.matchAll(candidate.said)].map((found) => ({ candidate, at: found.index })))
    .sort((a, b) => b.at - a.at)[0]?.candidate
  return subject ? called(facts, subject, book.facts, kind) : facts
}

/** "If you paid before July 3": a bound for what happened, which is most often the due date. */
function isBound(kind: string, left: string): boolean {
  return kind === 'date' && /(?<!\p{L})(?:before|after|by|antes del?|después del?)[ \n]*$/iu.test(left)
}

/** Small words, or an aside between commas: "the disputed amount, $40, is". */
function links(between: string, right: string): boolean {
  return linking.test(between) || (between === ',' && right.startsWith(','))
}

/** The one whose words stand nearest, with nothing but small words between. */
function roleBefore(left: string, right: string, among: readonly Role[]): Role | undefined {
  let nearest: { role: Role; end: number } | undefined
  for (const role of among) {
    const found = [...left.matchAll(role.said)].at(-1)
    const end = found && found.index + found[0].length
    if (end !== undefined && end > (nearest?.end ?? -1) && links(left.slice(end).trim(), right)) nearest = { role, end }
  }
  return nearest?.role
}

function called(facts: readonly BookFact[], { own, strict }: Role, all: readonly BookFact[], kind: string): readonly BookFact[] {
  const so = facts.filter((fact) => own.test(fact.words.trim()))
  if (so.length > 0) return so
  if (all.some((fact) => fact.kind === kind && own.test(fact.words.trim()))) return []
  // Where neither label nor id tells what a fact is, nothing speaks against it.
  return strict ? facts.filter(({ label, concepts }) => !label && ![...concepts].some(isKnown)) : facts
}
