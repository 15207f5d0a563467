// An alarm's whole way: access to a mailbox is revoked, and at once every page, Slack and the doctor say so with what to do; it
// is given back, and they say so no more. And what people do on the page of alarms.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDoctor } from '../../src/commands/doctor.ts'
import type { Config, MailboxSettings } from '../../src/config.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'
import { keepMails, openConsoleDesk, password } from '../support/console-desk.ts'
import { type Dovecot, dovecotInstalled, startDovecot } from '../support/dovecot.ts'
import { openSampleDesk, type SampleDesk, until } from '../support/sample-desk.ts'
import { type SlackDouble, slackAccess, startSlackDouble } from '../support/slack-double.ts'

type Desk = Awaited<ReturnType<typeof openConsoleDesk>>

/** A person's browser without a screen: his cookies, his pages' words, his forms. */
async function signsIn({ origin }: Desk, member: StaffMember) {
  const cookies = new Map<string, string>()
  async function ask(path: string, form?: Record<string, string>): Promise<{ status: number; html: string }> {
    const response = await fetch(new URL(path, origin), {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), origin },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    return { status: response.status, html: await response.text() }
  }
  const token = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const door = await ask('/sign-in')
  const entered = await ask('/sign-in', { _csrf: token(door.html), email: member.email, password })
  expect(entered.status).toBe(303)
  return {
    page: async (path: string) => (await ask(path)).html,
    banners: async () =>
      [...(await ask('/queue')).html.matchAll(/<p class="banner stop"[^>]*>(.*?)<\/p>/gs)].map(([, words]) => words ?? ''),
    sends: async (path: string, form: Record<string, string>) => {
      const { html } = await ask('/alarms')
      return ask(path, { ...form, _csrf: token(html) })
    },
  }
}

describe.skipIf(!dovecotInstalled())('access to a mailbox that is revoked', () => {
  let server: Dovecot
  let slack: SlackDouble
  let sample: SampleDesk
  let desk: Desk
  let mailboxes: MailboxSettings[]
  const transport = keepMails()

  beforeAll(async () => {
    server = await startDovecot({ oauth2: true })
    slack = await startSlackDouble()
    const auth = { kind: 'oauth2', tokenUrl: server.tokenUrl ?? '', clientId: 'desk', clientSecret: 'x', refreshToken: 'first' } as const
    const place = { host: server.host, port: server.imapPort, security: 'plain', user: 'desk', folder: 'INBOX' } as const
    mailboxes = [{ name: 'complaints', ...place, startsOn: new Date('2020-01-01'), auth }]
    const { botToken, appToken, signingSecret, channel: approvalsChannel } = slackAccess
    sample = await openSampleDesk({
      mailboxes,
      slack: { botToken, appToken, signingSecret, approvalsChannel, mode: 'socket', apiUrl: slack.apiUrl },
      parts: { transport },
    })
    desk = await openConsoleDesk(sample.office)
    await desk.employs(sample.clerk, sample.administrator)
  })
  afterAll(async () => {
    await desk?.stop()
    await sample?.close()
    await slack?.close()
    await server?.stop()
  })

  const doctor = async (): Promise<[string, string][]> => {
    const { connection } = sample.office
    const { host, user, database } = connection as { host: string; user: string; database: string }
    const config: Config = { ...sample.config, databaseUrl: `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}` }
    const findings = await runDoctor(config)
    return findings.filter(({ what }) => /complaints/.test(what)).map(({ what, state, remedy }) => [what, `${state} ${remedy ?? ''}`])
  }
  const connected = async () => (await sample.office.mailroom.mailboxes()).some(({ state }) => state === 'connected')

  it('is said at once on every page, in Slack, by the doctor and by mail to the administrators, until it is given back', async () => {
    await until(connected, 'the mailbox to be connected')
    const clerk = await signsIn(desk, sample.clerk)
    expect(await clerk.banners()).toEqual([])
    expect(await doctor()).toEqual([['mailbox complaints', 'well ']])

    server.tokensValid(false)
    server.killSessions()
    const [message] = await until(async () => slack.messages.length > 0 && slack.messages, 'a message in Slack')
    expect(JSON.stringify(message)).toContain('MAILBOX_COMPLAINTS_OAUTH2')
    const [banner] = await clerk.banners()
    expect(banner).toContain('The mailbox complaints cannot be read')
    expect(banner).toContain('MAILBOX_COMPLAINTS_OAUTH2')
    expect(banner).toContain('<a href="/alarms">')
    const remedy = expect.stringMatching(/^wrong .*MAILBOX_COMPLAINTS_OAUTH2/)
    expect(await doctor()).toEqual([
      ['mailbox complaints', remedy],
      ['alarm mailbox:complaints', remedy],
    ])
    const mail = await until(async () => transport.sent.find(({ subject }) => subject === 'An alarm at the desk'), 'a mail')
    expect(mail.to).toContain(sample.administrator.email)
    expect(mail.text).toContain('/alarms')

    server.tokensValid(true)
    await until(async () => JSON.stringify(slack.messages[0]).includes('Alarm: over'), 'Slack to say that it is over')
    expect(await clerk.banners()).toEqual([])
    expect(await doctor()).toEqual([['mailbox complaints', 'well ']])
    expect(slack.messages).toHaveLength(1)
    expect(transport.sent.filter(({ subject }) => subject === 'An alarm at the desk')).toHaveLength(1)
    expect(await clerk.page('/alarms')).toMatch(/No alarm stands\..*The mailbox complaints cannot be read.*By itself/s)
  })
})

