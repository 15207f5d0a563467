// The desk's everyday queries at a size that no office reaches soon: half a million cases, two million mails, their timelines and clocks.
// Each beside the bound, one row of a case by its number, on the same connection in the same run.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { CaseRecord } from '../../src/cases/case.ts'
import { type Office, openOffice } from '../../src/office.ts'
import { createLog } from '../../src/platform/log.ts'
import { fillSampleOffice, sampleConfig } from '../support/sample-desk.ts'

const defaultCases = 500_000
const mailsEach = 4
const rounds = 200
const warmUp = 20

export async function benchDesk(print: (line: string) => void = console.log): Promise<void> {
  const cases = Number(process.argv[process.argv.indexOf('--cases') + 1]) || defaultCases
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-bench-'))
  chmodSync(folder, 0o711) // the database's user passes through to its own part
  const office = await openOffice(sampleConfig(folder, 0), { log: createLog('error') })
  try {
    await fillSampleOffice(office)
    await fillCases(office, cases)
    print(`desk: ${cases} cases, ${cases * mailsEach} mails`)
    await measure(office, cases, print)
  } finally {
    await office.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rows as the desk leaves them behind: most cases closed long ago, some thousand open, each with mails, a timeline and a clock. */
async function fillCases({ db, staff }: Office, cases: number): Promise<void> {
  const people = (await staff.list()).map(({ id }) => id)
  const run = (sql: string) => db.client.$executeRawUnsafe(sql)
  await run(`
    INSERT INTO desk_case (id, number, token, status, topic, topic_reason, topics, urgency, hard_reasons, language, channel, subject,
      customer_address, customer_name, account_number, account_basis, entitled, assignee_id, opened_at, updated_at, clock_stale, due_at)
    SELECT gen_random_uuid(), n, 'k' || n,
      CASE WHEN n % 100 < 94 THEN 'closed' WHEN n % 100 = 94 THEN 'answered' WHEN n % 100 < 97 THEN 'open'
        WHEN n % 100 = 97 THEN 'waiting-for-supervisor' WHEN n % 100 = 98 THEN 'waiting-for-customer' ELSE 'resolved' END,
      'high-bill', 'the words', ARRAY['high-bill'], 'normal', CASE WHEN n % 11 = 0 THEN ARRAY['hearing'] ELSE ARRAY[]::text[] END, 'en', 'email',
      'My bill of ' || (n % 977) || ' dollars for ' || (ARRAY['Oak','Elm','Birch','Cedar','Maple','Walnut','Ash'])[1 + n % 7] || ' Street ' || n,
      'customer' || (n % 150000) || '@mail.example',
      (ARRAY['Ana','Ben','Chris','Dana','Eli','Fay','Gus','Hana'])[1 + n % 8] || ' ' || (ARRAY['Ruiz','Chen','Okafor','Novak','Smith','Diaz'])[1 + n % 6] || (n % 5000),
      lpad((n % 150000)::text, 9, '9'), 'on-file', true, ('{${people.join(',')}}'::uuid[])[1 + n % ${people.length}],
      now() - (${cases} - n) * interval '20 seconds', now() - (${cases} - n) * interval '19 seconds', false,
      CASE WHEN n % 100 BETWEEN 95 AND 97 THEN now() + ((n % 4000) - 500) * interval '1 minute' END
    FROM generate_series(1, ${cases}) AS n`)
  await run(`SELECT setval(pg_get_serial_sequence('desk_case', 'number'), ${cases})`)
  await run(`
    INSERT INTO mail (id, raw_sha256, message_id, from_address, from_name, subject, received_at, kind, verdict, reading, digest, search, case_id)
    SELECT gen_random_uuid(), md5(c.number || '.' || m) || md5(m || '.' || c.number), '<' || c.number || '.' || m || '@mail.example>', c.customer_address,
      c.customer_name, c.subject, c.opened_at + m * interval '1 hour', 'person', 'established', '{"newText": "Why is my bill so high?", "text": "Why is my bill so high?", "attachments": []}'::jsonb,
      md5(c.number || '.' || m), to_tsvector('simple', c.subject || ' ' || c.customer_name || ' why is my bill so high meter ' || (c.number * 31 + m)), c.id
    FROM desk_case c CROSS JOIN generate_series(1, ${mailsEach}) AS m`)
  await run(`
    INSERT INTO timeline_event (case_id, seq, at, kind, actor, digest, previous_hash, hash)
    SELECT c.id, s, c.opened_at + s * interval '10 minutes',
      (ARRAY['mail-received','case-opened','assigned','draft-written','approved','sent'])[s], 'desk', repeat('0', 64), repeat('0', 64), md5(c.id::text || s) || repeat('0', 32)
    FROM desk_case c CROSS JOIN generate_series(1, 6) AS s`)
  await run(`
    INSERT INTO timeline_content (event_id, content) SELECT id, '{"subject":"My bill","newText":"Why is my bill so high?"}' FROM timeline_event`)
  await run(`
    INSERT INTO case_clock (case_id, standard, started_at, holder, running, due_at, steps_taken, next_step_at, target_minutes, rulebook)
    SELECT id, 'first-answer', opened_at, 'us', due_at IS NOT NULL, due_at, 0, due_at, 480, 'standards' FROM desk_case`)
  for (const table of ['desk_case', 'mail', 'timeline_event', 'timeline_content', 'case_clock']) await run(`VACUUM ANALYZE ${table}`)
}

async function measure(office: Office, cases: number, print: (line: string) => void): Promise<void> {
  const people = await office.staff.list()
  const number = (round: number) => 1 + ((round * 7_919) % cases)
  const record = async (round: number) => (await office.cases.byNumber(number(round))) as CaseRecord
  const sample = await Promise.all(Array.from({ length: rounds + warmUp }, (_, round) => record(round)))
  const search = async (words: string) => office.cases.queue({ search: words, mentioned: await office.mailroom.casesMentioning(words) })
  const looks: [name: string, look: (round: number) => Promise<unknown>][] = [
    ['bound: one case by its number', (round) => record(round)],
    ['queue: what waits for a decision', () => office.cases.queue({ statuses: ['waiting-for-supervisor'] })],
    ['queue: everything, newest first', () => office.cases.queue({})],
    ['queue: mine, open', (round) => office.cases.queue({ assigneeId: people[round % people.length]!.id, statuses: ['open'] })],
    ['queue: at risk', () => office.cases.queue({ dueBefore: new Date(Date.now() + 86_400_000) })],
    ['queue: a later page', (round) => office.cases.queue({ after: { updatedAt: sample[round]!.updatedAt, id: sample[round]!.id } })],
    ['counts of the queue', () => office.cases.counts()],
    ['search: a customer', (round) => search(sample[round]!.customerName as string)],
    ['search: an account', (round) => search(sample[round]!.accountNumber as string)],
    ['search: a word of a mail', (round) => search(`meter ${number(round) * 31 + 1}`)],
    ['search: a street', (round) => search(`street ${number(round)}`)],
    ['case page: the case, timeline, mails', (round) => caseParts(office, sample[round] as CaseRecord)],
    ['case page: clocks explained', (round) => office.duty.explain(sample[round] as CaseRecord)],
    ['office today: loads, unassigned', async () => [await office.duty.loads(), await office.duty.unassigned()]],
  ]
  let bound = 0
  for (const [name, look] of looks) {
    for (let round = 0; round < warmUp; round++) await look(round)
    const times: number[] = []
    for (let round = warmUp; round < warmUp + rounds; round++) {
      const began = performance.now()
      await look(round)
      times.push(performance.now() - began)
    }
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] as number
    bound ||= at(0.5)
    print(
      `  ${name.padEnd(38)} median ${at(0.5).toFixed(1)} ms, 99th percentile ${at(0.99).toFixed(1)} ms, ${(at(0.5) / bound).toFixed(1)} times the bound`,
    )
  }
}

async function caseParts({ cases, mailroom, promises, replies }: Office, { id }: CaseRecord): Promise<unknown> {
  return Promise.all([
    cases.byId(id),
    cases.timeline(id),
    mailroom.mailsOfCase(id),
    mailroom.outgoingOfCase(id),
    promises.ofCase(id),
    replies.view(id),
    cases.absorbed(id),
  ])
}
