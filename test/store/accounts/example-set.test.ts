// The example set of docs/import.md, brought in and shown as the README's commands do it.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { investigate } from '../../../src/billing/investigate/investigate.ts'
import { tariffOf } from '../../../src/billing/tariff.ts'
import { showAccount } from '../../../src/commands/account-show.ts'
import { importAccounts } from '../../../src/commands/import-accounts.ts'
import { day } from '../../../src/kernel/days.ts'
import { openSampleDesk } from '../../support/sample-desk.ts'

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/import')
const example = path.join(fixtures, 'example')

it('the example set comes in whole, its bills are what the published rates give, and each account can be shown', async () => {
  const { office, close } = await openSampleDesk()
  try {
    const printed: string[] = []
    const rejects = { rejects: path.join(office.config.dataDir, 'rejects.csv'), older: true } // the sample is of today
    expect(await importAccounts(office, example, rejects, (line) => printed.push(line))).toBe(true)
    expect(printed).toContain('  reads: 26 rows, 26 added, 0 changed, 0 rejected')
    expect(printed[0]).toContain('records as of 2021-08-01')

    const tariff = tariffOf(office.rulebook.inForce('rates', day('2021-08-01')).value)
    for (const number of [1, 2, 3, 4, 5, 6].map((n) => `10000${n}-00000${n}`)) {
      const history = await office.accounts.history(number)
      if (!history) throw new Error(`no ${number}`)
      const looked = investigate(history, { from: day('2021-01-01'), to: day('2021-08-01') }, tariff)
      expect(looked.ok && [looked.value.differenceCents, looked.value.refusals, looked.value.bills.length]).toEqual([0, [], 3])
    }

    const shown: string[] = []
    await showAccount(office, '100004-000004', { asOf: '2021-05-08' }, (line) => shown.push(line))
    expect(shown[0]).toBe('Account 100004-000004, METERED, since 2015-04-01')
    expect(shown.find((line) => line.startsWith('Balance'))).toMatch(/^Balance as of 2021-05-08: \$\d+\.\d\d; records as of/)
    expect(shown.filter((line) => line.startsWith('  B-4-'))).toHaveLength(3)
    expect(shown).toContain('  2021-05-05  actual            400  R-4-3 (M-4a), rolled over')
    await expect(showAccount(office, 'nobody', {}, () => {})).rejects.toThrow('There is no account nobody.')
    const json: string[] = []
    await showAccount(office, '100003-000003', { asOf: '2021-08-01', json: true }, (line) => json.push(line))
    expect(JSON.parse(json.join(''))).toMatchObject({
      asOf: '2021-08-01',
      meters: [{ removedOn: '2021-04-10' }, { installedOn: '2021-04-10' }],
      reads: { length: 6 },
    })

    const later: string[] = []
    expect(await importAccounts(office, path.join(fixtures, 'correction'), rejects, (line) => later.push(line))).toBe(false)
    expect(later).toContain('  accounts: 1 row, 0 added, 1 changed, 0 rejected')
    expect(later).toContain('  ledger: 4 rows, 1 added, 1 changed, 2 rejected')
    expect(readFileSync(rejects.rejects, 'utf8').split('\r\n')).toEqual([
      'file,line,column,reason,key',
      '"reads.csv","4","read_on","not a date such as 2026-06-01","R-3-7"',
      '"reads.csv","6","value","not a whole number","R-5-5"',
      '"ledger.csv","4","amount","not dollars with at most two decimals, such as 36.51","L-3-6"',
      '"reads.csv","3","meter_id","names what is not in meters","R-2-5"',
      '"reads.csv","5","value","has more digits than the register","R-4-5"',
      '"ledger.csv","5","account_number","names what is not in accounts","L-9-1"',
      '',
    ])
    expect((await office.accounts.history('100002-000002'))?.account.classes).toEqual([
      { fromOn: day('2015-04-01'), class: 'METERED' },
      { fromOn: day('2021-08-01'), class: 'NON_METERED' },
    ])
    // Of the payment of 85.27 on 22 May only 80.00 came, on the 24th: the books of the days between say so too.
    const owed = ['2021-05-21', '2021-05-23', '2021-05-24'].map((asOf) => office.accounts.balanceCents('100001-000001', day(asOf)))
    expect(await Promise.all(owed)).toEqual([8527, 8527, 527])
  } finally {
    await close()
  }
})
