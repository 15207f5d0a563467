// What the slash commands ask, answered by the office's slices.
import type { Accounts } from '../../accounts/accounts.ts'
import { explainBill } from '../../billing/explain-bill.ts'
import type { Cases, Duty, Promises } from '../../cases/cases.ts'
import { dayOf } from '../../kernel/days.ts'
import type { Mailroom } from '../../mailroom/mailroom.ts'
import type { Alarms } from '../../notices/notices.ts'
import { audit } from '../../platform/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import type { Rulebook } from '../../rulebook/rulebook.ts'
import type { Rosters, Staff } from '../../staff/staff.ts'
import { actorOf } from '../../staff/staff-member.ts'
import type { DeskNeeded } from './slack-needs.ts'

type Slices = {
  db: Database
  clock: Clock
  staff: Pick<Staff, 'list'>
  rosters: Pick<Rosters, 'now'>
  rulebook: Pick<Rulebook, 'inForce'>
  accounts: Pick<Accounts, 'balanceCents' | 'find' | 'history'>
  cases: Pick<Cases, 'inquiries' | 'note'>
  duty: Duty
  promises: Pick<Promises, 'open' | 'settle'>
  mailroom: Pick<Mailroom, 'mailboxes' | 'outboundState'>
  notices: Pick<Alarms, 'openAlarms'>
  jobs: Pick<Jobs, 'failedCount'>
}

export function deskOfOffice(slices: Slices, { timeZone, consoleUrl }: { timeZone: string; consoleUrl: string }): DeskNeeded {
  const { db, clock, accounts, cases, rulebook, mailroom, notices, jobs } = slices
  const today = () => dayOf(clock.now(), timeZone)

  async function explanationOf(number: string, billId: string) {
    const history = await accounts.history(number)
    const bill = history?.bills.find(({ id }) => id === billId)
    if (!history || !bill) return 'There is no such bill.'
    const explained = explainBill(history, billId, rulebook.inForce('rates', bill.issuedOn).value, [])
    if (explained.ok) return explained.value
    const { name, about } = explained.refusal
    return `The records do not let this bill be explained (${name.replaceAll('-', ' ')}: ${about}). A person has to look.`
  }

  return {
    ...slices,
    timeZone,
    consoleUrl: consoleUrl.replace(/\/+$/, ''),
    inquiries: cases.inquiries,
    note: ({ caseId, text, by }) => db.inTransaction((tx) => cases.note(tx, caseId, text, by)),
    async account(number, by) {
      const history = await accounts.history(number)
      if (!history) return undefined
      await db.inTransaction((tx) =>
        audit(tx, { at: clock.now(), actor: actorOf(by), act: 'account-looked-at', subject: number, detail: { by: 'slack' } }),
      )
      const newest = history.bills.at(-1)
      const explanation = newest ? await explanationOf(number, newest.id) : null
      return {
        history,
        balanceCents: await accounts.balanceCents(number, today()),
        asOf: today(),
        explanation: typeof explanation === 'string' ? null : explanation,
      }
    },
    explainBill: explanationOf,
    policies: () => ({ ...rulebook.inForce('policies', today()), today: today() }),
    health: {
      mailboxes: () => mailroom.mailboxes(),
      openAlarms: () => notices.openAlarms(),
      outboundState: () => mailroom.outboundState(),
      failedJobs: () => jobs.failedCount(),
    },
  }
}
