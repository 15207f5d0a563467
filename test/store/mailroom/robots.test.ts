// Robots that answer each other: two desks, and a system with an address for each of its mails. It ends by itself.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type MailDesk, mailText, openMailDesk } from '../../support/mail-desk.ts'

const ours = { name: 'City Water', timeZone: 'America/Chicago', address: 'water@city.example', authservId: 'mx.city.example' }
const theirs = { name: 'Other Desk', timeZone: 'America/Chicago', address: 'help@other.example', authservId: 'mx.other.example' }

let desks: [MailDesk, MailDesk]
beforeEach(async () => {
  desks = [await openMailDesk({ office: ours }), await openMailDesk({ office: theirs })]
})
afterEach(() => Promise.all(desks.map((desk) => desk.close())))

const roundLimit = 40

/** Hands each desk what the other has sent until neither says anything more; returns how many mails went between them. */
async function untilQuiet(onTheWay: (raw: string) => string): Promise<number> {
  let passed = 0
  for (let round = 0; round < roundLimit; round++) {
    const before = passed
    for (const [index, desk] of desks.entries()) {
      await desk.dispatchAll()
      const mails = desk.transport.mails.splice(0)
      passed += mails.length
      const { authservId } = index === 0 ? theirs : ours
      const domain = (index === 0 ? ours : theirs).address.split('@')[1]
      const vouched = `Authentication-Results: ${authservId}; dmarc=pass header.from=${domain}\r\n`
      await desks[1 - index]?.arrives(mails.map(({ bytes }) => vouched + onTheWay(bytes.toString())))
    }
    if (passed === before) return passed
  }
  throw new Error(`not quiet after ${roundLimit} rounds and ${passed} mails`)
}

const withoutFields = (names: RegExp) => (raw: string) => {
  const end = raw.indexOf('\r\n\r\n')
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/)
  return fields.filter((field) => !names.test(field)).join('\r\n') + raw.slice(end)
}

it.each([
  ['as they are', /^$/, 1],
  ['where a relay takes away every field that says so', /^(?:auto-submitted|x-auto-response-suppress|x-waterdesk-case):/i, 6],
  ['and the thread', /^(?:auto-submitted|x-auto-response-suppress|x-waterdesk-case|in-reply-to|references|message-id):/i, 6],
])('two desks fall silent, %s', async (_, taken, most) => {
  await desks[0].arrives([mailText({ from: 'Other Desk <help@other.example>', subject: 'A ticket was opened' })])
  expect(await untilQuiet(withoutFields(taken))).toBeLessThanOrEqual(most)
})

it('a system with another address for each of its mails gets no more than its domain may have, and people at a provider get theirs', async () => {
  const [desk] = desks
  const from = (domain: string) =>
    Array.from({ length: 130 }, (_, index) => mailText({ from: `t${index}@${domain}`, text: `Ticket ${index}\n` }))
  await desk.arrives([...from('robot.example'), ...from('gmail.com')])
  const sent = await desk.outgoing('automatic')
  expect(sent.filter((mail) => mail.recipient.endsWith('@robot.example'))).toHaveLength(100)
  expect(sent.filter((mail) => mail.recipient.endsWith('@gmail.com'))).toHaveLength(130)
})

it('one mailbox gets few, however many names somebody finds for it', async () => {
  const [desk] = desks
  const names = ['anaruiz', 'ana.ruiz', 'a.naruiz', 'an.aruiz', 'ana.ruiz+a', 'anaruiz+b', 'a.n.a.ruiz', 'anar.uiz']
  await desk.arrives(names.map((name) => mailText({ from: `${name}@gmail.com`, authentication: null, text: `${name}\n` })))
  await desk.arrives(names.map((name) => mailText({ from: `${name}@googlemail.com`, authentication: null, text: `${name}\n` })))
  expect((await desk.outgoing('automatic')).length).toBeLessThanOrEqual(3)
})
