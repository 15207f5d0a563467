// Statements of policy and commitments: what the law or the office is said to demand or grant, and what is promised. The claim is
// the whole sentence; its triggers are the concepts that a record must bear.
import type { Meaning, Span } from './claim.ts'
import type { Sentence } from './sentences.ts'

type Place = Span & { meaning: Meaning }
type Trigger = [concept: string, pattern: RegExp]

const l = '(?<![\\p{L}])'
const r = '(?![\\p{L}])'
const of = (words: string) => new RegExp(`${l}(?:${words})${r}`, 'iu')

/** Law, duty and grant. An empty concept: any clause that says the same will do. */
const policies: Trigger[] = [
  [
    '',
    of(
      'ordinances?|laws?(?! firm| office)|(?:the )?(?:city|state|county|federal government) (?:requires|forbids|prohibits|allows|mandates)|(?:forbid|prohibit|oblige|entitle|require|permit)s? (?:us|you|customers|owners|every\\p{L}+|the (?:city|department|office))|(?:our|the (?:department|city).s) (?:usual |normal |standing )?(?:practice|custom|procedure|rule)|we (?:always|never) \\p{L}+|(?:nobody|no one|everyone|everybody) (?:may|can|pays|has to|gets|owes)|(?:nos|le|lo|la|les) (?:prohíbe|obliga|exige|permite)|nunca cobramos|siempre (?:perdonamos|descontamos)|illegal|unlawful|statutes?|regulations?|municipal code|(?:city|water|plumbing) code|polic(?:y|ies)|the rules|our rules?|city rules?|ordenanzas?|la ley|por ley|leyes|ilegal|código municipal|políticas?|reglamento|las reglas|normas?',
    ),
  ],
  [
    '',
    of(
      "(?:you|customers?|owners?|tenants?|residents?|landlords?|we|the (?:city|department|office|owner|customer|tenant)|every(?:one|body)|anyone|no ?one|nobody|bills?|payments?|accounts?|buyers?|sellers?) (?:must|shall|may not|cannot|can't|can not|are not allowed|is not allowed|aren't allowed|(?:is|are) (?:legally |always |never |also |not )?(?:required|obligated|obliged|prohibited|forbidden|permitted|entitled|liable|responsible))|must(?! have been| be (?:a )?(?:mistake|error)| be running)|may not (?:be )?(?:charge|disconnect|collect|bill|shut|apply|add|sue|deduct)\\p{L}*|ha(?:ve|s) to (?:pay|be paid)|(?:is|are) (?:not |never )?(?:required|necessary|mandatory)|no (?:\\p{L}+ ){1,3}(?:is|are) (?:required|needed)|se (?:exige|requiere|necesita)|requisito|prohibited|forbidden|mandatory|not allowed|non-?refundable|(?:is|are) (?:never|always) \\p{L}+|(?:nunca|siempre) se \\p{L}+|(?:tenants?|owners?|seniors?|customers?|inquilinos|propietarios|clientes|mayores) (?:do not|don't|never|always|no|nunca|siempre) pa(?:y|gan)|usted debe(?! (?:\\$|\\d))|deben?(?: \\p{L}+ar| \\p{L}+er| \\p{L}+ir)|no (?:puede|podemos|pueden|está permitid[oa]|se permite)|tiene que|está obligad[oa]|obligatori[oa]s?|prohibid[oa]s?|tiene derecho|responsables? de",
    ),
  ],
  [
    '',
    of(
      '(?:customers?|owners?|tenants?|residents?|businesses|landlords?|buyers?|sellers?|seniors?|clientes?|inquilinos?|propietarios?) (?:may|can|pueden?)(?! have| also have| be (?:sure|certain))',
    ),
  ],
  [
    'forbid',
    of(
      "prohibited|forbidden|not (?:be )?(?:allowed|permitted)|illegal|unlawful|(?:you|customers?|owners?|tenants?|we|the (?:city|department|office)|nobody|no one) (?:may not|cannot|can't)|no (?:puede|podemos|pueden|está permitid[oa]|se permite)|ilegal(?:es)?|prohibid[oa]s?",
    ),
  ],
  [
    'down',
    of(
      'nothing down|no down payment|without (?:a |any )?down payment|sin (?:pago inicial|enganche)|no se (?:pide|requiere|exige|necesita) (?:un )?(?:pago inicial|enganche|depósito)',
    ),
  ],
  [
    'relief',
    of(
      '(?:relief|assistance) (?!.*(?:\\?|ask)).{0,80}(?:reduc|cut|lower|cover|pay|appl|give|combin|includ|is |are )\\p{L}*|programa de alivio|(?:reduce|reduces|cuts|lowers) (?:your|the|all|refuse|every) (?:\\p{L}+ ){0,2}(?:bills?|charges?)',
    ),
  ],
  ['exempt', of('exempt(?:s|ed|ion|ions)?|exent[oa]s?|exenci(?:ón|ones)|eximi\\p{L}*|exime')],
  ['may', of('eligib(?:le|ility)|ineligible|qualif(?:y|ies|ied)|entitled|elegibles?|califica\\p{L}*|right to')],
  [
    'waive',
    of(
      'waiv(?:e|es|ed|er|ers|ing)|forg(?:ive|iven|iveness|ave|iving)|condon\\p{L}*|perdon\\p{L}*|written off|write off|excus(?:e|ed|es) (?:the|your|all)',
    ),
  ],
  ['deduct', of('deduct(?:s|ed|ion|ions|ible|ing)?|discount(?:s|ed)?|deduc(?:ción|ciones|ir|imos)|descuentos?|descontar|descontado')],
  [
    'free',
    of(
      'free of charge|for free|is free|are free|free (?!to|of leaks)\\p{L}+|at no (?:cost|charge|extra cost)|no (?:cost|charge) (?:to|for)|without (?:charge|cost)|gratis|gratuit[oa]s?|sin (?:costo|cargo)',
    ),
  ],
  [
    'fee',
    of(
      'fees?|no (?:\\p{L}+ ){0,2}(?:penalt(?:y|ies)|fees?|charges?) (?:appl|will|is|are)\\p{L}*|no penalty|penalty-free|sin (?:recargo|multa)|without penalty|late fees',
    ),
  ],
  ['due', of('deadlines?|last day to|no later than|at the latest|time limit|fecha límite|a más tardar|plazo')],
  [
    'grace',
    of(
      'grace periods?|extensions?|extra time|no (?:rush|hurry) to|take your time|no hay prisa|more time to pay|per[ií]odo de gracia|prórrogas?',
    ),
  ],
  ['interest', of('interest(?: rate| free|-free)|no interest|sin intereses|intereses')],
  ['hearing', of('hearings?|audiencias?')],
  ['appeal', of('appeal\\p{L}*|apelaci(?:ón|ones)|apel\\p{L}+')],
  ['lien', of('liens?|gravamen|embargo')],
  ['cap', of('capped|(?:is|are) limited to|maximum|tope máximo|como máximo')],
]

