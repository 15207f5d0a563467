// A desk in Slack before a small office of doubles: the approval rules in memory, the real channel, a real database for its
// cards. `settles` stands for the job system: it hands the announced news to the channel and tries again what failed.
import { createHash, randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { pino } from 'pino'
import type { ApprovalRecord } from '../../src/approvals/approval.ts'
import type { CaseRecord } from '../../src/cases/case.ts'
import { createSlackDesk } from '../../src/channels/slack/slack-desk.ts'
import type { DeskNeeded, RepliesNeeded } from '../../src/channels/slack/slack-needs.ts'
import { ok, refused } from '../../src/kernel/result.ts'
import type { AlarmRecord } from '../../src/notices/notices.ts'
import { createDatabase } from '../../src/platform/database.ts'
import type { Draft, Unborne } from '../../src/replies/draft.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'
import { type SlackDoubleOptions, slackAccess, startSlackDouble } from './slack-double.ts'
import { sampleApproval, sampleCase, sampleDraft, sampleMember } from './slack-samples.ts'
import { createTestDatabase } from './test-database.ts'

export type Mode = 'socket' | 'http'
type ApprovalNews = { approvalId: string; draftId: string; caseId: string }
type News =
  | ({ kind: 'requested' } & ApprovalNews)
  | ({ kind: 'decided' } & ApprovalNews)
  | { kind: 'raised'; alarmId: string }
  | { kind: 'cleared'; alarmId: string }

export async function openSlackOffice(mode: Mode, { alarmsChannel, ...options }: SlackDoubleOptions & { alarmsChannel?: string } = {}) {
  const slack = await startSlackDouble(options)
  const database = await createTestDatabase()
  const db = createDatabase(database.connection)
  const office = createOfficeDouble()
  const logged: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) })
  const settings = {
    botToken: slackAccess.botToken,
    signingSecret: slackAccess.signingSecret,
    approvalsChannel: slackAccess.channel,
    ...(alarmsChannel ? { alarmsChannel } : {}),
    mode,
    appToken: slackAccess.appToken,
    apiUrl: slack.apiUrl,
  }
  const build = () =>
    createSlackDesk({
      settings,
      ...office,
      desk: deskDouble(),
      db,
      log,
      clock: { now: () => new Date() },
      consoleUrl: 'https://desk.office.example/',
      officeName: 'the Department of Water',
    })
  let desk = build()
  const app = express()
  app.use('/slack', (request, response, next) => (desk.router ? desk.router(request, response, next) : next()))
  const server = http.createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  if (mode === 'http') slack.callsTheDeskAt(address)
  await starts()

  /** The desk is connected, and has looked for cards it may have missed. */
  async function starts(): Promise<void> {
    const before = { connections: slack.connections().ever, looked: office.looked() }
    desk.start()
    await until(() => office.looked() > before.looked && (mode === 'http' || slack.connections().ever > before.connections))
  }

  return {
    settings,
    slack,
    office,
    db,
    log: logged,
    address,
    desk: () => desk,
    /** Works every announced job, twice each when `twice`: the job system promises at least once. */
    async settles({ twice = false } = {}) {
      for (let news = office.news.shift(); news; news = office.news.shift()) {
        for (let times = twice ? 2 : 1; times > 0; times -= 1) {
          if (news.kind === 'requested') await desk.onApprovalRequested(news)
          else if (news.kind === 'decided') await desk.onApprovalDecided(news)
          else if (news.kind === 'raised') await desk.onAlarmRaised(news)
          else await desk.onAlarmCleared(news)
        }
      }
    },
    /** The desk's process ends and another begins, with the same database. */
    async restarts() {
      await desk.stop()
      desk = build()
      await starts()
    },
    async close() {
      await desk.stop()
      await slack.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await db.close()
      await database.drop()
    },
  }
}

export type SlackOffice = Awaited<ReturnType<typeof openSlackOffice>>

