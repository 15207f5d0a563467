// The command line: reads arguments, opens the office, prints. What a command needs is loaded when it is called: a batch for
// another program does not wait for the whole desk. Exit codes: 0 done, 1 something was found, 2 usage,
// configuration or rejected rows, 3 a service is unreachable.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { caseName } from './cases/case.ts'
import type { AccountShowAsked } from './commands/account-show.ts'
import { answerLines } from './commands/batch.ts'
import type { CheckAsked } from './commands/draft-check.ts'
import type { ImportAccountsAsked } from './commands/import-accounts.ts'
import type { InspectAsked } from './commands/mail-inspect.ts'
import type { ReconcileAsked } from './commands/mail-reconcile.ts'
import type { ThreadAsked } from './commands/mail-thread.ts'
import type { QuoteAsked } from './commands/rates-quote.ts'
import type { PreviewWords } from './commands/templates.ts'
import { readConfig } from './config.ts'
import type { Office } from './office.ts'
import { Unreachable, UsageProblem } from './platform/problem.ts'
import type { Role } from './staff/staff-member.ts'

/** A fault of the program itself: none of the codes that say whose turn it is. */
const faultExitCode = 70

/** npm changes into the package's folder; the caller's own is where paths are taken from. */
const callersFolder = process.env.INIT_CWD ?? process.cwd()

