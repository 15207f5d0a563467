// Whatever mails come, in whatever order, batches and mailboxes: delivered once more they change nothing, and the order does
// not decide which mails stand in cases.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type MailDesk, mailText, openMailDesk, reportText } from '../../support/mail-desk.ts'

const runs = 8 // each opens two databases
const mailsAtMost = 12
const senders = ['ana@example.com', 'bob@example.org', 'cai@example.net']
const ids = ['<one@example.com>', '<two@example.com>', '<three@example.org>']

const sender = fc.constantFrom(...senders)
const id = fc.constantFrom(...ids)
const words = fc.constantFrom('Why is my bill so high?\n', 'The meter was read wrongly.\n', 'Please call me.\n')

/** `text` is one mail; `ways` are fields that the servers on its way put on top. */
type Mail = { text: string; ways: string[] }

const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ from: sender, messageId: fc.option(id), text: words }).map(mailText) },
  { weight: 3, arbitrary: fc.record({ from: sender, messageId: fc.option(id), text: words, inReplyTo: id }).map(mailText) },
  fc.record({ recipient: sender, messageId: fc.option(id) }).map((about) => withId(reportText(about))),
  fc
    .record({ from: sender, messageId: fc.option(id), text: words, inReplyTo: id })
    .map((parts) => mailText({ ...parts, headers: ['Auto-Submitted: auto-replied'], subject: 'Away until Monday' })),
  fc
    .record({ from: sender, messageId: id, text: words })
    .map((parts) => mailText({ ...parts, headers: ['List-Id: <news.shop.example>', 'Precedence: bulk'], authentication: null })),
  words.map((said) => mailText({ from: 'nobody at all', messageId: ids[0] as string, text: said })),
)

/** A report as a server writes it has an identity of its own; the same report is the same text each time. */
function withId(report: string): string {
  return report.replace(
    /^Message-ID: <[^>]*>/m,
    `Message-ID: <${createHash('sha256').update(unidentified(report)).digest('hex')}@mx.example>`,
  )
}

function unidentified(report: string): string {
  return report.replace(/^Message-ID: <[^>]*>/m, '')
}

const mail: fc.Arbitrary<Mail> = fc.record({
  text,
  ways: fc.uniqueArray(fc.constantFrom('Received: by mx1.city.example', 'Received: by mx2.city.example'), { maxLength: 2 }),
})

/** Which mail comes when, by which way, into which mailbox, and with how many others at once. */
type Delivery = { place: number; way: number; second: boolean; with: boolean }
const delivery: fc.Arbitrary<Delivery> = fc.record({
  place: fc.nat(),
  way: fc.nat(),
  second: fc.boolean(),
  with: fc.boolean(),
})

const occasion = fc.uniqueArray(mail, { minLength: 1, maxLength: mailsAtMost, selector: ({ text: said }) => said }).chain((mails) => {
  const round = fc.array(delivery, { minLength: mails.length, maxLength: mails.length })
  return fc.record({ mails: fc.constant(mails), first: round, again: round, otherwise: round })
})

it('delivered twice in any order changes nothing, and the order decides nothing', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(occasion, async ({ mails, first, again, otherwise }) => {
      const inOneOrder = await afterBoth(mails, first, again)
      expect(inOneOrder.second).toEqual(inOneOrder.first)
      expect(inOneOrder.dispositions).toBe(2 * mails.length)
      const inAnother = await afterBoth(mails, otherwise, first)
      expect(inAnother.second).toEqual(inAnother.first)
      expect(inAnother.inCases).toEqual(inOneOrder.inCases)
    }),
    { numRuns: runs, endOnFailure: true }, // a smaller example would take minutes to find
  )
})

async function afterBoth(mails: Mail[], once: Delivery[], again: Delivery[]) {
  const desk = await openMailDesk()
  try {
    await deliver(desk, mails, once)
    await desk.dispatchAll()
    const first = await standing(desk)
    await deliver(desk, mails, again)
    await desk.dispatchAll()
    const second = await standing(desk)
    return { first, second, inCases: second.inCases, dispositions: await desk.db.client.disposition.count() }
  } finally {
    await desk.close()
  }
}

async function deliver(desk: MailDesk, mails: Mail[], deliveries: Delivery[]): Promise<void> {
  const order = deliveries.map((one, index) => ({ ...one, mail: mails[index] as Mail })).toSorted((a, b) => a.place - b.place)
  for (let from = 0; from < order.length; ) {
    const mailbox = order[from]?.second ? 'SECOND' : 'FIRST'
    let to = from + 1
    while (order[to]?.with && order[to]?.second === order[from]?.second) to++
    await desk.arrives(order.slice(from, to).map(arriving), { mailbox })
    from = to
  }
}

function arriving({ mail: { text: said, ways }, way }: Delivery & { mail: Mail }): string {
  const field = ways.length === 0 ? undefined : ways[way % ways.length]
  return field === undefined ? said : `${field}\r\n${said}`
}

/** Everything that mails leave behind, but for where they stood. */
async function standing(desk: MailDesk) {
  const rows = (sql: string) => desk.db.client.$queryRawUnsafe<object[]>(sql)
  const mails = await desk.db.client.mail.findMany({ where: { caseId: { not: null }, kind: 'person' } })
  return {
    cases: await rows('SELECT * FROM desk_case ORDER BY number'),
    timeline: await rows('SELECT * FROM timeline_event ORDER BY case_id, seq'),
    outgoing: await rows('SELECT * FROM outgoing ORDER BY id'),
    messageIds: await rows('SELECT * FROM case_message_id ORDER BY message_id'),
    marks: await rows('SELECT * FROM undeliverable_address ORDER BY id'),
    notices: await rows('SELECT address, kind FROM notice_sent ORDER BY address, kind'),
    mails: await rows('SELECT id, case_id, kind FROM mail ORDER BY id'),
    inCases: mails.map(({ digest }) => digest).toSorted(),
  }
}
