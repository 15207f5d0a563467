// Finds cases by what somebody has at hand: a number, an account, words of the subject and the customer, or words of a mail, which the
// mailroom knows. Every way goes over an index, however many cases there are.
import { type Database, Prisma, type Tx } from '../platform/database.ts'
import { caseNumberIn } from './case.ts'

type Reader = Pick<Database['client'], '$queryRaw'> | Tx

const shortestWord = 2 // a single letter would find half the city
const wordsRead = 12
/** More than anybody pages through; the newest first. */
const searchLimit = 500

/** `mentioned`: cases in whose mails the words stand. Ids, the newest change first. */
export async function searchCaseIds(from: Reader, text: string, mentioned: readonly string[]): Promise<string[]> {
  const asked = text.trim()
  const number = caseNumberIn(asked)
  const words = (asked.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= shortestWord).slice(0, wordsRead)
  // Only the last word may be a beginning: a rare whole word beside a common one is found at once.
  const query = words.map((word, place) => (place === words.length - 1 ? `${word}:*` : word)).join(' & ')
  const begins = `${asked.replace(/[\\%_]/g, '\\$&')}%`
  const ways = [
    Prisma.sql`SELECT id FROM desk_case WHERE account_number LIKE ${begins}`,
    Prisma.sql`SELECT id FROM desk_case WHERE customer_address = ${asked.toLowerCase()}`,
    ...(number === undefined ? [] : [Prisma.sql`SELECT id FROM desk_case WHERE number = ${number}`]),
    ...(query === ''
      ? []
      : [
          Prisma.sql`SELECT id FROM desk_case WHERE to_tsvector('simple', subject || ' ' || coalesce(customer_name, '') || ' ' ||
            coalesce(customer_address, '')) @@ to_tsquery('simple', ${query})`,
        ]),
    ...(mentioned.length === 0 ? [] : [Prisma.sql`SELECT unnest(${[...mentioned]}::uuid[])`]),
  ]
  if (asked === '') return []
  const rows = await from.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM desk_case c WHERE c.id IN (${Prisma.join(ways, ' UNION ')}) ORDER BY c.updated_at DESC, c.id DESC LIMIT ${searchLimit}`
  return rows.map(({ id }) => id)
}
