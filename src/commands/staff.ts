// The commands about staff: what only somebody at the machine may do, such as making the first administrator.
import { createInterface } from 'node:readline/promises'
import { z } from 'zod'
import { passwordMinimumLength } from '../channels/console/console.ts'
import type { Office } from '../office.ts'
import { UsageProblem } from '../platform/problem.ts'
import type { Role } from '../staff/staff-member.ts'

const atTheMachine = 'desk' // the audit log's actor: nobody has signed in

const newcomer = z.object({
  email: z.email({ error: 'an e-mail address is expected, such as you@city.gov' }).max(254), // RFC 5321, 4.5.3.1.3
  name: z.string().trim().min(1, { error: 'a name is expected' }).max(200),
})

/** Everything is looked at before the first write: the person and the password are two. */
export async function addStaff(office: Office, given: { email: string; name: string; role: Role }): Promise<void> {
  const read = newcomer.safeParse(given)
  if (!read.success) throw new UsageProblem(read.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`).join('\n'))
  const person = { ...given, ...read.data }
  if (await office.staff.byEmail(person.email)) throw isThere(person.email)
  const password = await readPassword(office)
  const added = await office.db.inTransaction((tx) => office.staff.add(tx, person, atTheMachine))
  if (!added.ok) throw isThere(person.email)
  await office.signIn.createCredential(added.value, password)
  console.log(`${person.name} can sign in as ${person.role} at ${office.config.console.url}`)
}

export async function setPassword(office: Office, email: string): Promise<void> {
  const member = await office.staff.byEmail(email)
  if (!member) throw unknown(email)
  const password = await readPassword(office)
  await office.signIn.createCredential(member, password)
  console.log(`${member.name} has a new password; every open session has ended.`)
}

export async function listStaff(office: Office): Promise<void> {
  for (const { name, email, role, active, languages, slackUserId } of await office.staff.list()) {
    console.log([email, role, active ? 'active' : 'deactivated', languages.join(','), slackUserId ?? '-', name].join('\t'))
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

export async function setLanguages(office: Office, { email, languages }: { email: string; languages: string[] }): Promise<void> {
  const read = z
    .array(z.string().regex(/^[a-z]{2,3}$/))
    .min(1)
    .safeParse(languages)
  if (!read.success) throw new UsageProblem('Languages are two letters each, such as: en es pl')
  const member = await office.staff.byEmail(email)
  if (!member) throw unknown(email)
  await office.db.inTransaction((tx) => office.staff.setAbilities(tx, { ...member, languages: [...new Set(read.data)] }, atTheMachine))
  console.log(`${member.name} reads ${read.data.join(', ')}.`)
}

export async function resetSecondFactor(office: Office, email: string): Promise<void> {
  const member = await office.staff.byEmail(email)
  if (!member) throw unknown(email)
  const removed = await office.db.inTransaction((tx) => office.secondFactors.reset(tx, member.id, atTheMachine))
  console.log(
    removed ? `${member.name} has no second factor any more; every open session has ended.` : `${member.name} had no second factor.`,
  )
}

/** From a pipe as it is; at a terminal after a question. */
async function readPassword({ signIn }: Office): Promise<string> {
  const usable = (password: string) => {
    const problem = signIn.passwordProblem(password)
    if (problem) throw new UsageProblem(problem)
    return password
  }
  const terminal = process.stdin.isTTY === true
  const lines = createInterface({ input: process.stdin, output: terminal ? process.stdout : undefined, terminal })
  try {
    if (terminal) return usable(await lines.question(`Password (${passwordMinimumLength} characters or more; it shows as you type): `))
    for await (const line of lines) return usable(line)
    throw new UsageProblem('No password was given. Type it, or pipe it in: printf %s PASSWORD | npm run -s waterdesk -- staff add …')
  } finally {
    lines.close()
  }
}

function isThere(email: string): UsageProblem {
  return new UsageProblem(`${email} is a member of staff already. A new password: npm run -s waterdesk -- staff set-password ${email}`)
}

function unknown(email: string): UsageProblem {
  return new UsageProblem(`Nobody on the staff has the address ${email}. See: npm run -s waterdesk -- staff list`)
}
