// Sets of the billing system's files into a real database: what stands in them comes out, whatever was there before; what
// cannot be a record is told with file, line, column and reason; and a set that comes again changes nothing.
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountHistory } from '../../../src/accounts/account-history.ts'
import { type AccountImports, type Accounts, createAccountImports, createAccounts, ledgerEchoed } from '../../../src/accounts/accounts.ts'
import { generateSampleOffice } from '../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { addDays, day } from '../../../src/kernel/days.ts'
import { cents } from '../../../src/kernel/money.ts'
import { createDatabase, type Database } from '../../../src/platform/database.ts'
import { createJobs, type Jobs } from '../../../src/platform/jobs.ts'
import { createLog } from '../../../src/platform/log.ts'
import { keptAlarms } from '../../support/kept-alarms.ts'
import { createTestDatabase } from '../../support/test-database.ts'
import { setOf, writeSet } from '../../support/write-set.ts'

const today = day('2026-11-22')
const sample = generateSampleOffice({ seed: 1, today, schedule: readSampleRates() }).accounts.map(({ history }) => history)
const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-sets-'))
const dropFolder = path.join(folder, 'drop')
const alarms = keptAlarms()
let accounts: Accounts
let connection: Awaited<ReturnType<typeof createTestDatabase>>['connection']
let imports: AccountImports
let jobs: Jobs
let db: Database
let drop: () => Promise<void>

beforeAll(async () => {
  const test = await createTestDatabase()
  drop = test.drop
  connection = test.connection
  db = createDatabase(test.connection)
  jobs = createJobs(test.connection, createLog('silent'), [ledgerEchoed])
  accounts = createAccounts({ db })
  const clock = { now: () => new Date('2026-11-23T15:00:00Z') }
  const rulebook = {
    inForce: () => ({ value: { fit_to_send_days: 3, next_set_within_days: null }, version: 'records@test', source: 'shipped' as const }),
  }
  const zone = 'America/Chicago'
  imports = createAccountImports({ db, connection: test.connection, jobs, clock, rulebook, timeZone: zone, alarms, dropFolder })
})

afterAll(async () => {
  await jobs.stop()
  await db.close()
  await drop()
  rmSync(folder, { recursive: true, force: true })
})

let sets = 0
let newest = today
function written(set: ReturnType<typeof setOf>, asOf = newest): string {
  newest = asOf
  sets += 1
  return writeSet(path.join(folder, String(sets)), set, asOf)
}

const bringIn = (set: string) => imports.importSet({ folder: set, by: 'test' })
const account = (history: AccountHistory) => accounts.history(history.account.number)

describe('a set', () => {
  const whole = sample.map(withEverything)

  it('comes out of the database as it went in, in every record', async () => {
    const imported = await bringIn(written(setOf(whole)))
    expect(imported).toMatchObject({ rejected: 0, rejectsFile: null, asOf: today })
    for (const { file, read, added, changed } of imported.files) expect({ file, added, changed }).toEqual({ file, added: read, changed: 0 })
    for (const history of whole) expect(await account(history)).toEqual(history)
  })

  it('changes nothing when it comes again', async () => {
    const before = await rowVersions()
    const again = await bringIn(written(setOf(whole)))
    for (const { file, added, changed } of again.files) expect({ file, added, changed }).toEqual({ file, added: 0, changed: 0 })
    expect(await rowVersions()).toEqual(before)
  })

  it('says as of which day balances are known, and when that is too long ago to be sent', async () => {
    expect(await imports.recordsAge()).toEqual({ state: 'fit', asOf: today, days: 1 })
    expect((await imports.runs()).map(({ status, rejected }) => ({ status, rejected }))).toEqual(
      Array(2).fill({ status: 'finished', rejected: 0 }),
    )
  })

  it('updates by key, and keeps the class an account had before', async () => {
    const [history] = whole as [AccountHistory]
    const { account: billed, property, people, reads } = history
    const later = {
      ...history,
      account: { ...billed, class: 'NON_METERED' },
      property: { ...property, vacantSince: day('2026-11-01') },
      people: people.slice(0, 1).map((person) => ({ ...person, email: 'new@mail.example' })),
      reads: reads.map((read, index) => (index === reads.length - 1 ? { ...read, kind: 'actual' as const, value: read.value + 3 } : read)),
    }
    const imported = await bringIn(written(setOf([later]), addDays(today, 1)))
    expect(imported.rejected).toBe(0)
    expect(await account(history)).toEqual({
      ...later,
      account: {
        ...later.account,
        classes: [
          { fromOn: billed.openedOn, class: 'METERED' },
          { fromOn: addDays(today, 1), class: 'NON_METERED' },
        ],
      },
    })
    const left = people[1]?.email
    if (left)
      expect((await accounts.onFile(db.client, [left])).get(left)?.map(({ accountNumber }) => accountNumber)).not.toContain(billed.number)
  })
})

