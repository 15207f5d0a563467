// Who is told what, and when: mails that leave by themselves (fixed words of the rulebook, no account data, one limiter for
// all of them), and the office's alarms.
import { type Day, dayOf } from '../kernel/days.ts'
import { domainOf } from '../kernel/mail-address.ts'
import type { Tx } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type AlarmParts, type Alarms, createAlarms } from './alarms.ts'
import { grantNotices } from './grant-notices.ts'
import { countSent, countSentToDomains, insertSent, type NoticeKind } from './store.ts'

export { alarmCleared, alarmRaised, sweepAlarms } from './alarm-jobs.ts'
export type { AlarmRecord } from './alarm-store.ts'
export type { Alarms } from './alarms.ts'
export { mailAdministrators } from './mail-administrators.ts'

/** `emergency`: its sender is told to call, not to wait. */
export type Addressed = { caseId: string; caseName: string; address: string; emergency: boolean }

export type Notices = Alarms & {
  /**
   * The acknowledgements of new cases, in their order; null where the address or its domain has had its automatic mails of
   * the last 24 hours. What is returned counts as sent: the caller queues it in the same transaction.
   */
  acknowledge(tx: Tx, cases: readonly Addressed[]): Promise<({ text: string } | null)[]>
  /** What senders of mails that could not be read are told, in their order; null as above. */
  tellUnreadable(tx: Tx, addresses: readonly string[]): Promise<({ text: string } | null)[]>
  /** Whether a colleague may be told what became of a mail that he forwarded; what is granted counts as sent. */
  confirmForwards(tx: Tx, cases: readonly Pick<Addressed, 'caseId' | 'address'>[]): Promise<boolean[]>
}

type Rules = { inForce<K extends 'notices' | 'authority' | 'contact'>(kind: K, day: Day): InForce<K> }

const millisecondsADay = 86_400_000
const toStrangers: readonly NoticeKind[] = ['acknowledgement', 'unreadable'] // one limit for all of them

export type NoticesParts = Omit<AlarmParts, 'rulebook' | 'office'> & { rulebook: Rules; office: { name: string; timeZone: string } }

export function createNotices(parts: NoticesParts): Notices {
  const { clock, rulebook, office } = parts
  const rules = () => rulebook.inForce('notices', dayOf(clock.now(), office.timeZone)).value

  function limitsToStrangers() {
    const { automatic_mails_a_day: anAddress, automatic_mails_a_domain_a_day: aDomain, providers_of_mail: providers } = rules()
    return { anAddress, aDomain, providers }
  }

  function acknowledgementText(emergency: boolean): string {
    const { acknowledgement, emergency: ofEmergencies } = rules()
    if (!emergency) return acknowledgement.text
    const { emergency_telephone: line } = rulebook.inForce('contact', dayOf(clock.now(), office.timeZone)).value
    return line === null ? ofEmergencies.without_line : ofEmergencies.text.replaceAll('{{line}}', line)
  }

  async function grant(
    tx: Tx,
    kind: NoticeKind,
    asked: readonly { address: string; caseId: string | null }[],
    limits: Parameters<typeof grantNotices>[2],
  ): Promise<boolean[]> {
    if (asked.length === 0) return []
    const at = clock.now()
    const since = new Date(at.getTime() - millisecondsADay)
    const addresses = asked.map(({ address }) => address)
    const counted = toStrangers.includes(kind) ? toStrangers : [kind]
    const byAddress = await countSent(tx, counted, addresses, since)
    const byDomain = await countSentToDomains(tx, counted, addresses.map(domainOf), since)
    const granted = grantNotices(addresses, { byAddress, byDomain }, limits)
    const letOut = asked.filter((_, index) => granted[index])
    await insertSent(
      tx,
      letOut.map(({ address, caseId }) => ({ address, caseId, kind, at })),
    )
    return granted
  }

  return {
    ...createAlarms(parts),
    async acknowledge(tx, cases) {
      const granted = await grant(tx, 'acknowledgement', cases, limitsToStrangers())
      return cases.map(({ caseName, emergency }, index) =>
        granted[index]
          ? { text: acknowledgementText(emergency).replaceAll('{{case}}', caseName).replaceAll('{{office}}', office.name) }
          : null,
      )
    },
    async tellUnreadable(tx, addresses) {
      const asked = addresses.map((address) => ({ address, caseId: null }))
      const granted = await grant(tx, 'unreadable', asked, limitsToStrangers())
      const text = rules().unreadable.text.replaceAll('{{office}}', office.name)
      return granted.map((may) => (may ? { text } : null))
    },
    // Colleagues share one domain: only each one's own number counts.
    confirmForwards: (tx, cases) =>
      grant(tx, 'forward-confirmation', cases, {
        anAddress: rules().forward_confirmations_a_day,
        aDomain: Number.POSITIVE_INFINITY,
        providers: [],
      }),
  }
}
