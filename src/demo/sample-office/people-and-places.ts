// Who lives where in the sample office. Names are common, streets invented, addresses of mail reserved (RFC 2606), so
// that nobody real is meant and no mail can reach anybody.
import type { AccountHistory, PersonOnAccount } from '../../accounts/account-history.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'

const names: readonly [first: string[], last: string[]][] = [
  [
    ['James', 'Denise', 'Michael', 'Patricia', 'Andre', 'Karen', 'Walter', 'Angela', 'Terrence', 'Colleen'],
    ['Johnson', 'Murphy', 'Williams', 'Brooks', 'Anderson', 'Coleman', 'Walsh', 'Jackson', 'Hughes', 'Bennett'],
  ],
  [
    ['María', 'José', 'Guadalupe', 'Luis', 'Rosa', 'Héctor', 'Alejandra', 'Raúl', 'Yolanda', 'Ángel'],
    ['García', 'Hernández', 'Ramírez', 'Ortiz', 'Muñoz', 'Delgado', 'Vázquez', 'Salgado', 'Peña', 'Cárdenas'],
  ],
  [
    ['Zofia', 'Łukasz', 'Małgorzata', 'Stanisław', 'Agnieszka', 'Wojciech', 'Grażyna', 'Piotr', 'Bożena', 'Kazimierz'],
    ['Wójcik', 'Nowak', 'Kowalczyk', 'Mazur', 'Wróbel', 'Stępień', 'Duda', 'Pawlak', 'Gołąb', 'Pietrzak'],
  ],
]
const streets = [
  'Prairie Smoke Ave',
  'Marigold St',
  'Old Lantern Ave',
  'Pumphouse Rd',
  'Bur Oak St',
  'Crib Light Ave',
  'Standpipe St',
  'Goldfinch Ave',
  'Milk Wagon St',
  'Tamarack Pl',
] as const
const homes = ['single-family', 'single-family', 'two-flat'] as const
const propertyTypes = [...homes, ...homes, 'multi-unit', 'commercial'] as const

export type Place = AccountHistory['property']

/** `index` makes the PIN and the house number the account's own. */
export function placeOf(index: number, story: Story, random: Random): Place {
  const type = story === 'nothing-unusual' ? random.pick(propertyTypes) : random.pick(homes)
  const side = random.pick(['N', 'S', 'W'])
  const street = streets[index % streets.length] as string
  const number = 1000 + Math.floor(index / streets.length) * 137 + random.between(0, 60) * 2
  const two = (least: number, most: number, width: number) => String(random.between(least, most)).padStart(width, '0')
  const pin = [two(13, 25, 2), two(1, 36, 2), two(100, 430, 3), String(index + 1).padStart(3, '0'), '0000'].join('-')
  return {
    id: `P-${String(index + 1).padStart(4, '0')}`,
    pin,
    address: `${number} ${side} ${street}, Chicago, IL 60600`,
    type,
    vacantSince: null,
    assessorClass: null,
    units: null,
    buildingSquareFeet: null,
    lotSquareFeet: null,
  }
}

/** The owner first where he lives there; some rent out, some have somebody who keeps their accounts. */
export function peopleOf(index: number, story: Story, random: Random): PersonOnAccount[] {
  const reachable = story !== 'nothing-unusual' || random.chance(0.85)
  const owner = person(`${index + 1}A`, 'owner', reachable, random)
  const other = random.fraction()
  if (other < 0.18) return [owner, person(`${index + 1}B`, 'tenant', random.chance(0.7), random)]
  if (other < 0.28) return [person(`${index + 1}B`, 'account-holder', true, random), owner]
  return [owner]
}

/** Who of the people on the account would write to the office. */
export function writerOf(people: readonly PersonOnAccount[]): { name: string; address: string } | undefined {
  const writer = people.find((person) => person.role !== 'tenant' && person.email !== null)
  return writer?.email ? { name: writer.name, address: writer.email } : undefined
}

function person(id: string, role: PersonOnAccount['role'], reachable: boolean, random: Random): PersonOnAccount {
  const [first, last] = random.pick(names)
  const [given, family] = [random.pick(first), random.pick(last)]
  const phone = random.chance(0.6) ? `312-555-01${String(random.between(0, 99)).padStart(2, '0')}` : null // 555-01xx is kept for fiction
  const mailbox = `${plain(given)}.${plain(family)}.${id.toLowerCase()}`
  return { id: `PER-${id}`, name: `${given} ${family}`, email: reachable ? `${mailbox}@mail.example` : null, phone, role }
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
}
