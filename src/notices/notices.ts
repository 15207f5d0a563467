// Mails that leave by themselves: fixed words of the rulebook, no account data, and one limiter for all of them.
import { type Day, dayOf } from '../kernel/days.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'

export type Notices = {
  /**
   * The acknowledgement of a new case, or null when the address has had its automatic mails of the last 24 hours. What is
   * returned counts as sent: the caller queues it in the same transaction.
   */
  acknowledge(tx: Tx, about: { caseId: string; caseName: string; address: string }): Promise<{ text: string } | null>
}

type Rules = { inForce(kind: 'notices', day: Day): InForce<'notices'> }

const millisecondsADay = 86_400_000

export function createNotices({
  clock,
  rulebook,
  office,
}: {
  clock: Clock
  rulebook: Rules
  office: { name: string; timeZone: string }
}): Notices {
  return {
    async acknowledge(tx, { caseId, caseName, address }) {
      const at = clock.now()
      const { value } = rulebook.inForce('notices', dayOf(at, office.timeZone))
      const sent = await tx.noticeSent.count({ where: { address, at: { gt: new Date(at.getTime() - millisecondsADay) } } })
      if (sent >= value.automatic_mails_a_day) return null
      await tx.noticeSent.create({ data: { address, kind: 'acknowledgement', caseId, at } })
      const text = value.acknowledgement.text.replaceAll('{{case}}', caseName).replaceAll('{{office}}', office.name)
      return { text }
    },
  }
}
