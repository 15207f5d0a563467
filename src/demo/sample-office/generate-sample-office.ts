// The sample office: 200 accounts with three years of reads, bills and payments, the same for the same seed and day.
// Nobody in it exists. Where no rate was published its bills are at sample rates, and every such line says so.
import type { AccountHistory, Meter, MeterRead } from '../../accounts/account-history.ts'
import { decimal } from '../../billing/fraction.ts'
import { tariffOf } from '../../billing/tariff.ts'
import { addDays, type Day } from '../../kernel/days.ts'
import type { RateSchedule } from '../../rulebook/kinds/rates.ts'
import { billReads } from './bill-reads.ts'
import { meterRounds, type Rhythm } from './meter-rounds.ts'
import { type ClaimedPayment, payBills } from './pay-bills.ts'
import { peopleOf, placeOf } from './people-and-places.ts'
import { createRandom } from './random.ts'
import { castStories, type Story } from './story.ts'

export type SampleOffice = { accounts: SampleAccount[] }

export type SampleAccount = {
  history: AccountHistory
  /** What happened; the desk has to find it out from the records. */
  story: Story
  /** The bill that the story is about: the last. */
  billId: string
  claimed: ClaimedPayment | null
}

type Settings = { seed: number; today: Day; schedule: RateSchedule; scheduleVersion?: string }

export function generateSampleOffice({ seed, today, schedule, scheduleVersion = schedule.name }: Settings): SampleOffice {
  const rule = { percent: decimal(schedule.late_penalty.percent), graceDays: schedule.late_penalty.grace_days }
  const terms = { tariff: tariffOf(schedule), schedule: scheduleVersion, graceDays: rule.graceDays }
  const accounts = castStories(seed).map((story, index): SampleAccount => {
    const random = createRandom(`${seed}:account ${index}`)
    const number = `900${String(random.between(100, 999))}-${String(index + 1).padStart(6, '0')}`
    const place = placeOf(index, story, random)
    const people = peopleOf(index, story, random)
    const rhythm: Rhythm = random.chance(0.2) ? 'monthly' : 'every two months'
    const { rounds, vacantSince } = meterRounds(story, rhythm, place.type, today, random)
    const meter = meterOf(number, place.type, (rounds[0] as { readOn: Day }).readOn)
    const reads = rounds.map(
      ({ readOn, kind, cubicFeet }, round): MeterRead => ({
        id: `R-${number}-${String(round + 1).padStart(2, '0')}`,
        meterId: meter.id,
        readOn,
        kind,
        value: cubicFeet,
        rolledOver: false,
      }),
    )
    const openedOn = addDays(meter.installedOn, -random.between(0, 4000))
    const account = { number, class: 'METERED', classes: [], openedOn, closedOn: null }
    const bills = billReads({ account, meters: [meter], reads }, terms)
    const { ledger, claimed } = payBills(number, bills, story, rule, today, random)
    const beside = { exemptions: [], notices: [], arrangements: [], serviceOrders: [], contacts: [] }
    const history: AccountHistory = {
      account,
      property: { ...place, vacantSince },
      people,
      meters: [meter],
      reads,
      bills,
      ledger,
      ...beside,
    }
    return { history, story, billId: (bills.at(-1) as { id: string }).id, claimed }
  })
  return { accounts }
}

function meterOf(accountNumber: string, propertyType: string, firstReadOn: Day): Meter {
  const large = propertyType === 'multi-unit' || propertyType === 'commercial'
  return {
    id: `M-${accountNumber}`,
    unitsPerCount: 1,
    digits: 7,
    sizeInches: large ? '1 1/2' : '5/8',
    installedOn: addDays(firstReadOn, -400),
    removedOn: null,
  }
}
