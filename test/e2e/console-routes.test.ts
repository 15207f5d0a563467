// Who reaches what, from the console's own table of routes: a route that this test does not know fails it. Nobody gets past the door
// without a session, and what a role may not do is refused by the verb and leaves no trace in the case.
import type { Express } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseRecord, caseName } from '../../src/cases/case.ts'
import { createConsole } from '../../src/channels/console/console.ts'
import { looks } from '../../src/channels/console/looks.ts'
import { addDays, dayOf, formatDay } from '../../src/kernel/days.ts'
import type { Role, StaffMember } from '../../src/staff/staff-member.ts'
import { password } from '../support/console-desk.ts'
import { receiveFrom } from '../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

type Rule = 'public' | { may: readonly Role[]; body?: Record<string, string> }
const everybody: Role[] = ['clerk', 'supervisor', 'administrator']
const onCases: Role[] = ['clerk', 'supervisor']
const supervisors: Role[] = ['supervisor']
const administrators: Role[] = ['administrator']
const leaders: Role[] = ['supervisor', 'administrator']

let desk: SampleDesk
let origin: string
let close: () => Promise<void>
let app: Express
let record: CaseRecord
let rules: Record<string, Rule>
const sessions = new Map<Role | 'nobody', { cookie: string; token: string }>()

