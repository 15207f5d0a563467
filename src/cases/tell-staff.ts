// Tells people of the office by mail what a case asks of them: a link and the case's name, no word about the customer or the account.
import type { Database, Tx } from '../platform/database.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import { type CaseRecord, caseName } from './case.ts'
import type { StaffTold, Telling } from './staff-told.ts'

type Parts = {
  db: Database
  staff: { list(): Promise<StaffMember[]> }
  cases: { byId(id: string): Promise<CaseRecord | undefined> }
  mailroom: { enqueueStaffMail(tx: Tx, mail: { key: string; to: string; subject: string; text: string; caseId: string }): Promise<void> }
  config: { office: { name: string } }
  consoleUrl: string
}

/** May run twice for one job: each mail's key lets it be queued once. */
export async function tellStaff({ caseId, key, to, says, about }: StaffTold, parts: Parts): Promise<void> {
  const record = await parts.cases.byId(caseId)
  if (!record) return
  const name = caseName(record)
  const people = (await parts.staff.list()).filter((member) => member.active && to.includes(member.id))
  const words = sayings[says](about ?? '')
  const text = [`Case ${name}: ${words}`, '', `Open it: ${parts.consoleUrl}/cases/${name}`, '', parts.config.office.name, ''].join('\n')
  await parts.db.inTransaction(async (tx) => {
    for (const member of people)
      await parts.mailroom.enqueueStaffMail(tx, {
        key: `${caseId}.${key}.${member.id}`,
        to: member.email,
        subject: `${name}: ${subjects[says]}`,
        text,
        caseId,
      })
  })
}

const sayings: Record<Telling, (about: string) => string> = {
  reminded: (about) => `the standard “${about}” will soon be due.`,
  breached: (about) => `the standard “${about}” was not kept. Answer the customer, and look at why.`,
  escalated: (about) =>
    about === ''
      ? 'a colleague asks a supervisor to decide.'
      : `the standard “${about}” is long overdue, and a supervisor must take it over.`,
  alarmed: (about) => `it needs you now, at any hour (${about}). Read the mail before anything else.`,
  'promise-due': () => 'a promise to its customer is due today.',
  'promise-late': () => 'a promise to its customer is late. Keep it, or say why it was broken.',
}

const subjects: Record<Telling, string> = {
  reminded: 'soon due',
  breached: 'a standard was not kept',
  escalated: 'needs a supervisor',
  alarmed: 'needs you now',
  'promise-due': 'a promise is due today',
  'promise-late': 'a promise is late',
}
