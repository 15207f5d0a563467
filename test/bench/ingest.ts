// How many mails a second come from a real IMAP server to a committed case with its draft job, beside the bounds of the
// same run: fetching alone, parsing alone by a well-known library, and the desk's own reading alone.
import { fetchMails } from '../../src/channels/imap/fetch-mails.ts'
import { createMailboxWatcher } from '../../src/channels/imap/mailbox-watcher.ts'
import { createMailReader } from '../../src/mailroom/reading/mail-reader.ts'
import { type BenchOffice, benchMail, fillMailbox, openBenchOffice, signedIn } from './bench-office.ts'
import { parseAlone } from './lean-parser.ts'

const mailCount = 10_000
const warmUpCount = 200
const limitMilliseconds = 180_000

export async function benchIngest(print: (line: string) => void = console.log): Promise<void> {
  const bench = await openBenchOffice({ drafting: false })
  try {
    await fillMailbox(
      bench.server,
      bench.mailbox.user,
      Array.from({ length: mailCount }, (_, index) => benchMail(index)),
    )
    const { perSecond: fetching, mails } = await fetchAlone(bench)
    const parsing = await parseAlone(mails, warmUpCount)
    const reading = await readAlone(mails)
    const whole = await ingestAll(bench)
    const bytes = mails.reduce((sum, mail) => sum + mail.length, 0)
    print(`ingest: ${mailCount} mails, ${Math.round(bytes / mailCount)} bytes on average`)
    print(`  from Dovecot to committed case with draft job  ${whole.toFixed(0)} mails/s`)
    print(`  bound: fetching alone                          ${fetching.toFixed(0)} mails/s   ratio ${(whole / fetching).toFixed(2)}`)
    print(`  bound: lean mailparser alone (one worker)      ${parsing.toFixed(0)} mails/s   ratio ${(whole / parsing).toFixed(2)}`)
    print(`  bound: reading alone (one worker)              ${reading.toFixed(0)} mails/s   ratio ${(whole / reading).toFixed(2)}`)
  } finally {
    await bench.close()
  }
}

async function fetchAlone(bench: BenchOffice): Promise<{ perSecond: number; mails: Buffer[] }> {
  const client = await signedIn(bench)
  const mails: Buffer[] = []
  const seconds = await timed(async () => {
    for await (const batch of fetchMails(client, 0n, { mailMaxBytes: 30_000_000, startsOn: new Date(0) }))
      for (const mail of batch) if (mail.bytes) mails.push(mail.bytes)
  })
  await client.logout()
  return { perSecond: mails.length / seconds, mails }
}

async function readAlone(mails: Buffer[]): Promise<number> {
  const reader = createMailReader()
  await Promise.all(mails.slice(0, warmUpCount).map((mail) => reader.read(mail))) // the worker's start is not what is measured
  const seconds = await timed(async () => {
    const read = await Promise.all(mails.map((mail) => reader.read(mail)))
    if (read.some((one) => !one.ok)) throw new Error('a mail of the benchmark could not be read')
  })
  await reader.close()
  return mails.length / seconds
}

/** Counts what is in the database, not what was handed over. */
async function ingestAll({ office, mailbox }: BenchOffice): Promise<number> {
  const watcher = createMailboxWatcher({ ...office, settings: mailbox, mailMaxBytes: 30_000_000 })
  const seconds = await timed(async () => {
    const began = Date.now()
    watcher.start()
    while ((await office.db.client.case.count()) < mailCount) {
      if (Date.now() - began > limitMilliseconds) throw new Error('the mails did not arrive in time')
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  })
  await watcher.stop()
  const [jobs] = await office.db.client.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM jobs.job WHERE name = 'case-heard'`
  if (jobs?.count !== BigInt(mailCount)) throw new Error(`${jobs?.count} draft jobs for ${mailCount} cases`)
  return mailCount / seconds
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