describe('the page of alarms', () => {
  let sample: SampleDesk
  let desk: Desk

  beforeAll(async () => {
    sample = await openSampleDesk({ parts: { transport: keepMails() } })
    desk = await openConsoleDesk(sample.office)
    await desk.employs(sample.clerk, sample.administrator)
  })
  afterAll(async () => {
    await desk?.stop()
    await sample?.close()
  })

  it('tells all that stand, of which the banners name five, and shows words as they are', async () => {
    const numbers = [1, 2, 3, 4, 5, 6, 7]
    for (const number of numbers)
      await sample.office.notices.raiseAlarm({ key: `test:${number}`, text: `Number ${number} <b>broke</b>.`, remedy: 'Mend it.' })
    const clerk = await signsIn(desk, sample.clerk)
    expect(await clerk.banners()).toHaveLength(6)
    expect((await clerk.banners()).at(-1)).toContain('2 more alarms stand.')
    const page = await clerk.page('/alarms')
    for (const number of numbers) expect(page).toContain(`<td class="break">Number ${number} &lt;b&gt;broke&lt;/b&gt;.</td>`)
    for (const number of numbers) await sample.office.notices.clearAlarm(`test:${number}`)
    expect(await clerk.banners()).toEqual([])
  })

  it('lets an administrator close one by hand, and says who did', async () => {
    await sample.office.notices.raiseAlarm({ key: 'mailbox:gone', text: 'The mailbox gone cannot be read.', remedy: 'Look.' })
    const id = (await sample.office.notices.openAlarms())[0]?.id ?? ''
    const [clerk, administrator] = [await signsIn(desk, sample.clerk), await signsIn(desk, sample.administrator)]
    expect(await clerk.page('/alarms')).not.toContain('Close by hand')
    const refused = await clerk.sends('/alarms/close', { id })
    expect(refused).toMatchObject({ status: 409, html: expect.stringContaining('Only an administrator may close an alarm by hand.') })
    expect(await administrator.page('/alarms')).toContain('Close by hand')
    expect((await administrator.sends('/alarms/close', { id })).status).toBe(303)
    expect(await clerk.page('/alarms')).toContain('Closed by Alex Administrator')
    expect((await administrator.sends('/alarms/close', { id })).html).toContain('This alarm is over already.')
  })
})
