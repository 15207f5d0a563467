// Names of people: after a greeting, a title or a role, and a given name with a family name. A greeting to nobody in
// particular names nobody.
import type { Meaning, Span } from './claim.ts'
import { givenNames } from './given-names.ts'

type Place = Span & { meaning: Meaning }

const namePart = "\\p{Lu}[\\p{L}'’-]{0,30}\\.?"
const nameRun = `${namePart}(?:[ ](?:(?:de|del|la|los|van|von|da|y)[ ]){0,2}${namePart}){0,4}`
const greeting = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:Dear|Hello|Hi|Good (?:morning|afternoon|evening)|Estimad[oa]s?(?:/a|\\(a\\))?|Querid[oa]|Hola|Buen(?:os|as) (?:días|tardes)|Apreciad[oa]),?[ ](${nameRun})(?=[ ]?[,:!.\\n–-]|[ ](?:and|y)[ ]|$)`,
  'gu',
)
const greetingPair = new RegExp(`(?<=(?:Dear|Estimad[oa]s?)[ ][^,:\\n]{1,60}[ ](?:and|y)[ ])(${nameRun})(?=[ ]?[,:])`, 'gu')
const titled = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sr|Sra|Srta|Dra|Señora?|Señorita|Don|Doña|Alderman|Alderperson|Alderwoman|Attorney|Officer|Judge|Commissioner|Director)\\.?[ ](${nameRun})`,
  'gu',
)
const role = new RegExp(
  `(?:\\b(?:[Ss]upervisor|[Mm]anager|[Cc]lerk|[Tt]echnician|[Ii]nspector|[Pp]lumber|[Aa]gent|[Cc]olleague|[Rr]epresentative|[Oo]wner|[Tt]enant|[Ll]andlord|[Nn]eighbor|[Hh]usband|[Ww]ife|[Ss]on|[Dd]aughter|[Mm]y name is|[Ss]poke (?:with|to)|[Aa]sk for|[Cc]ontact|[Aa]tt(?:entio)?n:?|[Cc]olega|[Tt]écnic[oa]|[Dd]ueñ[oa]|[Pp]ropietari[oa]|[Ii]nquilin[oa]|[Ee]spos[oa]|[Vv]ecin[oa]|[Mm]e llamo|[Pp]regunte por|[Hh]ablé con|[Ss]upervisora|[Ii]nspectora?)[,:]?[ ])(${nameRun})`,
  'gu',
)
const pair = /(?<![\p{L}\p{N}])(\p{Lu}[\p{L}'’-]{1,30})((?:[ ]\p{Lu}\.)?(?:[ ](?:de|del|la|los)){0,2}(?:[ ]\p{Lu}[\p{L}'’-]{1,30}){1,3})/gu

const nobody =
  /^(?:customers?|residents?|neighbou?rs?|sirs?|madams?|ma'?am|sir or madam|friends?|homeowners?|owners?|property owners?|tenants?|all|team|everyone|there|valued.*|account ?holders?|clientes?|vecin[oa]s?|señor(?:es|a|as)?|residentes?|usuari[oa]s?|propietari[oa]s?|titular(?: de la cuenta)?|a quien corresponda|water customer|city|department|office)$/iu
const notAName =
  /^(?:the|your|our|this|that|we|you|it|if|in|on|at|for|from|to|please|thank|thanks|dear|hello|and|or|but|a|an|as|by|of|city|department|water|office|bureau|customer|customers|account|accounts|service|services|street|avenue|ave|st|road|el|la|los|las|su|en|de|del|por|para|si|gracias|estimado|estimada|estimados|hola|cuando|como|oficina|departamento|ciudad|agua|cuentas|servicio|llc|inc|company|association|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/iu

export function namesIn(plain: string): Place[] {
  const places: Place[] = []
  for (const pattern of [titled, greeting, greetingPair, role])
    for (const found of plain.matchAll(pattern)) {
      const words = trimmed(found[1] as string)
      if (words === '' || nobody.test(words)) continue
      if (pattern === role && notAName.test(firstWord(words))) continue
      const start = found.index + found[0].length - (found[1] as string).length
      places.push(placeOf(start, words))
    }
  for (const found of plain.matchAll(pair)) {
    const [, given = '', rest = ''] = found
    if (!givenNames.has(bareWord(given))) continue
    const words = trimmed(given + rest)
    if (words.includes(' ')) places.push(placeOf(found.index, words))
  }
  return places
}

/** The words of a name, lower case, without accents, titles and initials' full stops. */
export function nameWords(name: string): string[] {
  return name
    .split(/[^\p{L}'’-]+/u)
    .map(bareWord)
    .filter(
      (word) => word !== '' && !/^(?:mr|mrs|ms|mx|miss|dr|prof|sr|sra|srta|dra|senora|senor|don|dona|and|y|de|del|la|los)$/.test(word),
    )
}

function trimmed(words: string): string {
  let name = words.replace(/^(?:(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sra?|Srta|Dra|Señora?|Señorita|Don|Doña)\.? )+/u, '').replace(/[.]$/, '')
  for (let last = name.split(' '); last.length > 1 && notAName.test(last.at(-1) as string); last = name.split(' '))
    name = last.slice(0, -1).join(' ')
  return name
}

function firstWord(words: string): string {
  return words.split(' ')[0] as string
}

function placeOf(start: number, words: string): Place {
  return { start, end: start + words.length, meaning: { kind: 'name', words: nameWords(words) } }
}

function bareWord(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}|’|'|\./gu, '')
}