beforeAll(async () => {
  desk = await openSampleDesk()
  const { office } = desk
  await office.jobs.start()
  for (const member of [desk.clerk, desk.supervisor, desk.administrator]) await office.signIn.createCredential(member, password)
  const built = createConsole(office)
  app = built.app
  const { port } = await built.listen()
  origin = `http://127.0.0.1:${port}`
  close = built.close
  for (const member of [desk.clerk, desk.supervisor, desk.administrator]) sessions.set(member.role, await signIn(member))
  record = (await receiveFrom(desk, desk.complaint('leak'))).case
  await office.replies.caseHeard({ caseId: record.id, opened: true })
  const view = await office.replies.view(record.id)
  if (!view) throw new Error('no draft')
  const { id: draftId, contentHash, text } = view.draft
  const tomorrow = formatDay(addDays(dayOf(office.clock.now(), 'America/Chicago'), 1))
  const seen = { draftId, contentHash }
  const some = '00000000-0000-4000-8000-000000000000'
  rules = {
    'GET /healthz': 'public',
    'GET /sign-in': 'public',
    'POST /sign-in': 'public',
    'POST /sign-out': { may: everybody },
    'GET /invitation': 'public',
    'POST /invitation': 'public',
    'GET /new-password': 'public',
    'POST /new-password': 'public',
    'GET /forgotten-password': 'public',
    'POST /forgotten-password': 'public',
    'GET /audit': { may: administrators },
    'GET /audit.csv': { may: administrators },
    'GET /staff': { may: leaders },
    'POST /staff/invite': { may: administrators, body: { email: 'new@samplecity.example', role: 'clerk', languages: 'en' } },
    'POST /staff/invitations/withdraw': { may: administrators, body: { id: some } },
    'POST /staff/role': { may: administrators, body: { id: desk.otherSupervisor.id, role: 'administrator' } },
    'POST /staff/reset-second-factor': { may: administrators, body: { id: desk.otherSupervisor.id } },
    'POST /staff/end-sessions': { may: administrators, body: { id: desk.otherSupervisor.id } },
    'POST /staff/deactivate': { may: administrators, body: { id: desk.otherSupervisor.id } },
    'POST /staff/activate': { may: administrators, body: { id: desk.otherSupervisor.id } },
    'POST /staff/changes/approve': { may: administrators, body: { id: some } },
    'POST /staff/changes/refuse': { may: administrators, body: { id: some } },
    'GET /sign-in/code': 'public',
    'POST /sign-in/code': 'public',
    'GET /second-factor': { may: everybody },
    'POST /second-factor': { may: everybody, body: { sealed: 'x', code: '000000' } },
    'POST /second-factor/recovery-codes': { may: everybody, body: { current: '000000' } },
    'GET /': { may: everybody },
    'GET /queue': { may: everybody },
    'GET /new-case': { may: everybody },
    'POST /new-case': { may: onCases, body: { text: 'My bill is high', channel: 'telephone' } },
    'GET /letters': { may: everybody },
    'GET /letters/:id.pdf': { may: everybody },
    'POST /letters/posted': { may: onCases, body: { outgoingId: some, on: formatDay(dayOf(office.clock.now(), 'America/Chicago')) } },
    'GET /call': { may: everybody },
    'GET /call/:number': { may: everybody },
    'POST /call/:number/note': { may: onCases, body: { text: 'She asked why' } },
    'GET /office': { may: everybody },
    'POST /office/shift': { may: leaders, body: { staffId: desk.clerk.id, day: tomorrow, from: '08:30', to: '16:30' } },
    'POST /office/shift/remove': { may: leaders, body: { id: some } },
    'POST /office/absence': { may: leaders, body: { staffId: desk.otherSupervisor.id, from: tomorrow, until: tomorrow, reason: '' } },
    'POST /office/absence/end': { may: everybody, body: { id: some } },
    'GET /rulebook': { may: everybody },
    'GET /rulebook/:kind': { may: everybody },
    'GET /rulebook/:kind/file': { may: everybody },
    'POST /rulebook/:kind': { may: leaders, body: { text: 'x', note: 'why', effectiveOn: tomorrow, act: 'propose' } },
    'GET /rulebook/:kind/proposals/:id': { may: everybody },
    'POST /rulebook/:kind/proposals/:id/approve': { may: everybody }, // whoever it is: there is no such proposal
    'POST /rulebook/:kind/proposals/:id/return': { may: everybody, body: { reason: 'no' } },
    'POST /rulebook/:kind/proposals/:id/withdraw': { may: everybody },
    'GET /cases/:name': { may: everybody },
    'GET /cases/:name/presence': { may: everybody },
    'GET /cases/:name/pulse': { may: everybody },
    'GET /cases/:name/clock': { may: everybody },
    'POST /cases/:name/approve': { may: supervisors, body: seen },
    'POST /cases/:name/return': { may: supervisors, body: { ...seen, reason: 'No' } },
    'POST /cases/:name/edit': { may: onCases, body: { ...seen, text } },
    'POST /cases/:name/check': { may: everybody, body: { ...seen, text } },
    'POST /cases/:name/recall': { may: onCases, body: { draftId } },
    'POST /cases/:name/redraft': { may: onCases },
    'POST /cases/:name/settle': { may: leaders, body: { outgoingId: some, outcome: 'was-delivered' } },
    'POST /cases/:name/rewrite': { may: onCases, body: { ...seen, wish: 'plainer' } },
    'POST /cases/:name/retry': { may: onCases, body: { outgoingId: some } },
    'POST /cases/:name/promise': { may: onCases, body: { promiseId: some, outcome: 'kept', note: '' } },
    'POST /cases/:name/take': { may: onCases },
    'POST /cases/:name/assign': { may: supervisors, body: { to: desk.otherSupervisor.id } },
    'POST /cases/:name/escalate': { may: onCases, body: { reason: 'why' } },
    'POST /cases/:name/move': { may: onCases, body: { move: 'resolve', reason: 'why', until: '' } },
    'POST /cases/:name/merge': { may: onCases, body: { into: caseName(record), reason: 'why' } },
    'POST /cases/:name/link': { may: onCases, body: { into: caseName(record), reason: 'why' } },
    'POST /cases/:name/unlink': { may: onCases, body: { into: caseName(record), reason: 'why' } },
    'POST /cases/:name/unmerge': { may: onCases, body: { reason: 'why' } },
    'POST /cases/:name/safety': { may: everybody, body: { id: some, reason: 'why' } }, // no flag stands
    'POST /cases/:name/call': { may: onCases, body: { text: 'She called' } },
    'POST /cases/:name/note': { may: everybody, body: { text: 'A note' } }, // whoever works here may leave colleagues a word
    'POST /cases/:name/dismiss': { may: onCases, body: { ...seen, requestId: 'x', reason: 'why' } },
    'POST /cases/:name/correct': { may: onCases, body: { topic: 'payment-plan' } },
    'POST /cases/:name/establish': {
      may: onCases,
      body: {
        role: 'tenant',
        basis: 'document',
        reference: 'lease',
        address: 'x@mail.example',
        name: 'X',
        scope: 'balance',
        untilOn: tomorrow,
      },
    },
    'POST /cases/:name/revoke': { may: onCases, body: { id: some, reason: 'why' } },
    'GET /accounts': { may: everybody },
    'GET /accounts/:number': { may: everybody },
    'GET /vouching': { may: leaders },
    'GET /alarms': { may: everybody },
    'GET /adjustments': { may: everybody },
    'GET /mailroom': { may: everybody },
    'GET /mailroom/quarantine': { may: everybody },
    'GET /mailroom/ledger': { may: everybody },
    'GET /properties': { may: everybody },
    'POST /mailroom/stop': { may: ['administrator'], body: { reason: 'why' } },
    'POST /mailroom/resume': { may: ['administrator'] },
  }
}, 60_000)

afterAll(async () => {
  await close?.()
  await desk?.office.jobs.stop()
  await desk?.close()
})

type Layer = { route?: { path: string | string[]; methods: Record<string, boolean> }; handle?: { stack?: Layer[] } }

function routesOf(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }): string[] => {
    if (route) {
      const methods = Object.keys(route.methods).filter((method) => route.methods[method])
      return [route.path].flat().flatMap((path) => methods.map((method) => `${method.toUpperCase()} ${path}`))
    }
    return handle?.stack ? routesOf(handle.stack) : []
  })
}
const routes = () =>
  [...new Set(routesOf((app as unknown as { router: { stack: Layer[] } }).router.stack))]
    .filter((route) => !/\.(js|css|svg)$/.test(route))
    .sort()

const addressOf = (path: string) =>
  path
    .replace(':name', caseName(record))
    .replace(':number', record.accountNumber as string)
    .replace(':kind', 'routing')
    .replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')

