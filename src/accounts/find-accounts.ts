// Looking an account up by what a clerk has at hand. Every way goes over an index, however many accounts there are.
import type { Database } from '../platform/database.ts'

export type FoundAccount = { number: string; address: string; people: string[]; closed: boolean }

const shortestWord = 2 // a single letter would find half the city

export async function findAccounts(reader: Database['client'], text: string, limit: number): Promise<FoundAccount[]> {
  const asked = text.trim()
  const words = asked.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.every((word) => word.length < shortestWord)) return []
  // Each word may be the beginning of one that stands there: `bur oak 12` finds 1234 N Bur Oak St.
  const query = words.map((word) => `${word}:*`).join(' & ')
  const begins = `${asked.replace(/[\\%_]/g, '\\$&')}%`
  // A telephone number by its last ten digits, however it is written (NANP).
  const digits = /^[\d\s().+-]{10,20}$/.test(asked) ? asked.replace(/\D/g, '').slice(-10).padStart(10, 'x') : ''
  const pin = asked.replaceAll('-', '').replace(/^(\d\d)(\d\d)(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3-$4-$5')
  return reader.$queryRaw<FoundAccount[]>`
    WITH found AS (
      (SELECT number FROM account WHERE number LIKE ${begins} ORDER BY number LIMIT ${limit})
      UNION (SELECT account_number FROM meter WHERE id = ${asked})
      UNION (SELECT number FROM account a JOIN property p ON p.id = a.property_id WHERE p.pin = ${pin} LIMIT ${limit})
      UNION (SELECT account_number FROM account_person a JOIN person p ON p.id = a.person_id
             WHERE ${digits} <> '' AND right(regexp_replace(p.phone, '\\D', '', 'g'), 10) = ${digits} LIMIT ${limit})
      UNION (SELECT account_number FROM account_person a JOIN person p ON p.id = a.person_id WHERE p.email = ${asked.toLowerCase()} LIMIT ${limit})
      UNION (SELECT account_number FROM account_person a JOIN person p ON p.id = a.person_id
             WHERE to_tsvector('simple', p.name) @@ to_tsquery('simple', ${query}) LIMIT ${limit})
      UNION (SELECT number FROM account a JOIN property p ON p.id = a.property_id
             WHERE to_tsvector('simple', p.address) @@ to_tsquery('simple', ${query}) LIMIT ${limit})
    )
    SELECT a.number, p.address, a.closed_on IS NOT NULL AS closed,
      ARRAY(SELECT DISTINCT name FROM account_person o JOIN person w ON w.id = o.person_id WHERE o.account_number = a.number) AS people
    FROM found f JOIN account a ON a.number = f.number JOIN property p ON p.id = a.property_id ORDER BY a.number LIMIT ${limit}`
}
