// Words that a rewritten letter may not bring in: what the customer is asked to do or to give, and what an office may grant, take or
// deny. English and Spanish words of one thing are one thing, so that a translation is held to the same.
import { conceptOf } from '../claims/concepts.ts'

const l = '(?<!\\p{L})(?:'
const r = ')\\p{L}*'

const things: Record<string, RegExp> = Object.fromEntries(
  Object.entries({
    pay: 'pay|paid|pag[aou]|pagu|abon',
    send: 'send|sent|mail|envi|mand|remit',
    call: 'call|phone|dial|text|llam|telef|marqu',
    click: 'click|tap (?:here|on)|clic|puls|oprim',
    visit: 'visit|come (?:to|by|in)|go to|acud|veng|vay',
    sign: 'sign|firm|log(?:in| in)|inici',
    download: 'download|install|scan|descarg|escane',
    transfer: 'transfer|wire|zelle|venmo|bitcoin|crypto|gift|transf|cripto|regalo',
    give: 'giv|provid|shar|proporcion|compart|facilit|entreg',
    confirm: 'confirm|verif|valid|compruebe',
    ignore: 'ignor|disregard|forget|desestim|olvid|descart',
    approve: 'approv|accept|agree|aprob|acept|acuerd',
    buy: 'buy|purchas|order|compr',
    bring: 'bring|traig|trae|lleve',
    contact: 'contact|forward|reenv',
    deposit: 'deposit|withdraw|consign|retir',
    admit: 'let (?:him|her|them|us|our|the)|admit|door|house|home|dej[ae] (?:entrar|pasar)|puerta|casa|hogar',
    secret: 'password|passcode|pin|secret|code|social security|ssn|passport|licen|contrasen|clave|codig|seguro social|pasaport',
    bank: 'bank|card|banco|bancari|tarjet',
    cash: 'cash|efectiv',
    court: 'court|lawyer|attorney|sue|judge|police|arrest|tribunal|abogad|demand|juez|polic|arrest',
    blame: 'fault|fraud|theft|stol|steal|lie[ds]?|illegal|culp|fraud|robo|hurt|mentir|ilegal',
    feeling: 'sorry|apolog|regret|mistake|error|wrong|disculp|lament|perdon|equivoc',
  }).map(([thing, words]) => [thing, new RegExp(`${l}${words}${r}`, 'iu')]),
)

const granted: ReadonlySet<string> = new Set(
  'penalty balance credit refund adjust correct estimate actual exempt waive remove deduct free grace relief plan instalment down shutoff restore reduce lien hearing appeal dispute interest fine hold due average replace'.split(
    ' ',
  ),
)

/** What a letter may ask that it not be done, such as to send the number of a card. */
const askedNot: ReadonlySet<string> = new Set(['send', 'give', 'call', 'secret', 'bank', 'cash'])

/** What of this a sentence speaks of. To ask for such a thing and to ask that it be left are two things: `send`, `not send`. */
export function weightyIn(sentence: string): string[] {
  const denied = isNegated(sentence)
  const asked = Object.keys(things).filter((thing) => things[thing]?.test(withoutAccents(sentence)))
  return [...asked.map((thing) => (denied && askedNot.has(thing) ? `not ${thing}` : thing)), ...grantsIn(sentence)]
}

/** That a reading was estimated, or that a card's number is not to be sent. */
export function mayNotBeLost(thing: string): boolean {
  return granted.has(thing) || thing.startsWith('not ')
}

/** What is granted, taken or denied, and whether a reading was real: of a sentence with a figure none of it may be lost, either. */
export function grantsIn(text: string): Set<string> {
  const found = new Set<string>()
  for (const [word] of text.matchAll(/\p{L}{2,40}/gu)) {
    const concept = word.toLowerCase() === 'gracias' ? undefined : conceptOf(word) // thanks are no grace period
    if (concept !== undefined && granted.has(concept)) found.add(concept)
  }
  return found
}

const negation =
  /(?<!\p{L})(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|unable|(?:\p{L}+n['’]t)|nunca|jamas|ni|ningun[oa]?|nadie|nada|sin|tampoco)(?!\p{L})/iu

export function isNegated(sentence: string): boolean {
  return negation.test(withoutAccents(sentence))
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '')
}
