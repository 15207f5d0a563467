// The queue: what waits for whom, newest change first, one tab a status.
import { Router } from 'express'
import { z } from 'zod'
import { type CaseRecord, type CaseStatus, caseName } from '../../cases/case.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { statusWords, topicWords, urgencyWords } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const statuses = ['waiting-for-supervisor', 'open', 'new', 'approved', 'answered'] as const satisfies CaseStatus[]
const pageSize = 50
const searchLimit = 200

const ask = z.object({
  status: z
    .enum([...statuses, 'all'])
    .optional()
    .catch(undefined),
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

export function queuePage({ office, show }: { office: Pick<ConsoleOffice, 'cases' | 'staff' | 'mailroom'>; show: ShowPage }): Router {
  const routes = Router()
  routes.get('/queue', async (request, response) => {
    const by = memberOf(response)
    const asked = ask.parse(request.query)
    const searching = Boolean(asked.search)
    const status = asked.status ?? (searching || asked.mine ? 'all' : firstTabFor(by))
    const [counts, staff, unknowns, page] = await Promise.all([
      office.cases.counts(),
      office.staff.list(),
      office.mailroom.unknowns(),
      office.cases.queue(filterOf(asked, status, by)),
    ])
    const names = new Map(staff.map((member) => [member.id, member.name]))
    const ofUnknownFate = new Set(unknowns.map((mail) => mail.caseId))
    const last = page.cases.at(-1)
    const here = { ...asked, status }
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
    await show(request, response, {
      template: 'queue',
      title: 'Queue',
      current: 'queue',
      view: {
        tabs: [...tabOrder(by).map((tab) => tabView(tab, statusWords[tab], counts[tab], here)), tabView('all', 'All', total, here)],
        rows: page.cases.map((record) => ({ ...rowView(record, names, by), fateUnknown: ofUnknownFate.has(record.id) })),
        search: asked.search ?? '',
        mine: asked.mine === '1',
        status,
        mineHref: address({ ...here, mine: asked.mine ? undefined : '1', after: undefined }),
        pollHref: address(here),
        nextHref: page.more && last ? address({ ...here, after: `${last.updatedAt.toISOString()}~${last.id}` }) : null,
        firstHref: asked.after ? address({ ...here, after: undefined }) : null,
        emptyWords: searching ? 'No case matches these words.' : emptyWords[status],
      },
    })
  })
  return routes
}

const emptyWords: Record<CaseStatus | 'all', string> = {
  'waiting-for-supervisor': 'Nothing waits for a decision.',
  open: 'No case waits for a person.',
  new: 'No new case: everything that came in has its draft.',
  approved: 'No reply is on its way out.',
  answered: 'No case has been answered yet.',
  all: 'No cases yet. The next complaint that is mailed in appears here by itself.',
}

/** A supervisor's first question is what waits for a decision, a clerk's what waits for a person. */
function tabOrder(by: StaffMember): CaseStatus[] {
  return by.role === 'clerk' ? ['open', 'waiting-for-supervisor', 'new', 'approved', 'answered'] : [...statuses]
}

function firstTabFor(by: StaffMember): CaseStatus {
  return tabOrder(by)[0] as CaseStatus
}

function filterOf({ mine, search, after }: Ask, status: CaseStatus | 'all', by: StaffMember) {
  const [at, id] = after?.split('~') ?? []
  return {
    limit: pageSize,
    ...(status === 'all' ? {} : { status }),
    ...(mine ? { assigneeId: by.id } : {}),
    ...(search ? { search } : {}),
    ...(at && id ? { after: { updatedAt: new Date(at), id } } : {}),
  }
}

function tabView(status: CaseStatus | 'all', words: string, count: number, here: Ask & { status: CaseStatus | 'all' }) {
  return {
    words,
    count,
    href: address({ ...here, status, after: undefined }),
    current: here.status === status,
    urgent: status === 'waiting-for-supervisor' && count > 0,
  }
}

function rowView(record: CaseRecord, names: Map<string, string>, by: StaffMember) {
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
    address: record.customerAddress,
    account: record.accountNumber,
    proven: record.entitled,
    assignee: record.assigneeId ? (record.assigneeId === by.id ? 'You' : (names.get(record.assigneeId) ?? 'somebody gone')) : null,
    openedAt: record.openedAt,
    updatedAt: record.updatedAt,
  }
}

function address(query: Ask): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
  return `/queue?${new URLSearchParams(given)}`
}