/** Waits for something that happens by itself soon. */
export async function until(happened: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> {
  for (const began = Date.now(); !(await happened()); ) {
    if (Date.now() - began > milliseconds) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function createOfficeDouble() {
  const members: StaffMember[] = [
    sampleMember({ name: 'Ann Supervisor', slackUserId: 'U0ANN' }),
    sampleMember({ name: 'Bob Clerk', slackUserId: 'U0BOB', role: 'clerk' }),
    sampleMember({ name: 'Gone Supervisor', slackUserId: 'U0GONE', active: false }),
  ]
  const cases: CaseRecord[] = []
  const drafts: Draft[] = []
  const approvals: ApprovalRecord[] = []
  const alarms: AlarmRecord[] = []
  const news: News[] = []
  const decisions: string[] = []
  let slowness = 0
  let looked = 0

  const announce = (kind: 'requested' | 'decided', approval: ApprovalRecord, caseId: string) =>
    news.push({ kind, approvalId: approval.id, draftId: approval.subjectId, caseId })
  const approvalOf = (draftId: string) => approvals.findLast((approval) => approval.subjectId === draftId)
  const draftOf = (draftId: string) => drafts.find((draft) => draft.id === draftId)
  const viewOf = (draft: Draft | undefined) => draft && { draft: { ...draft }, approval: approvalOf(draft.id) ?? null }
  const ask = (draft: Draft) => {
    const approval = sampleApproval(draft)
    drafts.push(draft)
    approvals.push(approval)
    announce('requested', approval, draft.caseId)
    return approval
  }
  const decide = (draftId: string, hash: string, by: StaffMember, status: 'approved' | 'returned', reason: string | null) => {
    const approval = approvalOf(draftId)
    if (!approval) return refused({ kind: 'not-found' as const })
    if (by.role !== 'supervisor') return refused({ kind: 'not-authorised' as const, role: by.role })
    if (approval.status !== 'pending') return refused({ kind: 'stale' as const, reason: 'already-decided' as const })
    if (approval.contentHash !== hash) return refused({ kind: 'stale' as const, reason: 'content-changed' as const })
    if (status === 'approved' && approval.authorIds.includes(by.id)) return refused({ kind: 'own-draft' as const })
    Object.assign(approval, { status, decidedBy: by.id, decidedAt: new Date(), reason })
    decisions.push(`${status} by ${by.name}`)
    announce('decided', approval, draftOf(draftId)?.caseId ?? '')
    return ok(approval)
  }
  const takesItsTime = () => new Promise((resolve) => setTimeout(resolve, slowness))

  const replies: RepliesNeeded = {
    view: async (caseId) => viewOf(drafts.findLast((draft) => draft.caseId === caseId)),
    viewDraft: async (draftId) => viewOf(draftOf(draftId)),
    async waiting() {
      looked += 1
      return drafts.flatMap((draft) => {
        const view = viewOf(draft)
        const record = cases.find(({ id }) => id === draft.caseId)
        return view?.approval?.status === 'pending' && record ? [{ view, case: record }] : []
      })
    },
    async approve({ draftId, contentHash, by }) {
      await takesItsTime()
      const decided = decide(draftId, contentHash, by, 'approved', null)
      return decided.ok ? ok({ sendsAt: new Date('2026-11-22T12:00:00Z') }) : decided
    },
    async giveBack({ draftId, contentHash, by, reason }) {
      await takesItsTime()
      const decided = decide(draftId, contentHash, by, 'returned', reason)
      return decided.ok ? ok(undefined) : decided
    },
    async check({ draftId, text }) {
      const draft = draftOf(draftId)
      return draft && { unsupported: unborne(draft, text) }
    },
    async edit({ draftId, contentHash, by, text, vouches = [] }) {
      await takesItsTime()
      const draft = draftOf(draftId)
      const approval = approvalOf(draftId)
      if (!draft || !approval) return refused({ kind: 'not-found' })
      if (text.trim() === '') return refused({ kind: 'empty' })
      if (approval.status !== 'pending' || draft.contentHash !== contentHash) return refused({ kind: 'stale', reason: 'content-changed' })
      const reasonOf = (figure: string) => vouches.find((vouch) => vouch.text === figure)?.reason ?? ''
      const figures = unborne(draft, text)
      const open = figures.filter((figure) => reasonOf(figure.text) === '')
      if (open.length > 0) return refused({ kind: 'unsupported', claims: open })
      Object.assign(approval, { status: 'voided', decidedAt: new Date(), reason: 'edited' })
      announce('decided', approval, draft.caseId)
      const vouched = figures.map((figure) => ({ text: figure.text, by: by.id, reason: reasonOf(figure.text) }))
      const edited = sampleDraft({
        ...draft,
        id: randomUUID(),
        version: draft.version + 1,
        authorIds: [by.id],
        text: `${text.trim()}\n`,
        vouched,
        contentHash: createHash('sha256').update(text).digest('hex'),
      })
      decisions.push(`edited by ${by.name}`)
      return ok({ draft: edited, approval: ask(edited) })
    },
  }

  return {
    staff: {
      byId: async (id: string) => members.find((member) => member.id === id),
      bySlackUser: async (id: string) => members.find((member) => member.slackUserId === id),
    },
    cases: {
      byId: async (id: string) => cases.find((record) => record.id === id),
      byNumber: async (number: number) => cases.find((record) => record.number === number),
      queue: async ({ assigneeId, limit = 50 }: { assigneeId?: string; limit?: number }) => {
        const mine = cases.filter((record) => record.assigneeId === assigneeId)
        return { cases: mine.slice(0, limit), more: mine.length > limit }
      },
    },
    approvals: {
      byId: async (id: string) => approvals.find((approval) => approval.id === id),
      waitsFor: ({ status, authorIds }: ApprovalRecord, by: StaffMember) =>
        status === 'pending' && by.role === 'supervisor' && !authorIds.includes(by.id),
    },
    notices: {
      alarm: async (id: string) => alarms.find((alarm) => alarm.id === id),
      openAlarms: async () => alarms.filter(({ clearedAt }) => clearedAt === null),
    },
    replies,
    news,
    decisions,
    members,
    drafts,
    looked: () => looked,
    /** The desk has written a draft, and asks for a decision. */
    draftWaits(given: { case?: Partial<CaseRecord>; draft?: Partial<Draft> } = {}) {
      const record = sampleCase({ number: cases.length + 1, ...given.case })
      cases.push(record)
      const draft = sampleDraft({ caseId: record.id, ...given.draft })
      return { case: record, draft, approval: ask(draft) }
    },
    /** Somebody decides in the console. */
    decidesInConsole: (draft: Draft, status: 'approved' | 'returned', by = members[0] as StaffMember) =>
      decide(draft.id, draft.contentHash, by, status, status === 'returned' ? 'wrong period' : null),
    raisesAlarm(given: Pick<AlarmRecord, 'key' | 'text' | 'remedy'>) {
      const at = new Date()
      const alarm = { ...given, id: randomUUID(), raisedAt: at, lastSeenAt: at, clearedAt: null, clearedBy: null }
      alarms.push(alarm)
      news.push({ kind: 'raised', alarmId: alarm.id })
    },
    clearsAlarm(key: string) {
      const alarm = alarms.find((one) => one.key === key && one.clearedAt === null)
      if (!alarm) throw new Error(`no alarm ${key} stands`)
      alarm.clearedAt = new Date()
      news.push({ kind: 'cleared', alarmId: alarm.id })
    },
    becomesSlow(milliseconds: number) {
      slowness = milliseconds
    },
  }
}

/** Amounts that no fact of the draft bears: enough of a check for a double. */
function unborne(draft: Draft, text: string): Unborne[] {
  return [...text.matchAll(/\$[\d.,]*\d/g)]
    .map(([figure]) => figure)
    .filter((figure) => !draft.facts.some((fact) => fact.text === figure))
    .map((figure) => ({ text: figure, kind: 'money', why: 'on no record' }))
}

/** The slash commands are tested before the real office: here nobody asks for more than a case. */
function deskDouble(): DeskNeeded {
  const absent = () => Promise.reject(new Error('this office has no such part'))
  return {
    clock: { now: () => new Date() },
    timeZone: 'America/Chicago',
    consoleUrl: 'https://desk.office.example',
    staff: { list: absent },
    duty: {
      assign: absent,
      escalate: absent,
      link: absent,
      loads: absent,
      merge: absent,
      move: absent,
      unassigned: absent,
      unlink: absent,
      unmerge: absent,
    },
    rosters: { now: absent },
    promises: { open: absent, settle: absent },
    inquiries: { logCall: absent, open: absent },
    note: absent,
    accounts: { find: absent },
    account: absent,
    explainBill: absent,
    policies() {
      throw new Error('this office has no such part')
    },
    health: { mailboxes: absent, openAlarms: absent, outboundState: absent, failedJobs: absent },
  }
}