/** What the office does for a customer's account; past or present, it must be on record. Without a rule beside it, a commitment. */
const grants: Trigger[] = [
  ['refund', of('refund(?:s|ed|ing|able)?|reimburs\\p{L}+|money back|reembols\\p{L}*|devoluci(?:ón|ones)|le devolv\\p{L}+')],
  ['credit', of('credit(?:s|ed|ing)?(?! (?:card|union|bureau|score|check|report))|crédito(?!s? bancari)s?|acredit\\p{L}*')],
  [
    'adjust',
    of(
      'adjust(?:s|ed|ing|ment|ments)?|(?:bill|charge|balance|total)s? (?:is|are|gets?|was|were|has been|have been) (?:cut|lowered|reduced|halved)|ajust(?:e|es|ar|amos|ado|ada|ó)|(?:reduce|reduced|lowered|cut) (?:your|the) (?:bill|balance|charge|total)|rebaj\\p{L}+',
    ),
  ],
  [
    'correct',
    of(
      "(?:we|i)(?: have|'ve)? (?:already |now |just )?(?:corrected|fixed|rebilled|recalculated|reissued|re-issued|amended|revised) (?:(?:your|the|this|that) ){1,2}(?:\\p{L}+ )?(?:bills?|account|balance|charges?|readings?|record)|(?:bill|account|balance|charge|record)s? (?:has|have|was|were) (?:already |now )?(?:been )?(?:corrected|fixed|recalculated|reissued|amended|revised)|(?:hemos corregido|corregimos) (?:su|la) (?:factura|cuenta)",
    ),
  ],
  [
    'remove',
    of(
      '(?:remove|removed|removing|reverse|reversed|reversing|cancel(?:l?ed|l?ing|s)?|erase|erased|void|voided|wipe[ds]?|take(?:n)? off|took off|zero(?:ed)? out|knock(?:ed)? off|writ(?:e|ing) off|drop(?:ped)?|eliminat\\p{L}+|clear(?:ed)?) (?:(?:the|your|this|that|all|any|every|of|late|whole|entire) ){0,4}(?:penalt\\p{L}+|charges?|fees?|bills?|balance|debt|amount|fine|account balance)|(?:penalt\\p{L}+|charges?|fees?|bills?|balance|debt|amount) (?:(?:has|have|was|were|is|are|had|already) ){0,3}(?:been )?(?:removed|reversed|cancel(?:l)?ed|erased|voided|void|withdrawn|annulled|wiped|taken off|dropped|gone|cleared|history)|(?:penalt\\p{L}+|charges?|fees?|bills?|balance|debt|amount) (?:will|shall) (?:soon |also |now )?be (?:removed|reversed|cancel(?:l)?ed|erased|voided|withdrawn|taken off|dropped|credited|refunded)|(?:eliminad|cancelad|anulad|quitad)[oa]s?|(?:eliminamos|cancelamos|anulamos|quitamos|elimin(?:ar|ó)|cancel(?:ar|ó)|anul(?:ar|ó)|quit(?:ar|ó))',
    ),
  ],
  [
    'balance',
    of(
      "no longer (?:owe|owes|owed|due)|(?:do not|don't|doesn't|does not|will not|won't|need not|needn't) (?:have to |need to )?(?:owe|pay)|owe(?:s)? (?:us )?nothing|nothing (?:is |more )?(?:due|owed|to pay)|(?<!(?:not|n't) (?:yet )?)(?:is|are|was|were|been|now|already|fully|consider it) (?:paid|settled) (?:in full|off)|no (?:balance|amount) (?:due|owed)|account is (?:clear|settled|current|closed)|(?:is|are) (?:now |already |fully )?settled|zero balance|ya no (?:debe|adeuda)|no (?:debe|adeuda)(?: nada)?|no tiene (?:que|deuda)|no (?:hace falta|es necesario|necesita) (?:que )?pag\\p{L}+|sin deuda|totalmente pagad[oa]|(?:ignore|disregard|skip|tear up) (?:[\\p{L}-]+ ){0,3}(?:bill|notice|balance|charge|penalty|due date|amount)|ignor(?:e|ar) (?:la|este|esta|el) (?:\\p{L}+ )?(?:factura|aviso|recargo|saldo)|no haga caso|saldad[oa]|liquidad[oa]|pagad[oa] por completo",
    ),
  ],
  [
    'shutoff',
    of(
      "(?:will not|won't|cannot|can't|not) be (?:shut off|disconnected|turned off|cut off)|(?:shut-?off|disconnection) (?:has been|is|was) (?:cancelled|canceled|stopped|postponed|lifted|suspended)|your (?:water|service) (?:stays|remains|is staying|continues|is safe)|keep (?:your|the) (?:water|service) on|no (?:le )?(?:cortaremos|será cortad[oa]|se cortará)",
    ),
  ],
  [
    'approve',
    of(
      '(?:has|have|is|are|was|were|been) (?:been )?(?:approved|granted|accepted)|we (?:approved|granted|accepted|agreed)|(?:fue|ha sido|queda|está) (?:aprobad|concedid|aceptad)[oa]s?|aprobamos|concedimos|aceptamos',
    ),
  ],
]