describe('a row of the ledger that the billing system changes', () => {
  const history = sample[3] as AccountHistory
  const entry = history.ledger.find(({ kind }) => kind === 'payment') as AccountHistory['ledger'][number]
  const saying = (amountCents: number, enteredOn = entry.enteredOn): AccountHistory => ({
    ...history,
    ledger: history.ledger.map((one) => (one.id === entry.id ? { ...one, amountCents: cents(amountCents), enteredOn } : one)),
  })

  it('arrives as a reversal and a new version, so that balances of every day are as it says now', async () => {
    const moved = addDays(entry.enteredOn, 2)
    for (const [version, amount] of [-1234, -1234, -777, -1234].entries()) {
      const imported = await bringIn(written(setOf([saying(amount, moved)])))
      expect(imported.files.find(({ file }) => file === 'ledger')).toMatchObject({ added: 0, changed: version === 1 ? 0 : 1 })
    }
    const others = history.ledger.filter(({ id }) => id !== entry.id)
    for (const asOf of [addDays(entry.enteredOn, -1), entry.enteredOn, moved, today]) {
      const said = others.filter((one) => one.enteredOn <= asOf).reduce((sum, one) => sum + one.amountCents, moved <= asOf ? -1234 : 0)
      expect(await accounts.balanceCents(history.account.number, asOf)).toBe(said)
    }
    const versions = (await account(history))?.ledger
      .filter(({ id }) => id.startsWith(entry.id))
      .map(({ id, amountCents, reversesId }) => ({ id, amountCents, reversesId }))
    expect(versions).toHaveLength(7) // the first, and three times a reversal and a version
    expect(versions).toContainEqual({ id: `${entry.id}~2r`, amountCents: 1234, reversesId: `${entry.id}~2` })
  })

  it('is never changed in its place', async () => {
    await expect(db.client.$executeRaw`UPDATE ledger_entry SET amount_cents = 0 WHERE id = ${entry.id}`).rejects.toThrow(/append-only/)
    await expect(db.client.$executeRaw`DELETE FROM ledger_entry WHERE id = ${entry.id}`).rejects.toThrow(/append-only/)
  })

  it('that is our own come back is noted beside the ledger and added to no balance', async () => {
    const number = history.account.number
    await db.client.$executeRaw`INSERT INTO ledger_entry (id, account_number, entered_on, kind, amount_cents, reference)
      VALUES ('desk:1', ${number}, '2026-11-20', 'adjustment', -500, 'ADJ-000001')`
    const before = await accounts.balanceCents(number, today)
    const set = setOf([saying(-1234, addDays(entry.enteredOn, 2))])
    const row = {
      id: 'SRC-1',
      account_number: number,
      entered_on: '2026-11-21',
      kind: 'adjustment',
      amount: '-5.00',
      bill_id: null,
      memo: '',
    }
    const foreign = { ...row, id: 'SRC-2', amount: '-1.00', reference: 'ADJ-OTHER', refusal: null }
    const refused = { ...row, id: 'SRC-3', reference: 'ADJ-NEVER', refusal: 'account closed' }
    const ledger = (set.ledger ?? []).map((one) => ({ ...one, reference: null, refusal: null }))
    for (const echoed of [1, 0]) {
      const rows = [...ledger, { ...row, reference: 'ADJ-000001', refusal: null }, foreign, refused]
      const imported = await bringIn(written({ ...set, ledger: rows }))
      expect(imported.files.find(({ file }) => file === 'ledger')).toMatchObject({ echoed, rejected: 1 })
    }
    expect(await accounts.balanceCents(number, today)).toBe(before - 100)
    expect(await db.client.ledgerEcho.findMany({ select: { reference: true, amountCents: true } })).toEqual([
      { reference: 'ADJ-000001', amountCents: -500 },
    ])
    const [waiting] = await db.client.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM jobs.job WHERE name = 'ledger-echoed'`
    expect(waiting?.count).toBe(1n)

    const unlike = await bringIn(written({ ...set, ledger: [...ledger, { ...row, reference: null, refusal: null }] }))
    expect(readFileSync(unlike.rejectsFile as string, 'utf8')).toContain('"reference","came with a reference of ours before')
    expect(await accounts.balanceCents(number, today)).toBe(before - 100)
  })

  it('that carries our reference only later is taken back, for our own entry stands', async () => {
    const number = history.account.number
    const row = {
      id: 'SRC-9',
      account_number: number,
      entered_on: '2026-11-21',
      kind: 'adjustment',
      amount: '-7.00',
      bill_id: null,
      memo: '',
    }
    const set = setOf([saying(-1234, addDays(entry.enteredOn, 2))])
    const saysNow = async (reference: string | null) => {
      const ledger = [...(set.ledger ?? []), row].map((one) => ({ ...one, reference: one.id === row.id ? reference : null }))
      await bringIn(written({ ...set, ledger }))
      return accounts.balanceCents(number, today)
    }
    const before = await accounts.balanceCents(number, today)
    expect(await saysNow(null)).toBe(before - 700)
    await db.client.$executeRaw`INSERT INTO ledger_entry (id, account_number, entered_on, kind, amount_cents, reference)
      VALUES ('desk:2', ${number}, '2026-11-20', 'adjustment', -700, 'ADJ-000002')`
    expect(await saysNow('ADJ-000002')).toBe(before - 700)
    const versions = await rowVersions()
    expect(await saysNow('ADJ-000002')).toBe(before - 700)
    expect(await rowVersions()).toEqual(versions)
  })
})

describe('rows that cannot be records', () => {
  const history = sample[5] as AccountHistory
  const good = setOf([history])
  const other = setOf([sample[6] as AccountHistory])

  it('are told with file, line, column and reason, and keep no other row out', async () => {
    const [read, line, person, bill, meter] = (['reads', 'bill_lines', 'people', 'bills', 'meters'] as const).map(
      (file) => good[file]?.[0] ?? {},
    )
    const set = written({
      ...good,
      reads: [
        ...(good.reads ?? []),
        { ...read, id: 'X1', value: 'many' },
        { ...read, id: 'X2', read_on: '2026-02-30' },
        { ...read, id: 'X3', meter_id: 'M-NOBODY' },
        { ...read, id: 'X4', kind: 'guessed' },
        { ...read, value: 12 },
        { ...read, id: 'X5', value: 10_000_000 },
        { ...read, id: '=cmd|1', value: 1 },
      ],
      bill_lines: [...(good.bill_lines ?? []), { ...line, position: 90, amount: '1.005' }, { ...line, position: 91, days: -3 }],
      people: [
        ...(good.people ?? []),
        { ...person, role: 'tenant', email: 'no address' },
        { ...person, role: 'tenant', name: 'Another Name' },
      ],
      bills: [
        ...(good.bills ?? []),
        { ...bill, id: 'XB1', total: '' },
        { ...bill, id: 'XB2', from_read_id: other.reads?.[0]?.id, due_on: '2001-01-01' },
      ],
      meters: [...(good.meters ?? []), { ...meter, id: 'XM', size_inches: '5/8"', installed_on: '2026-01-02', removed_on: '2026-01-01' }],
    })
    writeFileSync(path.join(set, 'ledger.csv'), `${readFileSync(path.join(set, 'ledger.csv'), 'utf8')}L-SHORT,${history.account.number}\n`)
    const imported = await bringIn(set)
    const rejects = readFileSync(path.join(set, 'rejects.csv'), 'utf8').trim().split('\r\n').slice(1)
    const told = rejects
      .map((row) => row.slice(1, -1).split('","'))
      .map(([file, row, column, reason, key]) => [file, Number(row), column, reason, key])
    const after = (file: string, offset: number) => (good[file]?.length ?? 0) + 1 + offset
    const shared = history.account.number
    expect(told.sort()).toEqual(
      [
        ['reads.csv', after('reads', 1), 'value', 'not a whole number', 'X1'],
        ['reads.csv', after('reads', 2), 'read_on', 'not a date such as 2026-06-01', 'X2'],
        ['reads.csv', after('reads', 3), 'meter_id', 'names what is not in meters', 'X3'],
        ['reads.csv', after('reads', 4), 'kind', 'not one of actual, estimated, customer', 'X4'],
        ['reads.csv', after('reads', 5), 'id', 'its key stands in the file before', read?.id],
        ['reads.csv', after('reads', 6), 'value', 'has more digits than the register', 'X5'],
        ['reads.csv', after('reads', 7), 'id', 'not a key of letters, digits and . _ / # -', "'=cmd|1"],
        ['bill_lines.csv', after('bill_lines', 1), 'amount', 'not dollars with at most two decimals, such as 36.51', `${line?.bill_id} 90`],
        ['bill_lines.csv', after('bill_lines', 2), 'days', 'not a whole number', `${line?.bill_id} 91`],
        ['people.csv', after('people', 1), 'email', 'not an e-mail address', `${person?.id} ${shared} tenant`],
        ['people.csv', after('people', 2), 'id', 'is another person in a line before', `${person?.id} ${shared} tenant`],
        ['bills.csv', after('bills', 1), 'total', 'is missing', 'XB1'],
        ['bills.csv', after('bills', 2), 'due_on', 'lies before issued_on', 'XB2'],
        ['meters.csv', after('meters', 1), 'removed_on', 'lies before installed_on', 'XM'],
        ['ledger.csv', after('ledger', 1), '', 'has 2 fields where the first line has 7', `L-SHORT`],
      ].sort(),
    )
    expect(imported.rejected).toBe(told.length)
    const { account: billed, people, meters, reads, bills, ledger } = history
    expect(await account(history)).toMatchObject({ account: billed, people, meters: [...meters], reads, bills, ledger })
  })

  it('leave with what names them: an account that is not in, and everything of it', async () => {
    const homeless = { ...other, properties: good.properties ?? [] }
    const imported = await bringIn(
      written({ ...homeless, accounts: (other.accounts ?? []).map((one) => ({ ...one, number: 'A-NEW', property_id: 'P-NOWHERE' })) }),
    )
    expect(imported.files.find(({ file }) => file === 'accounts')).toMatchObject({ added: 0, rejected: 1 })
    expect(await accounts.history('A-NEW')).toBeUndefined()
  })
})

describe('the drop folder', () => {
  const history = sample[10] as AccountHistory
  const drop = (name: string, set: ReturnType<typeof setOf>, asOf = newest) => writeSet(path.join(dropFolder, name), set, asOf)
  const inFolder = (place: string) => readdirSync(path.join(dropFolder, place)).sort()

  it('brings in complete sets in the order of their names, and says what became of each', async () => {
    const good = setOf([history])
    drop('2026-11-21', good)
    drop('2026-11-22', { ...good, reads: [...(good.reads ?? []), { ...good.reads?.[0], id: 'X9', value: 'many' }] })
    rmSync(path.join(drop('2026-11-23', good), 'manifest.json')) // it is still being written
    rmSync(path.join(drop('2026-11-20', good), 'bills.csv'))
    const outcomes = await imports.watch()
    expect(outcomes.map(({ set }) => set)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22'])
    expect([inFolder('.'), inFolder('done'), inFolder('failed')]).toEqual([
      ['2026-11-23', 'done', 'failed'],
      ['2026-11-21', '2026-11-22'],
      ['2026-11-20'],
    ])
    expect(readFileSync(path.join(dropFolder, 'failed/2026-11-20/problem.txt'), 'utf8')).toContain('lacks "bills.csv"')
    expect([...alarms.standing.keys()]).toEqual(['records:failed-set:2026-11-20', 'records:rejected-rows'])

    drop('2026-11-20', good)
    drop('2026-11-22', good)
    await imports.watch()
    expect(inFolder('done')).toEqual(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-22.2'])
    expect(alarms.standing.size).toBe(0)
    expect(await imports.watch()).toEqual([])
  })

  it('lets no set win over a newer one, and waits while another import runs', async () => {
    const good = setOf([history])
    drop('a-late-one', good, addDays(newest, -1))
    expect((await imports.watch()).map((outcome) => 'problem' in outcome && outcome.problem)).toEqual([
      expect.stringMatching(/is as of 2026-11-22, and the records here are as of 2026-11-23/),
    ])
    rmSync(path.join(dropFolder, 'failed/a-late-one'), { recursive: true })

    drop('waits', good)
    const another = new pg.Client(connection)
    await another.connect()
    await another.query('SELECT pg_advisory_lock(72707371)') // as an import holds it
    expect(await imports.watch()).toEqual([])
    expect(inFolder('.')).toContain('waits')
    await another.end()
    await imports.watch()
    expect(inFolder('done')).toContain('waits')
  })

  it('that cannot be used alarms until it can', async () => {
    renameSync(dropFolder, `${dropFolder}.away`)
    await imports.watch()
    expect(alarms.standing.get('records:drop-folder')?.text).toMatch(/ENOENT/)
    renameSync(`${dropFolder}.away`, dropFolder)
    await imports.watch()
    expect(alarms.standing.has('records:drop-folder')).toBe(false)
  })
})

describe('the file of rejects', () => {
  it('is made anew each time, leads nowhere, and goes when there is nothing to tell', async () => {
    const set = written(setOf([sample[7] as AccountHistory]))
    const kept = path.join(folder, 'kept')
    writeFileSync(kept, 'of somebody else')
    symlinkSync(kept, path.join(set, 'rejects.csv'))
    expect((await bringIn(set)).rejectsFile).toBeNull()
    expect(existsSync(path.join(set, 'rejects.csv'))).toBe(false)
    expect(readFileSync(kept, 'utf8')).toBe('of somebody else')
    const nowhere = imports.importSet({ folder: set, by: 'test', rejectsFile: path.join(kept, 'rejects.csv') })
    await expect(nowhere).rejects.toThrow(/cannot be written \(ENOTDIR\)/)
  })
})

describe('a set that is none', () => {
  const good = setOf([sample[8] as AccountHistory])
  const refusal = async (change: (set: string) => void): Promise<string> => {
    const set = written(good)
    change(set)
    const before = await rowVersions()
    const error = await bringIn(set).then(
      () => new Error('it was brought in'),
      (thrown: Error) => thrown,
    )
    expect(await rowVersions()).toEqual(before)
    return error.message
  }
  const rewrite = (file: string, change: (text: string) => string | Buffer) => (set: string) =>
    writeFileSync(path.join(set, file), change(readFileSync(path.join(set, file), 'utf8')))

  function linked(file: string): (set: string) => void {
    return (set) => {
      renameSync(path.join(set, file), path.join(folder, 'elsewhere'))
      symlinkSync(path.join(folder, 'elsewhere'), path.join(set, file))
    }
  }

  it.each<[string, (set: string) => void, RegExp]>([
    ['lacks a file', (set) => rmSync(path.join(set, 'reads.csv')), /lacks "reads.csv"/],
    ['has a file that nobody knows', (set) => writeFileSync(path.join(set, 'bill-lines.csv'), 'id\n'), /the unknown file "bill-lines.csv"/],
    ['has a link for a file', linked('meters.csv'), /no plain file: "meters.csv"/],
    ['has a link for its manifest', linked('manifest.json'), /not as expected/],
    ['lacks its manifest', (set) => rmSync(path.join(set, 'manifest.json')), /--as-of/],
    ['is of tomorrow', rewrite('manifest.json', () => '{"as_of": "2027-01-01"}'), /not come yet/],
    ['names its day as nobody does', rewrite('manifest.json', () => '{"as_of": "June"}'), /not as expected/],
    ['has a file without a line', rewrite('meters.csv', () => ''), /meters.csv is empty/],
    [
      'has an unknown column',
      rewrite('meters.csv', (text) => text.replace('digits', 'dials')),
      /lacks the column digits and has the unknown column "dials"/,
    ],
    [
      'has a quotation without an end',
      rewrite('ledger.csv', (text) => `${text}"L-9${'x'.repeat(70_000)}`),
      /ledger.csv cannot be read as CSV near line \d+/,
    ],
  ])('because it %s is refused whole, with what to do', async (_, change, words) => {
    expect(await refusal(change)).toMatch(words)
  })

  it('is refused while another one is brought in', async () => {
    const sets = [written(good), written(good), written(good)]
    const ends = await Promise.allSettled(sets.map(bringIn))
    const refused = ends.filter((end) => end.status === 'rejected').map((end) => (end.reason as Error).message)
    expect(refused).toEqual(refused.map(() => 'Another import is running. Wait until it has ended.'))
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThan(sets.length)
  })

  it('with bytes that are no UTF-8 and a byte order mark loses only the rows that hold such bytes', async () => {
    const set = written(good)
    const text = readFileSync(path.join(set, 'people.csv'), 'latin1')
    const rows = text.trim().split('\n')
    const bad = (rows[1] as string).replace(/^[^,]*/, 'PER-X').replace(/,(owner|account-holder|tenant),[^,]*/, ',$1,Mu\xf1oz')
    writeFileSync(
      path.join(set, 'people.csv'),
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from([...rows, bad, ''].join('\r\n'), 'latin1')]),
    )
    const imported = await bringIn(set)
    expect(imported.files.find(({ file }) => file === 'people')).toMatchObject({ read: rows.length, rejected: 1 })
  })
})

