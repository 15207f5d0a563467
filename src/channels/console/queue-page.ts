// The queue: what waits for whom, newest change first, one tab a status.

import { Router } from 'express'
import { z } from 'zod'
import { type CaseRecord, type CaseStatus, caseName, type LiveStatus, pastStatuses } from '../../cases/case.ts'
import { addressInWords } from '../../kernel/postal-address.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { statusWords, topicWords, urgencyWords } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

/** What the queue is read by: a group of states, or what falls due soon. */
const tabs = {
  'waiting-for-supervisor': { words: 'Needs decision', statuses: ['waiting-for-supervisor'], empty: 'Nothing waits for a decision.' },
  open: { words: 'Open', statuses: ['open'], empty: 'No case waits for a person.' },
  'at-risk': { words: 'At risk', statuses: undefined, empty: 'No standard is in danger: nothing falls due within the next day.' },
  waiting: {
    words: 'Waiting',
    statuses: ['waiting-for-customer', 'waiting-for-field'],
    empty: 'No case waits for a customer or a field crew.',
  },
  new: { words: 'New', statuses: ['new'], empty: 'No new case: everything that came in has its draft.' },
  approved: { words: 'Leaving', statuses: ['approved'], empty: 'No reply is on its way out.' },
  answered: { words: 'Answered', statuses: ['answered'], empty: 'No case has been answered yet.' },
  done: { words: 'Done', statuses: pastStatuses, empty: 'No case has been resolved or closed yet.' },
  all: { words: 'All', statuses: undefined, empty: 'No cases yet. The next complaint that is mailed in appears here by itself.' },
} as const satisfies { [tab: string]: { words: string; statuses: readonly CaseStatus[] | undefined; empty: string } }
type Tab = keyof typeof tabs
const tabNames = Object.keys(tabs) as Tab[]

const riskMilliseconds = 24 * 3_600_000
const pageSize = 50
const searchLimit = 200

const ask = z.object({
  status: z.enum(tabNames).optional().catch(undefined),
  mine: z.literal('1').optional().catch(undefined),
  search: z.string().trim().max(searchLimit).optional().catch(undefined),
  /** The last row of the page before: `2026-11-22T20:00:00.000Z~<case id>`. */
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
})
type Ask = z.infer<typeof ask>

export function queuePage({
  office,
  show,
}: {
  office: Pick<ConsoleOffice, 'cases' | 'clock' | 'staff' | 'mailroom'>
  show: ShowPage
}): Router {
  const routes = Router()
  routes.get('/queue', async (request, response) => {
    const by = memberOf(response)
    const asked = ask.parse(request.query)
    const searching = Boolean(asked.search)
    const status = asked.status ?? (searching || asked.mine ? 'all' : firstTabFor(by))
    const now = office.clock.now()
    const riskBefore = new Date(now.getTime() + riskMilliseconds)
    const [counts, atRisk, staff, unknowns, page] = await Promise.all([
      office.cases.counts(),
      office.cases.countDueBefore(riskBefore),
      office.staff.list(),
      office.mailroom.unknowns(),
      office.cases.queue({
        ...filterOf(asked, status, { by, riskBefore }),
        ...(asked.search ? { mentioned: await office.mailroom.casesMentioning(asked.search) } : {}),
      }),
    ])
    const names = new Map(staff.map((member) => [member.id, member.name]))
    const ofUnknownFate = new Set(unknowns.map((mail) => mail.caseId))
    const last = page.cases.at(-1)
    const here = { ...asked, status }
    await show(request, response, {
      template: 'queue',
      title: 'Queue',
      current: 'queue',
      view: {
        tabs: tabOrder(by).map((tab) => tabView(tab, countOf(tab, counts, atRisk), here)),
        rows: page.cases.map((record) => ({ ...rowView(record, names, by, now), fateUnknown: ofUnknownFate.has(record.id) })),
        search: asked.search ?? '',
        mine: asked.mine === '1',
        status,
        mineHref: address({ ...here, mine: asked.mine ? undefined : '1', after: undefined }),
        pollHref: address(here),
        nextHref:
          page.more && last && status !== 'at-risk' ? address({ ...here, after: `${last.updatedAt.toISOString()}~${last.id}` }) : null,
        firstHref: asked.after ? address({ ...here, after: undefined }) : null,
        emptyWords: searching ? 'No case matches these words.' : tabs[status].empty,
      },
    })
  })
  return routes
}

/** A supervisor's first question is what waits for a decision, a clerk's what waits for a person. */
function tabOrder(by: StaffMember): Tab[] {
  return by.role === 'clerk' ? ['open', 'waiting-for-supervisor', ...tabNames.slice(2)] : [...tabNames]
}

/** Null where the tab holds everything that ever was. */
function countOf(tab: Tab, counts: Record<LiveStatus, number>, atRisk: number): number | null {
  if (tab === 'at-risk') return atRisk
  if (tab === 'all' || tab === 'done') return null
  const among: readonly LiveStatus[] = tabs[tab].statuses
  return among.reduce((sum, status) => sum + counts[status], 0)
}

function firstTabFor(by: StaffMember): Tab {
  return tabOrder(by)[0] as Tab
}

function filterOf({ mine, search, after }: Ask, tab: Tab, { by, riskBefore }: { by: StaffMember; riskBefore: Date }) {
  const { statuses } = tabs[tab]
  const [at, id] = after?.split('~') ?? []
  return {
    limit: pageSize,
    ...(statuses ? { statuses } : {}),
    ...(tab === 'at-risk' ? { dueBefore: riskBefore } : {}),
    ...(mine ? { assigneeId: by.id } : {}),
    ...(search ? { search } : {}),
    ...(at && id ? { after: { updatedAt: new Date(at), id } } : {}),
  }
}

function tabView(status: Tab, count: number | null, here: Ask & { status: Tab }) {
  return {
    words: tabs[status].words,
    count,
    counted: count !== null,
    href: address({ ...here, status, after: undefined }),
    current: here.status === status,
    urgent: (status === 'waiting-for-supervisor' || status === 'at-risk') && count !== null && count > 0,
  }
}

function rowView(record: CaseRecord, names: Map<string, string>, by: StaffMember, now: Date) {
  return {
    id: record.id,
    name: caseName(record),
    status: record.status,
    statusWords: statusWords[record.status],
    topic: topicWords[record.topic],
    urgency: urgencyWords[record.urgency],
    isHard: record.hardReasons.length > 0,
    subject: record.subject || '(no subject)',
    customer: record.customerName ?? record.customerAddress ?? 'no sender',
    address: record.customerAddress === null ? null : addressInWords(record.customerAddress),
    account: record.accountNumber,
    proven: record.entitled,
    assignee: record.assigneeId ? (record.assigneeId === by.id ? 'You' : (names.get(record.assigneeId) ?? 'somebody gone')) : null,
    openedAt: record.openedAt,
    dueAt: record.dueAt,
    late: record.dueAt !== null && record.dueAt < now,
    updatedAt: record.updatedAt,
  }
}

function address(query: Ask): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
  return `/queue?${new URLSearchParams(given)}`
}
