// Gathers what the mailroom's overview shows.
import { caseName } from '../../cases/case.ts'
import { dayOf } from '../../kernel/days.ts'
import type { OutgoingRecord } from '../../mailroom/mailroom.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { sentence } from './ledger-words.ts'
import { mailboxesView } from './mailboxes-view.ts'
import type { ConsoleOffice } from './office-faces.ts'

const outgoingWords: Record<OutgoingRecord['kind'], string> = { reply: 'Reply', automatic: 'Automatic mail', staff: 'Mail to a colleague' }

export async function mailroomView(office: ConsoleOffice, by: StaffMember) {
  const { mailroom, rulebook, clock, config } = office
  const { value: authority } = rulebook.inForce('authority', dayOf(clock.now(), config.office.timeZone))
  const [mailboxes, unknown, waiting, held, marks, outbound] = await Promise.all([
    mailboxesView(mailroom),
    mailroom.unknowns(),
    mailroom.heldMail(),
    mailroom.held(),
    mailroom.undeliverable(),
    outboundView(office),
  ])
  const names = await caseNames(office, [...unknown, ...held])
  const row = (mail: OutgoingRecord) => ({
    ...mail,
    case: (mail.caseId && names.get(mail.caseId)) ?? null,
    kindWords: outgoingWords[mail.kind],
  })
  return {
    mailboxes,
    waiting,
    waitingWords: waiting === 1 ? 'One mail waits.' : waiting === 0 ? 'No mail waits.' : `${waiting} mails wait.`,
    outbound,
    unknown: unknown.map(row),
    held: held.map((mail) => ({ ...row(mail), why: mail.lastError ? sentence(mail.lastError) : 'No reason is known.' })),
    marks,
    maySettle: authority.settle_unknown_mail.includes(by.role),
    mayStop: authority.stop_outgoing_mail.includes(by.role),
  }
}

async function outboundView({ mailroom, staff }: ConsoleOffice) {
  const state = await mailroom.outboundState()
  const stop = state.stopped && state.why === 'person' ? state : null
  return {
    bySetting: state.stopped && state.why === 'setting',
    byPerson: stop && { name: (await staff.byId(stop.by))?.name ?? stop.by, reason: stop.reason, at: stop.at },
  }
}

async function caseNames({ cases, db }: ConsoleOffice, mails: readonly OutgoingRecord[]): Promise<Map<string, string>> {
  const ids = [...new Set(mails.flatMap(({ caseId }) => caseId ?? []))]
  return new Map((await cases.byMany(db.client, ids)).map((record) => [record.id, caseName(record)]))
}