/** Whoever reads the answers has heard enough, as `head` does. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const program = new Command('waterdesk')
  .description("The escalation desk of a city water department's customer-accounts office")
  .exitOverride()
  .configureHelp({ sortSubcommands: true })

program
  .command('start')
  .description('run the desk with the settings of .env')
  .action(async () => {
    const config = settings()
    const { isDemoFolder } = await import('./demo/demo-folder.ts')
    if (await isDemoFolder(config.dataDir)) throw new UsageProblem(`${config.dataDir} is a demo's folder. Set DATA_DIR to another one.`)
    const { openOffice, startDesk } = await import('./office.ts')
    const desk = await startDesk(await openOffice(config))
    untilStopped(desk.stop)
  })

program
  .command('demo')
  .description('run a sample office with its own small post office; nothing to set')
  .option('--fresh', "begin anew: erases the demo's data folder")
  .action(async ({ fresh }: { fresh?: boolean }) => {
    const { runDemo } = await import('./commands/demo.ts')
    const demo = await runDemo({ folder: callersFolder, fresh: fresh ?? false, print: console.log })
    untilStopped(demo.stop)
  })

program
  .command('demo-complain')
  .description('mail another complaint to the running demo')
  .action(async () => {
    const { sendDemoComplaint } = await import('./commands/demo.ts')
    console.log(await sendDemoComplaint(callersFolder))
  })

program
  .command('doctor')
  .description('check database, mailboxes, SMTP, Slack and model; say what is wrong and what to do')
  .action(async () => {
    const { printFindings, runDoctor } = await import('./commands/doctor.ts')
    const findings = await runDoctor(settings())
    printFindings(findings, console.log)
    if (findings.some((finding) => finding.state === 'unreachable')) process.exitCode = 3
    else if (findings.some((finding) => finding.state === 'wrong')) process.exitCode = 1
  })

program
  .command('bills')
  .description('billing rules for other programs')
  .command('compute')
  .requiredOption('--batch <file>', 'JSON objects, one a line; - for standard input')
  .description('bills, rebills, differences, penalties and the like; see docs/interfaces.md')
  .action(async ({ batch }: { batch: string }) => {
    const { answerBatchLine } = await import('./billing/answer-batch-line.ts')
    await answerLines(sourceOf(batch), answerBatchLine, console.log)
  })

program
  .command('rates')
  .description('rate files that others wrote')
  .command('quote')
  .option('--owrs <file>', 'a rate file in the Open Water Rate Specification')
  .option('--class <class>', 'a customer class of the file, such as RESIDENTIAL_SINGLE')
  .option('--input <name=value>', 'such as usage_ccf=12 or meter_size=3/4"; repeatable', repeated)
  .option('--batch <file>', 'JSON objects {"file", "class", "inputs"}, one a line; - for standard input')
  .description('what a customer would pay by a rate file; see docs/interfaces.md')
  .action(async (asked: QuoteAsked) => {
    const { quoteRates } = await import('./commands/rates-quote.ts')
    await quoteRates(asked, callersFolder, console.log)
  })

program
  .command('draft')
  .description('replies to customers')
  .command('check')
  .option('--facts <file>', 'a JSON list of facts')
  .option('--text <file>', 'the text to hold against them')
  .option('--batch <file>', 'JSON objects {"id", "facts", "text"}, one a line; - for standard input')
  .description('which statements of a text are borne by facts; exit 1 when one is not; see docs/interfaces.md')
  .action(async (asked: CheckAsked) => {
    const { checkDrafts } = await import('./commands/draft-check.ts')
    if (!(await checkDrafts(asked, callersFolder, console.log))) process.exitCode = 1
  })

const templates = program.command('templates').description('the templates of replies')
templates
  .command('lint')
  .argument('[folder]', 'the templates, a folder a language; without it, the shipped ones')
  .description('unknown fields, parts that are missing, topics without a template, figures of their own; exit 1 when there are any')
  .action(async (folder?: string) => {
    const { lintFolder } = await import('./commands/templates.ts')
    const from = folder === undefined ? path.resolve(import.meta.dirname, '../templates/replies') : path.resolve(callersFolder, folder)
    if (!existsSync(from)) throw new UsageProblem(`There is no folder ${from}.`)
    if (!lintFolder(from, console.log)) process.exitCode = 1
  })

templates
  .command('preview')
  .argument('<case>', 'such as 123 or WD-000123')
  .option('--topic <topic>', "as if the case were about it; without it, the case's own")
  .option('--language <language>', "such as es; without it, the customer's")
  .description('what the template would say in a case; nothing is kept')
  .action((number: string, asked: PreviewWords) =>
    withOffice(async (office) => {
      const { previewTemplate } = await import('./commands/templates.ts')
      await previewTemplate(office, number, asked, console.log)
    }),
  )

program
  .command('slack')
  .description('the Slack app')
  .command('manifest')
  .option('--request-url <url>', 'where the desk is reached by HTTP, such as https://desk.city.example/slack/events; without it, a socket')
  .description("print the app's manifest, with exactly the commands and rights that the desk uses")
  .action(async ({ requestUrl }: { requestUrl?: string }) => {
    const { slackManifest } = await import('./channels/slack/manifest.ts')
    process.stdout.write(slackManifest(requestUrl === undefined ? {} : { requestUrl }))
  })

const cases = program.command('case').description('cases')
cases
  .command('triage')
  .requiredOption('--batch <file>', 'JSON objects {"subject", "text"}, one a line; - for standard input')
  .description('topic, urgency and hardness of mails from their words; see docs/interfaces.md')
  .action(async ({ batch }: { batch: string }) => {
    const { triageMails } = await import('./commands/case-triage.ts')
    await triageMails(batch, callersFolder, console.log)
  })

program
  .command('clock')
  .description("the standards' clock for other programs")
  .command('replay')
  .requiredOption('--batch <file>', 'JSON objects, one a line; - for standard input')
  .description('elapsed office time and due instants of timelines; see docs/interfaces.md')
  .action(async ({ batch }: { batch: string }) => {
    const { answerClockLine } = await import('./cases/answer-clock-line.ts')
    await answerLines(sourceOf(batch), answerClockLine, console.log)
  })

program
  .command('import')
  .description('records of the billing system')
  .command('accounts')
  .argument('<dir>', 'a folder with accounts.csv and the other files of a set; see docs/import.md')
  .option('--as-of <date>', "the day as of which the records are, instead of manifest.json's")
  .option('--rejects <file>', 'where rows go that were not brought in, instead of rejects.csv in the folder')
  .option('--older', 'also a set that is older than the records here: what it says wins over them')
  .description('bring in accounts, meters, reads, bills and the ledger; exit 2 when a row was not')
  .action((dir: string, asked: ImportAccountsAsked) =>
    withOffice(async (office) => {
      const { importAccounts } = await import('./commands/import-accounts.ts')
      const rejects = asked.rejects === undefined ? {} : { rejects: path.resolve(callersFolder, asked.rejects) }
      const whole = await importAccounts(office, path.resolve(callersFolder, dir), { ...asked, ...rejects }, console.log)
      if (!whole) process.exitCode = 2
    }),
  )

program
  .command('account')
  .description('billing accounts')
  .command('show')
  .argument('<number>')
  .option('--as-of <date>', 'the balance as of the end of this day, instead of today')
  .option('--json', 'the records as one JSON object')
  .description('bills with their lines, reads, payments, the balance and the use of each period')
  .action((number: string, asked: AccountShowAsked) =>
    withOffice(async (office) => {
      const { showAccount } = await import('./commands/account-show.ts')
      await showAccount(office, number, asked, console.log)
    }),
  )

const mail = program.command('mail').description('mails')
mail
  .command('reconcile')
  .option('--mailbox <name>', 'only this one of MAILBOXES')
  .option('--json', 'one JSON object a line')
  .description('compare what the mail servers list with what was recorded; name and mend each difference')
  .action((asked: ReconcileAsked) =>
    withOffice(async (office) => {
      const { reconcileMail } = await import('./commands/mail-reconcile.ts')
      if (!(await reconcileMail(office, office.config, asked, console.log))) process.exitCode = 1
    }),
  )

mail
  .command('inspect')
  .argument('[path...]', 'mails in files, or folders of them')
  .option('--text <file>', 'a bare body instead of a mail; repeatable', repeated)
  .option('--own-address <address>', 'an address of the desk: tokens and Message-IDs of its domain are its own; repeatable', repeated)
  .option('--authserv-id <name>', 'the server whose Authentication-Results are believed; without it nobody is')
  .option('--batch <file>', 'JSON objects {"id", "path"}, one a line; - for standard input')
  .description('what the desk would make of mails, one JSON object a line; see docs/interfaces.md')
  .action(async (paths: string[], asked: InspectAsked) => {
    const { inspectMail } = await import('./commands/mail-inspect.ts')
    await inspectMail(paths, asked, callersFolder, console.log)
  })
mail
  .command('thread')
  .argument('[folder]')
  .option('--own-address <address>', 'an address of the desk, in which tokens of cases count; repeatable', repeated)
  .option('--batch <file>', 'JSON objects {"id", "path"}, one a line; - for standard input')
  .description('which mails belong to one conversation, by their headers alone; see docs/interfaces.md')
  .action(async (folder: string | undefined, asked: ThreadAsked) => {
    const { threadMail } = await import('./commands/mail-thread.ts')
    await threadMail(folder, asked, callersFolder, console.log)
  })

const staff = program.command('staff').description('the people of the office')
staff
  .command('add')
  .argument('<email>')
  .requiredOption('--name <name>')
  .requiredOption('--role <role>', 'clerk, supervisor or administrator', role)
  .description('add a person; asks for the first password, or reads it from standard input')
  .action((email: string, options: { name: string; role: Role }) =>
    withOffice(async (office) => {
      const { addStaff } = await import('./commands/staff.ts')
      await addStaff(office, { email, ...options })
    }),
  )
staff
  .command('set-password')
  .argument('<email>')
  .description('set a new password, read from standard input; ends all sessions')
  .action((email: string) =>
    withOffice(async (office) => {
      const { setPassword } = await import('./commands/staff.ts')
      await setPassword(office, email)
    }),
  )
staff
  .command('list')
  .description('everybody, with role, languages and Slack user')
  .action(() =>
    withOffice(async (office) => {
      const { listStaff } = await import('./commands/staff.ts')
      await listStaff(office)
    }),
  )
staff
  .command('link-slack')
  .argument('<email>')
  .argument('<slack-user-id>', 'such as U012ABCDEF')
  .description('let a Slack user act as a staff member')
  .action((email: string, slackUserId: string) =>
    withOffice(async (office) => {
      const { linkSlack } = await import('./commands/staff.ts')
      await linkSlack(office, { email, slackUserId })
    }),
  )
staff
  .command('languages')
  .argument('<email>')
  .argument('<languages...>', 'that the person reads and writes, such as: en es')
  .description('who gets mail in a language, and approves words that people wrote in it')
  .action((email: string, languages: string[]) =>
    withOffice(async (office) => {
      const { setLanguages } = await import('./commands/staff.ts')
      await setLanguages(office, { email, languages })
    }),
  )
staff
  .command('reset-second-factor')
  .argument('<email>')
  .description('for whoever lost the app and the recovery codes: ends every session; a new factor is set up at the next sign-in')
  .action((email: string) =>
    withOffice(async (office) => {
      const { resetSecondFactor } = await import('./commands/staff.ts')
      await resetSecondFactor(office, email)
    }),
  )
for (const [name, active] of [
  ['deactivate', false],
  ['activate', true],
] as const) {
  staff
    .command(name)
    .argument('<email>')
    .description(active ? 'let a person in again' : 'end all access of a person; nothing is deleted')
    .action((email: string) =>
      withOffice(async (office) => {
        const { setActive } = await import('./commands/staff.ts')
        await setActive(office, { email, active })
      }),
    )
}

cases
  .command('explain-clock')
  .argument('<number>', 'such as 123 or WD-000123')
  .option('--json', 'one JSON object')
  .description('how each clock of a case counted: every interval, who held it and what counted')
  .action((number: string, asked: { json?: boolean }) =>
    withOffice(async (office) => {
      const { explainClocks } = await import('./commands/explain-clock.ts')
      await explainClocks(office, number, asked, console.log)
    }),
  )

cases
  .command('verify')
  .description("check every timeline's chain")
  .action(() =>
    withOffice(async (office) => {
      const broken = await office.cases.brokenTimelines()
      for (const { case: record, seq } of broken) console.log(`${caseName(record)}: the timeline does not fit at entry ${seq}`)
      console.log(broken.length === 0 ? 'Every timeline is whole.' : `${broken.length} timelines are broken.`)
      if (broken.length > 0) process.exitCode = 1
    }),
  )

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeFor(error)
}

function settings() {
  const file = [callersFolder, path.resolve(import.meta.dirname, '..')].map((folder) => path.join(folder, '.env')).find(existsSync)
  if (file) process.loadEnvFile(file)
  return readConfig(process.env, callersFolder)
}

async function withOffice(work: (office: Office) => Promise<void>): Promise<void> {
  const [{ openOffice }, { createLog }] = await Promise.all([import('./office.ts'), import('./platform/log.ts')])
  const config = settings()
  const office = await openOffice(config, { log: createLog(config.logLevel, { beside: true }) })
  try {
    await work(office)
  } finally {
    await office.close()
  }
}

function sourceOf(batch: string): string {
  return batch === '-' ? batch : path.resolve(callersFolder, batch)
}

/** Runs until a signal asks it to stop; a second signal does not wait. */
function untilStopped(stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1)
      stopping = true
      stop().then(
        () => process.exit(0),
        (error) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
}

function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageProblem || error instanceof Unreachable) {
    console.error(error.message)
    return error.exitCode
  }
  if (cannotReach(error)) {
    console.error(`Something the desk needs does not answer: ${(error as Error).message}\nAsk what: npm run -s waterdesk -- doctor`)
    return 3
  }
  console.error(error)
  return faultExitCode
}

/** A refused or lost connection, wherever in the chain of causes it stands. */
function cannotReach(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== undefined && /^(?:ECONN|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|57P0|08|28|3D000)/.test(code)) return true
    if (cause instanceof AggregateError && cause.errors.some(cannotReach)) return true
  }
  return false
}

function repeated(value: string, before: string[] = []): string[] {
  return [...before, value]
}

function role(value: string): Role {
  if (value === 'clerk' || value === 'supervisor' || value === 'administrator') return value
  throw new InvalidArgumentError('expected clerk, supervisor or administrator')
}