const promises: Trigger[] = [
  [
    '',
    of(
      "(?:we|i|they|someone|somebody|he|she|it|you|(?:the|our|a|an|another|your|this|that|my|one of our)(?: [\\p{L}-]+){1,4}|[\\p{Lu}][\\p{L}]+) ?(?:will|'ll|shall|won't)(?! (?:find (?:the|it|them|a list|below|attached|enclosed)|see (?:below|above)|need (?:to|your|the|a)|notice|recogni[sz]e|know if|not find))(?: not)? \\p{L}+|(?:we|i|the \\p{L}+|a \\p{L}+|they)(?: are| am| is|'re|'m) (?:also |now |already )?(?:going to|about to|planning to|arranging|sending|issuing|crediting|refunding|scheduling|committed to|happy to (?:offer|grant|refund|credit|waive))|(?:we|i) (?:hereby )?(?:promise|guarantee|commit|pledge|undertake|vow|assure|swear|intend to|plan to|expect to|aim to|offer you|agree to)\\p{L}*|promis(?:e|es|ed)|(?:we|i)(?: have|'ve)? decided to|we (?:send|pay|give|offer) you|guarantee[ds]?|rest assured|you can (?:count on|expect|be sure)|you have (?:my|our) word|my word|(?:you )?(?:can |should |may )?expect (?:a|an|the|your|us|to (?:see|receive|get)) (?:(?!bill before)\\p{L}+)|is on (?:its|the) way|are on the way|has been scheduled|have been scheduled|is scheduled|have scheduled|have arranged|in the mail to you|let me|consider (?:it|this|the \\p{L}+|your \\p{L}+) (?:done|gone|settled|paid|cancel\\p{L}+|resolved)|(?:we|i)'d be (?:glad|happy) to (?:refund|credit|waive|send)",
    ),
  ],
  [
    '',
    of(
      'vamos a|voy a|va a (?:recibir|obtener|ver|ser|ir|llegar|venir|corregirse|quedar)|van a|(?!(?:pare|va|a|de|be|ha)mos)\\p{L}{2,}(?:ar|er|ir|dr|br)emos|\\p{L}{2,}(?:ar|er|ir|dr)(?:é|ás|án)|(?!(?:est|quiz|jam|adem|atr|dem|podr|necesitar|encontrar)á)\\p{L}{2,}(?:ar|er|ir|dr|br)á|nos comprometemos|hemos decidido|decidimos|le (?:mandamos|enviamos|damos|reembolsamos|devolvemos|pagamos|regalamos) (?:un |el |su |la )?(?:cheque|crédito|reembolso|dinero|descuento)|me comprometo|prometemos|prometo|promesa|le prometo|garantiz(?:amos|o|ad[oa])|le aseguro|le aseguramos|aseguramos que|tenga la seguridad|(?:puede|podrá) contar con|cuente con|quedará?|está en camino|está programad[oa]|se ha programado|hemos programado|espere (?:un|una|el|la)|dé por (?:hecho|cancelad\\p{L}+|pagad\\p{L}+|resuelt\\p{L}+)',
    ),
  ],
]