const cookiesOf = (response: Response, before = '') => {
  const jar = new Map(
    before
      .split('; ')
      .filter(Boolean)
      .map((pair) => pair.split(/=(.*)/s) as [string, string]),
  )
  for (const line of response.headers.getSetCookie()) {
    const [name, value] = (line.split(';')[0] as string).split(/=(.*)/s) as [string, string]
    jar.set(name, value)
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}
const tokenIn = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''

async function signIn({ email }: StaffMember): Promise<{ cookie: string; token: string }> {
  const door = await fetch(`${origin}/sign-in`)
  let cookie = cookiesOf(door)
  const body = new URLSearchParams({ _csrf: tokenIn(await door.text()), email, password })
  const entered = await fetch(`${origin}/sign-in`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })
  cookie = cookiesOf(entered, cookie)
  const page = await fetch(`${origin}/queue`, { headers: { cookie } })
  cookie = cookiesOf(page, cookie)
  return { cookie, token: tokenIn(await page.text()) }
}

async function ask(
  who: Role | 'nobody',
  route: string,
  body: Record<string, string> = {},
): Promise<{ status: number; location: string; text: string }> {
  const [method, path] = route.split(' ') as [string, string]
  const session = sessions.get(who)
  const headers = session ? { cookie: session.cookie } : {}
  const form = method === 'POST' ? { body: new URLSearchParams({ _csrf: session?.token ?? '', ...body }) } : {}
  const response = await fetch(`${origin}${addressOf(path)}`, { method, headers, redirect: 'manual', ...form })
  return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() }
}

describe('the console’s routes', () => {
  it('each one has its rule, or leads to what its own tests hold', () => {
    const known = new Set(Object.keys(rules))
    // Parts of the mailroom, of adjustments, investigations and properties have their own tables: test/e2e/console-{mailroom,ledger,accounts}.
    const elsewhere =
      /^(GET|POST) \/(mailroom|adjustments|accounts\/:number|properties|alarms|cases\/:name\/(mails|attachments|enclosures))/
    expect(routes().filter((route) => !known.has(route) && !elsewhere.test(route))).toEqual([])
    expect([...known].filter((route) => !routes().includes(route))).toEqual([])
  })

  it('say what each page shows of an account or a case, for the audit log', () => {
    const read = routes()
      .filter((route) => route.startsWith('GET') && rules[route] !== 'public' && route !== 'GET /second-factor')
      .map((route) => route.replace('GET ', ''))
    expect(read.filter((path) => looks[path] === undefined)).toEqual([])
    expect(Object.keys(looks).filter((path) => !read.includes(path) && path !== '/customers-mailboxes')).toEqual([])
  })

  it('let nobody in without a session', async () => {
    for (const route of routes()) {
      const { status, location } = await ask('nobody', route)
      if (rules[route] === 'public') expect(status, route).toBeLessThan(404)
      else if (route.startsWith('GET')) expect([status, location.replace(/\?.*/, '')], route).toEqual([303, '/sign-in'])
      else expect(status, route).toBe(403)
    }
  })

  it('refuse each role what it may not do, and the case stays as it is', async () => {
    const before = (await desk.office.cases.timeline(record.id)).length
    for (const [route, rule] of Object.entries(rules)) {
      if (rule === 'public') continue
      for (const role of everybody.filter((one) => !rule.may.includes(one))) {
        const { status } = await ask(role, route, rule.body)
        expect([403, 409, 422], `${role}: ${route}`).toContain(status)
      }
    }
    expect(await desk.office.cases.timeline(record.id)).toHaveLength(before)
    expect(await desk.office.rosters.shifts(new Date(0), new Date(Date.now() + 10 * 86_400_000))).toEqual([])
    expect(await desk.office.revisions.list()).toEqual([])
    expect([await desk.office.people.waiting(), await desk.office.people.openInvitations()]).toEqual([[], []])
    expect(await desk.office.staff.byId(desk.otherSupervisor.id)).toEqual(desk.otherSupervisor)
    expect((await desk.office.mailroom.outboundState()).stopped).toBe(false)
  })

  it('show every page to whom it is for, and fail for nobody', async () => {
    for (const [route, rule] of Object.entries(rules)) {
      if (rule === 'public' || !route.startsWith('GET')) continue
      for (const role of rule.may) expect((await ask(role, route)).status, `${role}: ${route}`).toBeLessThan(400)
    }
  })

  it('take no form whose token is another’s, or none', async () => {
    const clerk = sessions.get('clerk') as { cookie: string }
    for (const token of ['', sessions.get('supervisor')?.token ?? 'x']) {
      const body = new URLSearchParams({ _csrf: token, text: 'forged' })
      const response = await fetch(`${origin}/cases/${caseName(record)}/note`, {
        method: 'POST',
        body,
        headers: { cookie: clerk.cookie },
        redirect: 'manual',
      })
      expect(response.status).toBe(403)
    }
    expect(JSON.stringify(await desk.office.cases.timeline(record.id))).not.toContain('forged')
  })
})
