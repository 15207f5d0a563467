// An account that comes with another rate class than it had keeps the earlier one with its days: bills of those days are
// computed by it. Asked before the accounts themselves are merged.

import type pg from 'pg'
import { type Day, formatDay } from '../../kernel/days.ts'
import { stagingTable } from './staging.ts'

/** A class without its first day holds from the day on as of which the set was written. */
export async function keepClasses(client: pg.Client, asOf: Day): Promise<void> {
  const changed = `SELECT s.number, a.class AS had, s.class AS has, a.opened_on, COALESCE(s.class_from, $1::date) AS from_on
    FROM ${stagingTable('accounts')} s JOIN account a ON a.number = s.number WHERE a.class <> s.class`
  await client.query(
    `WITH changed AS (${changed}),
     earlier AS (
       INSERT INTO account_class (account_number, from_on, class)
       SELECT number, opened_on, had FROM changed c WHERE opened_on < from_on
         AND NOT EXISTS (SELECT 1 FROM account_class k WHERE k.account_number = c.number) ON CONFLICT DO NOTHING)
     INSERT INTO account_class (account_number, from_on, class) SELECT number, from_on, has FROM changed
     ON CONFLICT (account_number, from_on) DO UPDATE SET class = EXCLUDED.class`,
    [formatDay(asOf)],
  )
}
