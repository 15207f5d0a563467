// From the moment a real mail server has taken a mail to the moment its case, and then its draft, can be seen, and how much
// of it the server itself takes to tell an idling client (Dovecot waits half a second for more).
import { createMailboxWatcher } from '../../src/channels/imap/mailbox-watcher.ts'
import { type BenchOffice, benchAuthservId, openBenchOffice, signedIn } from './bench-office.ts'

const warmUpCount = 10
const mailCount = 200
const limitMilliseconds = 10_000

export async function benchLatency(print: (line: string) => void = console.log): Promise<void> {
  const bench = await openBenchOffice({ drafting: true })
  const { office, sample, server, mailbox } = bench
  const watcher = createMailboxWatcher({ ...office, settings: mailbox, mailMaxBytes: 30_000_000 })
  try {
    const bystander = await idlingClient(bench)
    watcher.start()
    const addresses = sample.accounts.flatMap(({ history }) => history.people.find((person) => person.email)?.email ?? [])
    const taken: number[] = []
    const drafted: number[] = []
    const told: number[] = []
    for (let index = 0; index < warmUpCount + mailCount; index++) {
      const customerAddress = addresses[index % addresses.length] as string
      const before = await office.db.client.case.count({ where: { customerAddress } })
      await server.deliver(mailbox.user, [complaintFrom(customerAddress, index)])
      const began = performance.now()
      const news = bystander.news()
      await until(async () => (await office.db.client.case.count({ where: { customerAddress } })) > before, began)
      const visible = performance.now()
      const newest = await office.db.client.case.findFirst({ where: { customerAddress }, orderBy: { number: 'desc' } })
      await until(async () => (await office.db.client.draft.count({ where: { caseId: newest?.id ?? '' } })) > 0, began)
      const draftVisible = performance.now()
      const toldAt = await news
      if (index < warmUpCount) continue
      taken.push(visible - began)
      drafted.push(draftVisible - began)
      told.push(toldAt - began)
    }
    print(`latency: ${mailCount} mails, from accepted by Dovecot`)
    print(`  to case visible                   ${spread(taken)}`)
    print(`  to its draft visible              ${spread(drafted)}`)
    print(`  to an idling client being told    ${spread(told)}`)
    bystander.close()
  } finally {
    await watcher.stop()
    await bench.close()
  }
}

async function until(happened: () => Promise<boolean>, began: number): Promise<void> {
  while (!(await happened())) {
    if (performance.now() - began > limitMilliseconds) throw new Error('a mail did not become a case with its draft in time')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

function complaintFrom(address: string, index: number): string {
  return [
    `Authentication-Results: ${benchAuthservId}; dmarc=pass header.from=${address.split('@')[1]}`,
    `From: Customer <${address}>`,
    'To: City Water <water@city.example>',
    `Subject: High bill ${index}`,
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <latency.${index}.${process.pid}@mail.example>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Why is my bill so high?',
    '',
  ].join('\r\n')
}

function spread(milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number).toFixed(0)
  return `median ${at(0.5)} ms   99th percentile ${at(0.99)} ms   longest ${at(1)} ms`
}

async function idlingClient(bench: BenchOffice): Promise<{ news(): Promise<number>; close(): void }> {
  const client = await signedIn(bench)
  client.idle().catch(() => {}) // ended by close
  return {
    news: () => new Promise((resolve) => client.once('exists', () => resolve(performance.now()))),
    close: () => client.close(),
  }
}
