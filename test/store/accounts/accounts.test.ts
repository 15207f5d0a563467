// Accounts in a real database: what was put in comes out, and addresses on file lead to their accounts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Accounts, createAccounts } from '../../../src/accounts/accounts.ts'
import { balanceAsOf } from '../../../src/billing/ledger-balance.ts'
import { generateSampleOffice, type SampleAccount } from '../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { day } from '../../../src/kernel/days.ts'
import { createDatabase, type Database } from '../../../src/platform/database.ts'
import { createTestDatabase } from '../../support/test-database.ts'

const today = day('2026-11-22')
const office = generateSampleOffice({ seed: 1, today, schedule: readSampleRates() })
let accounts: Accounts
let db: Database
let drop: () => Promise<void>

beforeAll(async () => {
  const test = await createTestDatabase()
  drop = test.drop
  db = createDatabase(test.connection)
  accounts = createAccounts({ db })
  await db.inTransaction((tx) =>
    accounts.addSample(
      tx,
      office.accounts.map(({ history }) => history),
      today,
    ),
  )
})

afterAll(async () => {
  await db.close()
  await drop()
})

describe('accounts', () => {
  it('come out of the database as they went in, every read, line and entry', async () => {
    for (const { history } of office.accounts) expect(await accounts.history(history.account.number)).toEqual(history)
  })

  it('are found by an address on file, however it is written', async () => {
    const { history } = office.accounts.find(
      (account) => account.history.people.length === 2 && account.history.people[0]?.email,
    ) as SampleAccount
    const person = history.people[0] as { name: string; email: string; role: string }
    const onFile = [{ accountNumber: history.account.number, personName: person.name, role: person.role }]
    expect((await accounts.onFile(db.client, [person.email])).get(person.email)).toEqual(onFile)
    const shouted = ` ${person.email.toUpperCase()} `
    expect((await db.inTransaction((tx) => accounts.onFile(tx, [shouted]))).get(shouted)).toEqual(onFile)
    expect([...(await accounts.onFile(db.client, ['nobody@mail.example', ''])).values()]).toEqual([[], []])
  })

  it('that share a person show each other’s payments, those that were taken back left out', async () => {
    const [one, two, three] = office.accounts.slice(20, 23).map(({ history }) => history)
    if (!one || !two || !three) throw new Error('no accounts')
    const shared = { accountNumber: two.account.number, personId: one.people[0]?.id ?? '', role: 'tenant' }
    await db.client.accountPerson.create({ data: shared })
    const from = day('2026-01-01')
    const paid = two.ledger.filter(({ kind, enteredOn }) => kind === 'payment' && enteredOn >= from)
    const found = await accounts.paymentsElsewhere(one.account.number, from)
    expect(found.map(({ entryId }) => entryId)).toEqual(paid.map(({ id }) => id))
    const back = {
      accountNumber: two.account.number,
      enteredOn: new Date('2026-11-01'),
      kind: 'payment',
      amountCents: 1,
      reversesId: paid[0]?.id ?? '',
    }
    await db.client.ledgerEntry.create({ data: { id: 'back', ...back } })
    expect((await accounts.paymentsElsewhere(one.account.number, from)).map(({ entryId }) => entryId)).toEqual(
      paid.slice(1).map(({ id }) => id),
    )
    expect(await accounts.paymentsElsewhere(three.account.number, from)).toEqual([])
    await db.client.accountPerson.delete({ where: { accountNumber_personId_role: shared } })
  })

  it('of one owner are all found by his address, and he is kept once', async () => {
    const [first, second] = office.accounts.map(({ history }) => history)
    if (!first || !second) throw new Error('no accounts')
    const landlord = { id: 'PER-LANDLORD', name: 'Zofia Nowak', email: 'Landlord@Mail.example', phone: null, role: 'owner' as const }
    const owned = [first, second].map((history, index) => ({
      ...history,
      account: { ...history.account, number: `999999-00000${index}` },
      property: { ...history.property, id: `P-LANDLORD-${index}` },
      people: [landlord],
      meters: [],
      reads: [],
      bills: [],
      ledger: [],
    }))
    await db.inTransaction((tx) => accounts.addSample(tx, owned, today))
    const found = (await accounts.onFile(db.client, ['landlord@mail.example'])).get('landlord@mail.example') ?? []
    expect(found.map((entry) => entry.accountNumber)).toEqual(['999999-000000', '999999-000001'])
  })

  it('exist, or do not', async () => {
    const number = office.accounts[0]?.history.account.number as string
    expect(await accounts.existing(db.client, [number, '000000-000000'])).toEqual(new Set([number]))
    expect(await accounts.history('000000-000000')).toBeUndefined()
  })

  it('owe the sum of their entries as of any day', async () => {
    for (const { history } of office.accounts.slice(0, 20)) {
      for (const asOf of [history.bills[3]?.issuedOn, history.bills.at(-1)?.issuedOn, today]) {
        if (asOf === undefined) throw new Error('no bill')
        expect(await accounts.balanceCents(history.account.number, asOf)).toBe(balanceAsOf(history.ledger, asOf))
      }
    }
    expect(await accounts.balanceCents('000000-000000', today)).toBe(0)
  })

  it('keep a ledger that nobody can rewrite', async () => {
    await expect(db.client.$executeRaw`UPDATE ledger_entry SET amount_cents = 0`).rejects.toThrow('append-only')
    await expect(db.client.$executeRaw`DELETE FROM ledger_entry`).rejects.toThrow('append-only')
  })
})
