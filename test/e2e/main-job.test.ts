// The main job on real mail: a complaint in a real IMAP mailbox becomes a case with its draft, a supervisor approves it by
// Slack's signed requests, the answer leaves by SMTP in the same thread, and the customer's reply joins the case.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleComplaint } from '../../src/demo/sample-office/sample-complaints.ts'
import { startDesk } from '../../src/office.ts'
import { type Dovecot, dovecotInstalled, startDovecot } from '../support/dovecot.ts'
import { authservId, officeAddress, openSampleDesk, type SampleDesk, until } from '../support/sample-desk.ts'
import { type SlackDouble, slackAccess, startSlackDouble } from '../support/slack-double.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'

const supervisorInSlack = { id: 'U0SAM' }

describe.skipIf(!dovecotInstalled())('the main job (needs Dovecot)', () => {
  let dovecot: Dovecot
  let sink: SmtpSink
  let slack: SlackDouble
  let desk: SampleDesk
  let running: Awaited<ReturnType<typeof startDesk>>

  beforeAll(async () => {
    ;[dovecot, sink, slack] = await Promise.all([startDovecot(), startSmtpSink(), startSlackDouble()])
    const { botToken, signingSecret, channel: approvalsChannel } = slackAccess
    desk = await openSampleDesk({
      mailboxes: [
        {
          name: 'complaints',
          host: dovecot.host,
          port: dovecot.imapPort,
          security: 'plain',
          user: 'desk',
          folder: 'INBOX',
          startsOn: new Date(Date.now() - 60_000),
          auth: { kind: 'password', password: dovecot.password },
        },
      ],
      smtp: { host: sink.host, port: sink.port, security: 'plain' },
      slack: { botToken, signingSecret, approvalsChannel, mode: 'http', apiUrl: slack.apiUrl },
    })
    const { office, supervisor } = desk
    await office.db.inTransaction((tx) =>
      office.staff.linkSlack(tx, { email: supervisor.email, slackUserId: supervisorInSlack.id }, 'desk'),
    )
    running = await startDesk(office)
    slack.callsTheDeskAt(`http://127.0.0.1:${running.port}/slack/events`)
    await until(async () => (await office.mailroom.mailboxes())[0]?.state === 'connected', 'the mailbox')
  })
  afterAll(async () => {
    await running.stop()
    await Promise.all([dovecot.stop(), sink.close(), slack.close()])
  })

  const complain = (from: { name: string; address: string }, subject: string, text: string, fields: string[] = []) =>
    dovecot.deliver('desk', [
      [
        `Authentication-Results: ${authservId}; dmarc=pass header.from=${from.address.split('@')[1]}`,
        `From: "${from.name}" <${from.address}>`,
        `To: ${officeAddress}`,
        `Subject: ${subject}`,
        `Message-ID: <${Math.random().toString(36).slice(2)}@mail.example>`,
        `Date: ${new Date().toUTCString()}`,
        ...fields,
        'Content-Type: text/plain; charset=utf-8',
        '',
        text,
      ].join('\r\n'),
    ])
  const replies = () => sink.mails.filter((mail) => /^Subject: Re: /m.test(mail.raw) && !/^Auto-Submitted:/m.test(mail.raw))
  const header = (raw: string, name: string) =>
    new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)`, 'im')
      .exec(raw)?.[1]
      ?.replace(/\r?\n[ \t]+/g, ' ')
      .trim()

  it('a complaint is explained, approved in Slack and answered in its thread, and the reply to the answer joins the case', async () => {
    const { office } = desk
    const complaint = leakWithTwoAmounts()
    await complain(complaint.from, complaint.subject, complaint.text)

    const record = await until(async () => (await office.cases.queue({ search: complaint.from.address })).cases[0], 'the case')
    const view = await until(() => office.replies.view(record.id), 'the draft')
    expect(view.draft.template).toBe('en/high-bill')

    const card = await until(
      async () => slack.messages.find((message) => JSON.stringify(message.blocks).includes(`WD-${String(record.number).padStart(6, '0')}`)),
      'the card',
    )
    await slack.presses(supervisorInSlack, card, 'approve-draft')
    await until(async () => replies().length === 1, 'the answer')
    const answer = replies()[0]!
    expect(answer.to).toEqual([complaint.from.address])

    const acknowledgement = sink.mails.find(
      (mail) => /^Auto-Submitted: auto-replied/m.test(mail.raw) && mail.to[0] === complaint.from.address,
    )
    expect(acknowledgement?.raw).toContain(`WD-${String(record.number).padStart(6, '0')}`)
    const asked = (await office.cases.timeline(record.id)).find((entry) => entry.kind === 'mail-received')?.content?.messageId
    expect(header(answer.raw, 'In-Reply-To')).toBe(asked)
    expect(header(answer.raw, 'References')).toContain(asked)
    expect(header(answer.raw, 'Message-ID')).toContain(view.draft.id)

    await until(async () => (await office.cases.byId(record.id))?.status === 'answered', 'the case to be answered')
    expect((await office.replies.view(record.id))?.draft.text).toBe(view.draft.text)
    await checkFigures(view.draft.text, complaint.accountNumber)

    await complain(complaint.from, `Re: ${complaint.subject}`, 'Thank you. When will you look at the meter?', [
      `In-Reply-To: ${header(answer.raw, 'Message-ID')}`,
    ])
    await until(
      async () => (await office.cases.timeline(record.id)).filter((entry) => entry.kind === 'mail-received').length === 2,
      'the reply to join',
    )
    expect((await office.cases.queue({ search: complaint.from.address })).cases).toHaveLength(1)
    expect((await office.cases.byId(record.id))?.status).toBe('open')
    expect(await office.cases.verifyChain(record.id)).toEqual({ ok: true })
  })

  it('a stranger who answers the thread gets a case of his own and learns nothing', async () => {
    const { office } = desk
    const complaint = desk.complaint('rate-only')
    await complain(complaint.from, complaint.subject, complaint.text)
    const record = await until(async () => (await office.cases.queue({ search: complaint.from.address })).cases[0], 'the case')
    const messageId = (await office.cases.timeline(record.id))[0]?.content?.messageId
    await complain(
      { name: complaint.from.name, address: 'stranger@elsewhere.example' },
      `Re: ${complaint.subject}`,
      'What did you tell them?',
      [`In-Reply-To: ${messageId}`],
    )
    const other = await until(
      async () => (await office.cases.queue({ search: 'stranger@elsewhere.example' })).cases[0],
      "the stranger's case",
    )
    expect((await office.duty.linked(other.id)).map((link) => link.case.id)).toEqual([record.id])
    const view = await until(() => office.replies.view(other.id), 'the draft')
    expect(view.draft.template).toBe('en/ask-for-proof')
    expect(view.draft.recipient).toBe('stranger@elsewhere.example')
    expect(view.draft.text).not.toContain(complaint.accountNumber)
  })

  /** On some days of the year both bills of a leak come to the same cent, and the letter then has no difference to explain. */
  function leakWithTwoAmounts(): SampleComplaint {
    const differing = [0, 1]
      .map((which) => desk.complaint('leak', which))
      .find(({ accountNumber }) => {
        const bills = desk.sample.accounts.find(({ history }) => history.account.number === accountNumber)?.history.bills ?? []
        return bills.at(-1)?.totalCents !== bills.at(-2)?.totalCents
      })
    if (!differing) throw new Error('no leak of the sample office has two bills of different amounts today')
    return differing
  }

  /** The reply's figures, worked out anew from the tables, with nothing of the desk's own rules. */
  async function checkFigures(text: string, accountNumber: string): Promise<void> {
    const rows = await desk.office.db.client.$queryRaw<
      { total: number; gallons: number; days: number; fromValue: number; toValue: number }[]
    >`
      SELECT b.total_cents AS total, r1.value AS "fromValue", r2.value AS "toValue", (r2.read_on - r1.read_on) AS days,
             round((r2.value - r1.value) * m.units_per_count * 7.48052)::int AS gallons
      FROM bill b JOIN meter_read r1 ON r1.id = b.from_read_id JOIN meter_read r2 ON r2.id = b.to_read_id JOIN meter m ON m.id = r2.meter_id
      WHERE b.account_number = ${accountNumber} ORDER BY b.issued_on DESC LIMIT 2`
    const [latest, previous] = rows as [(typeof rows)[0], (typeof rows)[0]]
    const dollars = (cents: number) =>
      `${cents < 0 ? '-' : ''}$${(Math.abs(cents) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`
    expect(text).toContain(`is ${dollars(latest.total)}. It covers ${latest.days} days`)
    expect(text).toContain(
      `${latest.gallons.toLocaleString('en-US')} gallons of water. That is about ${Math.round(latest.gallons / latest.days).toLocaleString('en-US')} gallons a day`,
    )
    expect(text).toContain(`meter reading of ${latest.fromValue} on`)
    expect(text).toContain(`reading of ${latest.toValue} on`)
    const compared = text.split('COMPARED WITH THE BILL BEFORE')[1]?.split('COMPARED WITH A YEAR AGO')[0] ?? ''
    expect(compared).toContain(dollars(previous.total))
    const parts = [...compared.matchAll(/^ {2}(-?)\$([\d,]+\.\d\d) {2}(.*)$/gm)].map((match) => ({
      cents: Math.round(Number(match[2]!.replaceAll(',', '')) * 100) * (match[1] ? -1 : 1),
      label: match[3],
    }))
    const together = parts.pop()
    expect(together).toEqual({ label: 'together', cents: latest.total - previous.total })
    expect(parts.length).toBeGreaterThan(0)
    expect(parts.reduce((sum, part) => sum + part.cents, 0)).toBe(latest.total - previous.total)
  }
})
