// Looks at everything the desk depends on and says of each what is wrong and what to do. It changes nothing.
import { createConnection } from 'node:net'
import { checkMailbox } from '../channels/imap/check-mailbox.ts'
import { createSlackDesk } from '../channels/slack/slack-desk.ts'
import type { Config } from '../config.ts'
import { openOffice } from '../office.ts'
import { Unreachable, UsageProblem } from '../platform/problem.ts'

export type Finding = { what: string; state: 'well' | 'not-configured' | 'wrong' | 'unreachable'; says: string; remedy?: string }

export async function runDoctor(config: Config): Promise<Finding[]> {
  const findings: Finding[] = []
  const office = await openOffice(config, {}).catch((error: unknown) => {
    findings.push(databaseFinding(error))
    return undefined
  })
  if (office) {
    findings.push({ what: 'database', state: 'well', says: 'answers, and is up to date' })
    findings.push(...(await mailFindings(config)), await smtpFinding(config, office.transport), await slackFinding(config, office))
    findings.push({ what: 'model', state: 'not-configured', says: 'no language model is used; the desk works without one' })
    findings.push(...(await deskFindings(office)))
    await office.close()
  }
  return findings
}

export function printFindings(findings: readonly Finding[], print: (line: string) => void): void {
  const marks = { well: 'ok', 'not-configured': '--', wrong: 'WRONG', unreachable: 'DOWN' }
  for (const { what, state, says, remedy } of findings) {
    print(`${marks[state].padEnd(6)} ${what}: ${says}`)
    if (remedy) print(`       What to do: ${remedy}`)
  }
}

function databaseFinding(error: unknown): Finding {
  const says = error instanceof Error ? error.message : String(error)
  if (error instanceof UsageProblem) return { what: 'database', state: 'wrong', says }
  const remedy =
    error instanceof Unreachable ? 'Read the log it names.' : 'Check DATABASE_URL, and that the server runs and lets this machine in.'
  return { what: 'database', state: 'unreachable', says, remedy }
}

async function mailFindings(config: Config): Promise<Finding[]> {
  if (config.mailboxes.length === 0)
    return [{ what: 'mailboxes', state: 'not-configured', says: 'no mail is fetched', remedy: 'Name one in MAILBOXES.' }]
  return Promise.all(
    config.mailboxes.map(async (settings): Promise<Finding> => {
      const what = `mailbox ${settings.name}`
      const checked = await checkMailbox(settings)
      if (checked.ok) return { what, state: 'well', says: `${checked.says}` }
      return { what, state: 'unreachable', says: checked.problem, remedy: checked.remedy }
    }),
  )
}

async function smtpFinding(config: Config, transport: { verify(): Promise<void> } | undefined): Promise<Finding> {
  if (!config.smtp || !transport) return { what: 'smtp', state: 'not-configured', says: 'no mail can leave', remedy: 'Set SMTP_URL.' }
  const { host, port } = config.smtp
  try {
    await transport.verify()
    const held = config.outbound === 'hold' ? '; OUTBOUND=hold keeps all mail here' : ''
    return { what: 'smtp', state: 'well', says: `${host}:${port} takes our mail${held}` }
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    const remedy = (await answers(host, port))
      ? 'The server answers: check the user in SMTP_URL and SMTP_PASSWORD.'
      : 'Check SMTP_URL, and that a firewall lets this machine out.'
    return { what: 'smtp', state: 'unreachable', says: `${host}:${port}: ${says}`, remedy }
  }
}

async function slackFinding(config: Config, office: Awaited<ReturnType<typeof openOffice>>): Promise<Finding> {
  if (!config.slack) return { what: 'slack', state: 'not-configured', says: 'the desk works without it' }
  const slack = createSlackDesk({ ...office, settings: config.slack, consoleUrl: config.console.url, officeName: config.office.name })
  const found = await slack.check()
  await slack.stop()
  return found.ok
    ? { what: 'slack', state: 'well', says: found.says }
    : { what: 'slack', state: 'wrong', says: found.problem, remedy: found.remedy }
}

async function deskFindings(office: Awaited<ReturnType<typeof openOffice>>): Promise<Finding[]> {
  const findings: Finding[] = []
  const unknowns = await office.mailroom.unknowns()
  if (unknowns.length > 0) {
    findings.push({
      what: 'outgoing mail',
      state: 'wrong',
      says: `of ${unknowns.length} mails nobody knows whether they left`,
      remedy: 'Settle each on the Mailroom page.',
    })
  }
  const administrators = (await office.staff.list()).filter((member) => member.active && member.role === 'administrator')
  if (administrators.length === 0) {
    findings.push({
      what: 'staff',
      state: 'wrong',
      says: 'there is no administrator',
      remedy: 'npm run -s waterdesk -- staff add you@city.gov --name "Your Name" --role administrator',
    })
  }
  return findings
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 3_000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
}
