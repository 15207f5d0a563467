// From the moment a real mail server has taken a mail to the moment its case can be seen, and how much of it the server
// itself takes to tell an idling client (Dovecot waits half a second for more).
import { ImapFlow } from 'imapflow'
import { createMailboxWatcher } from '../../src/channels/imap/mailbox-watcher.ts'
import { type BenchOffice, benchMail, openBenchOffice } from './bench-office.ts'

const warmUpCount = 10
const mailCount = 200
const limitMilliseconds = 10_000

export async function benchLatency(print: (line: string) => void = console.log): Promise<void> {
  const bench = await openBenchOffice()
  const { office, server, mailbox } = bench
  const watcher = createMailboxWatcher({ settings: mailbox, mailroom: office.mailroom, log: office.log, mailMaxBytes: 30_000_000 })
  try {
    const bystander = await idlingClient(bench)
    watcher.start()
    const taken: number[] = []
    const told: number[] = []
    for (let index = 0; index < warmUpCount + mailCount; index++) {
      await server.deliver(mailbox.user, [benchMail(index)])
      const began = performance.now()
      const news = bystander.news()
      while ((await office.db.client.case.count({ where: { customerAddress: `customer${index}@example.com` } })) === 0) {
        if (performance.now() - began > limitMilliseconds) throw new Error('a mail did not become a case in time')
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      const visible = performance.now()
      const toldAt = await news
      if (index < warmUpCount) continue
      taken.push(visible - began)
      told.push(toldAt - began)
    }
    print(`latency: ${mailCount} mails, from accepted by Dovecot`)
    print(`  to case visible                   ${spread(taken)}`)
    print(`  to an idling client being told    ${spread(told)}`)
    bystander.close()
  } finally {
    await watcher.stop()
    await bench.close()
  }
}

function spread(milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number).toFixed(0)
  return `median ${at(0.5)} ms   99th percentile ${at(0.99)} ms   longest ${at(1)} ms`
}

async function idlingClient({ mailbox, server }: BenchOffice): Promise<{ news(): Promise<number>; close(): void }> {
  const client = new ImapFlow({
    host: mailbox.host,
    port: mailbox.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: mailbox.user, pass: server.password },
    logger: false,
    disableAutoIdle: true,
  })
  await client.connect()
  await client.mailboxOpen('INBOX', { readOnly: true })
  client.idle().catch(() => {}) // ended by close
  return {
    news: () => new Promise((resolve) => client.once('exists', () => resolve(performance.now()))),
    close: () => client.close(),
  }
}
