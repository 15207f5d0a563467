// From the moment a real mail server has taken a mail to the moment its case can be seen.
import { createMailboxWatcher } from '../../src/channels/imap/mailbox-watcher.ts'
import { benchMail, openBenchOffice } from './bench-office.ts'

const warmUpCount = 10
const mailCount = 200
const limitMilliseconds = 10_000

export async function benchLatency(print: (line: string) => void = console.log): Promise<void> {
  const bench = await openBenchOffice()
  const { office, server, mailbox } = bench
  const watcher = createMailboxWatcher({ settings: mailbox, mailroom: office.mailroom, log: office.log, mailMaxBytes: 30_000_000 })
  try {
    watcher.start()
    const taken: number[] = []
    for (let index = 0; index < warmUpCount + mailCount; index++) {
      await server.deliver(mailbox.user, [benchMail(index)])
      const began = performance.now()
      while ((await office.db.client.case.count({ where: { customerAddress: `customer${index}@example.com` } })) === 0) {
        if (performance.now() - began > limitMilliseconds) throw new Error('a mail did not become a case in time')
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      if (index >= warmUpCount) taken.push(performance.now() - began)
    }
    taken.sort((a, b) => a - b)
    const at = (share: number) => (taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] as number).toFixed(0)
    print(`latency: ${mailCount} mails, from accepted by Dovecot to case visible`)
    print(`  median ${at(0.5)} ms   99th percentile ${at(0.99)} ms   longest ${at(1)} ms`)
  } finally {
    await watcher.stop()
    await bench.close()
  }
}