/** Changes with every row that is written anew. */
async function rowVersions(): Promise<unknown> {
  const tables = [
    'property',
    'account',
    'account_class',
    'person',
    'account_person',
    'meter',
    'meter_read',
    'bill',
    'bill_line',
    'ledger_entry',
    'ledger_echo',
  ]
  const one = (table: string) =>
    `SELECT '${table}' AS name, count(*)::int AS rows, sum(hashtext(t.*::text || t.xmin::text))::text AS versions FROM "${table}" t`
  return db.client.$queryRawUnsafe(tables.map(one).join(' UNION ALL '))
}

function withEverything(history: AccountHistory, index: number): AccountHistory {
  const id = (kind: string) => `${kind}-${history.account.number}`
  const on = addDays(today, -100)
  return {
    ...history,
    property: { ...history.property, assessorClass: '2-11', units: 2, buildingSquareFeet: 2400, lotSquareFeet: 3125 },
    exemptions: [{ id: id('EX'), kind: 'relief', percent: '50', fromOn: on, toOn: null }],
    notices: [
      {
        id: id('NO'),
        kind: 'shut-off',
        sentOn: on,
        dueOn: addDays(on, 10),
        amountCents: cents(10_000 + index),
        text: 'Pay, "or" call\nus.',
      },
    ],
    arrangements: [
      {
        ...{ id: id('AR'), agreedOn: on, endsOn: null, status: 'active', totalCents: cents(30_000), downPaymentCents: cents(5_000) },
        ...{ instalments: 10, instalmentCents: cents(2_500) },
      },
    ],
    serviceOrders: [
      {
        id: id('SO'),
        meterId: history.meters[0]?.id ?? null,
        kind: 're-read',
        status: 'done',
        requestedOn: on,
        doneOn: on,
        notes: 'tab\there \\N',
      },
    ],
    contacts: [{ id: id('CO'), contactedOn: on, channel: 'telephone', by: 'Casey', text: 'Asked for the balance; señora Núñez.' }],
  }
}