/** What the customer asked for is not what the office says. */
const restated =
  /^(?:(?:you|he|she|they) (?:asked|ask|wrote|write|told|requested|say|said|want|wanted|disputed|mentioned)|thank you for (?:asking|your (?:question|request|letter|message|e-?mail|inquiry)|writing)|in your (?:letter|message|e-?mail)|your (?:request|question|letter)|usted (?:preguntó|pregunta|pidió|pide|escribió|dice|solicitó)|nos (?:preguntó|pidió|escribió)|gracias por (?:preguntar|su|escribir)|en su (?:carta|mensaje|correo)|su (?:solicitud|pregunta))/iu

/** Kind words about a fee state no rule of it. */
const sympathy =
  /^(?:(?:i|we)(?: am|'m| are|'re)? (?:so |very |truly |deeply )?(?:sorry|regret|apologi[sz]e|understand|appreciate|know how|realize)|lament(?:o|amos)|(?:entiendo|entendemos|comprendemos))(?!\p{L})/iu

const answered =
  /(?<!\p{L})(?:we|it|i)(?: have|'ve| has| did| do| can| agree| issued?| made| sent| are| is)(?!\p{L})|approved|granted|accepted|has been|(?:was|were) (?:made|issued|sent|removed|waived)|hemos|(?<!\p{L})se (?:hizo|emitió|aprobó|eliminó|condonó)|aprobad|concedid/iu

/** What a rule allows is a gift where the office says that it will do it. */
const gifts = new Set(['waive', 'deduct', 'free', 'exempt', 'relief'])

export function rulesIn(plain: string, sentences: readonly Sentence[]): Place[] {
  const places: Place[] = []
  for (const { start, end } of sentences) {
    const words = plain.slice(start, end)
    const promised = triggersOf(words, promises).length > 0
    const granted = triggersOf(words, grants)
    const ruled = promised ? [] : triggersOf(words, policies)
    if (!promised && (restated.test(words) || (sympathy.test(words) && granted.length === 0)) && !answered.test(words)) continue
    if (promised || (granted.length > 0 && ruled.length === 0)) {
      const given = promised ? triggersOf(words, policies).filter((trigger) => gifts.has(trigger)) : []
      places.push({ start, end, meaning: { kind: 'commitment', promised, triggers: [...new Set([...granted, ...given])] } })
    } else if (ruled.length > 0) places.push({ start, end, meaning: { kind: 'policy', triggers: [...new Set([...ruled, ...granted])] } })
  }
  return places
}

function triggersOf(words: string, triggers: readonly Trigger[]): string[] {
  return triggers.filter(([, pattern]) => pattern.test(words)).map(([concept]) => concept)
}
