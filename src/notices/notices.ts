// Who is told what, and when: mails that leave by themselves (fixed words of the rulebook, no account data, one limiter for
// all of them), and the office's alarms.
import { type Day, dayOf } from '../kernel/days.ts'
import type { Tx } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type AlarmParts, type Alarms, createAlarms } from './alarms.ts'
import { countSent, insertSent } from './store.ts'

export { type AboutAlarm, alarmCleared, alarmRaised, sweepAlarms } from './alarm-jobs.ts'
export type { AlarmRecord } from './alarm-store.ts'
export type { Alarms } from './alarms.ts'
export { mailAdministrators } from './mail-administrators.ts'

export type Addressed = { caseId: string; caseName: string; address: string }

export type Notices = Alarms & {
  /**
   * The acknowledgements of new cases, in their order; null where the address has had its automatic mails of the last 24
   * hours. What is returned counts as sent: the caller queues it in the same transaction.
   */
  acknowledge(tx: Tx, cases: readonly Addressed[]): Promise<({ text: string } | null)[]>
}

type Rules = { inForce<K extends 'notices' | 'authority'>(kind: K, day: Day): InForce<K> }

const millisecondsADay = 86_400_000

export type NoticesParts = Omit<AlarmParts, 'rulebook' | 'office'> & { rulebook: Rules; office: { name: string; timeZone: string } }

export function createNotices(parts: NoticesParts): Notices {
  const { clock, rulebook, office } = parts
  return {
    ...createAlarms(parts),
    async acknowledge(tx, cases) {
      if (cases.length === 0) return []
      const at = clock.now()
      const { value } = rulebook.inForce('notices', dayOf(at, office.timeZone))
      const since = new Date(at.getTime() - millisecondsADay)
      const addresses = cases.map(({ address }) => address)
      const sent = await countSent(tx, addresses, since)
      const granted = cases.map(({ address }) => {
        const before = sent.get(address) ?? 0
        sent.set(address, before + 1)
        return before < value.automatic_mails_a_day
      })
      const letOut = cases.filter((_, index) => granted[index])
      await insertSent(
        tx,
        letOut.map(({ address, caseId }) => ({ address, caseId, kind: 'acknowledgement', at })),
      )
      return cases.map(({ caseName }, index) =>
        granted[index] ? { text: value.acknowledgement.text.replaceAll('{{case}}', caseName).replaceAll('{{office}}', office.name) } : null,
      )
    },
  }
}
