// The commands about staff: what only somebody at the machine may do, such as making the first administrator.
import { createInterface } from 'node:readline/promises'
import { passwordMinimumLength } from '../channels/console/console.ts'
import type { Office } from '../office.ts'
import { UsageProblem } from '../platform/problem.ts'
import type { Role } from '../staff/staff-member.ts'

const atTheMachine = 'desk' // the audit log's actor: nobody has signed in

export async function addStaff(office: Office, person: { email: string; name: string; role: Role }): Promise<void> {
  const password = await readPassword()
  const added = await office.db.inTransaction((tx) => office.staff.add(tx, person, atTheMachine))
  if (!added.ok) throw new UsageProblem(`${person.email} is a member of staff already.`)
  await office.signIn.createCredential(added.value, password)
  console.log(`${person.name} can sign in as ${person.role} at ${office.config.console.url}`)
}

export async function setPassword(office: Office, email: string): Promise<void> {
  const member = await office.staff.byEmail(email)
  if (!member) throw unknown(email)
  const password = await readPassword()
  await office.signIn.createCredential(member, password)
  console.log(`${member.name} has a new password; every open session has ended.`)
}

export async function listStaff(office: Office): Promise<void> {
  for (const { name, email, role, active, slackUserId } of await office.staff.list()) {
    console.log([email, role, active ? 'active' : 'deactivated', slackUserId ?? '-', name].join('\t'))
  }
}

export async function linkSlack(office: Office, link: { email: string; slackUserId: string }): Promise<void> {
  const linked = await office.db.inTransaction((tx) => office.staff.linkSlack(tx, link, atTheMachine))
  if (!linked.ok)
    throw linked.refusal === 'unknown-email'
      ? unknown(link.email)
      : new UsageProblem(`${link.slackUserId} is linked to somebody else already.`)
  console.log(`${linked.value.name} decides in Slack as ${linked.value.role}.`)
}

export async function setActive(office: Office, change: { email: string; active: boolean }): Promise<void> {
  const changed = await office.db.inTransaction((tx) => office.staff.setActive(tx, change, atTheMachine))
  if (!changed.ok) throw unknown(change.email)
  console.log(`${changed.value.name} is ${change.active ? 'active' : 'deactivated'}.`)
}

/** From a pipe as it is; at a terminal after a question. */
async function readPassword(): Promise<string> {
  const terminal = process.stdin.isTTY === true
  const lines = createInterface({ input: process.stdin, output: terminal ? process.stdout : undefined, terminal })
  try {
    if (terminal) return longEnough(await lines.question(`Password (${passwordMinimumLength} characters or more; it shows as you type): `))
    for await (const line of lines) return longEnough(line)
    throw new UsageProblem('No password was given. Type it, or pipe it in: printf %s PASSWORD | npm run -s waterdesk -- staff add …')
  } finally {
    lines.close()
  }
}

function longEnough(password: string): string {
  if (password.length >= passwordMinimumLength) return password
  throw new UsageProblem(`A password has ${passwordMinimumLength} characters or more.`)
}

function unknown(email: string): UsageProblem {
  return new UsageProblem(`Nobody on the staff has the address ${email}. See: npm run -s waterdesk -- staff list`)
}
