// /case: everything that people say of cases, without leaving the channel.
import { type CaseRecord, type CaseStatus, caseName } from '../../../cases/case.ts'
import { assignWords, escalateWords, inquiryWords, linkWords, mergeWords, moveWords } from '../../../cases/case-words.ts'
import type { CaseMove } from '../../../cases/lifecycle.ts'
import { longDay } from '../../../kernel/days.ts'
import { link as linkTo } from '../block-pieces.ts'
import { quoted } from '../plain-words.ts'
import type { Said } from '../slack-room.ts'
import { caseCard, casesCard, casesListed } from './case-card.ts'
import { caseFirst, caseNumber, colleague, dayAtEnd } from './read-words.ts'
import type { Asked, SlashCommand, Subcommand } from './slash-command.ts'

const riskMilliseconds = 24 * 3_600_000
const needPeople: readonly CaseStatus[] = ['open', 'waiting-for-supervisor', 'new', 'waiting-for-customer', 'waiting-for-field']

export const caseCommand: SlashCommand = {
  command: '/case',
  description: 'Show a case, take it, note, wait, resolve, merge, log a call',
  usageHint: '123 | mine | queue | take 123 | note 123 … | help',
  subcommands: [
    { names: ['show', 'open'], usage: '123', does: 'shows a case', run: (asked) => withCase(asked, (record) => show(asked, record)) },
    {
      names: ['mine', 'my'],
      usage: '',
      does: 'lists the cases that are with you',
      run: (asked) => listed(asked, 'Your cases', 'No case is with you.', { assigneeId: asked.member.id, statuses: needPeople }),
    },
    {
      names: ['queue'],
      usage: '',
      does: 'lists what waits for a person',
      run: (asked) => listed(asked, 'Waiting for a person', 'Nothing waits.', { statuses: ['waiting-for-supervisor', 'open'] }),
    },
    {
      names: ['at-risk', 'risk', 'due'],
      usage: '',
      does: 'lists what falls due within a day',
      run: (asked) =>
        listed(asked, 'Due within a day', 'Nothing falls due within a day.', {
          dueBefore: new Date(asked.room.desk.clock.now().getTime() + riskMilliseconds),
        }),
    },
    { names: ['new'], usage: 'what was said', does: 'opens a case for somebody who called or came', run: open },
    { names: ['take'], usage: '123', does: 'takes a case', run: (asked) => withCase(asked, (record) => assign(asked, record, 'me')) },
    {
      names: ['assign', 'give'],
      usage: '123 @somebody',
      does: 'gives a case to a colleague',
      run: (asked) => withCase(asked, (record, rest) => assign(asked, record, rest)),
    },
    {
      names: ['escalate'],
      usage: '123 what to decide',
      does: 'asks a supervisor',
      run: (asked) => withCase(asked, (record, rest) => escalate(asked, record, rest)),
    },
    {
      names: ['note'],
      usage: '123 words',
      does: 'leaves colleagues a word',
      run: (asked) => withCase(asked, (record, rest) => note(asked, record, rest)),
    },
    {
      names: ['wait'],
      usage: '123 customer|field what for, until a day',
      does: 'lets a case wait',
      run: (asked) => withCase(asked, (record, rest) => wait(asked, record, rest)),
    },
    move('go-on', ['go-on', 'continue'], '123', 'goes on with a case that waits'),
    move('resolve', ['resolve', 'done'], '123 how', 'says that the matter is done'),
    move('close', ['close'], '123 why no answer is owed', 'closes a case without an answer'),
    move('reopen', ['reopen'], '123 why', 'opens a case again'),
    {
      names: ['merge'],
      usage: '123 into 124 why',
      does: 'makes two cases of one customer one',
      run: (asked) => withCase(asked, (record, rest) => merge(asked, record, rest)),
    },
    {
      names: ['unmerge'],
      usage: '123 why',
      does: 'takes a merge back',
      run: (asked) => withCase(asked, (record, rest) => unmerge(asked, record, rest)),
    },
    {
      names: ['link'],
      usage: '123 to 124 why',
      does: 'says that two cases belong together',
      run: (asked) => withCase(asked, (record, rest) => link(asked, record, rest, 'link')),
    },
    {
      names: ['unlink'],
      usage: '123 from 124 why',
      does: 'takes a link back',
      run: (asked) => withCase(asked, (record, rest) => link(asked, record, rest, 'unlink')),
    },
    {
      names: ['call'],
      usage: '123 what was said, call back by a day',
      does: 'logs a telephone call',
      run: (asked) => withCase(asked, (record, rest) => call(asked, record, rest)),
    },
  ],
  async otherwise(asked) {
    return caseNumber(asked.words) === undefined ? 'not-understood' : withCase(asked, (record) => show(asked, record))
  },
}

async function withCase(asked: Asked, work: (record: CaseRecord, rest: string) => Promise<Said>): Promise<Said> {
  const found = await caseFirst(asked)
  return 'why' in found ? found.why : work(found.record, found.rest)
}

async function show({ room }: Asked, record: CaseRecord): Promise<Said> {
  const assignee = record.assigneeId ? (await room.staff.byId(record.assigneeId))?.name : undefined
  return caseCard({ case: record, view: await room.replies.view(record.id), assignee, caseUrl: room.caseUrl(record) })
}

async function listed(
  { room }: Asked,
  title: string,
  empty: string,
  filter: Parameters<Asked['room']['cases']['queue']>[0],
): Promise<Said> {
  const { cases, more } = await room.cases.queue({ ...filter, limit: casesListed + 1 })
  return casesCard({ title, empty, cases: cases.slice(0, casesListed), more: more || cases.length > casesListed, urlOf: room.caseUrl })
}

const done = ({ room }: Asked, record: CaseRecord, did: string) => `${linkTo(room.caseUrl(record), caseName(record))} ${did}`

async function open(asked: Asked): Promise<Said> {
  const { room, member, words } = asked
  const inquiry = { channel: 'telephone' as const, name: '', address: '', telephone: '', accountNumber: '', subject: '', language: 'en' }
  const opened = await room.desk.inquiries.open({ ...inquiry, text: words, by: member })
  return opened.ok
    ? done(asked, opened.value, 'is open. Add who called and the account in the console.')
    : inquiryWords[opened.refusal.kind]
}

async function assign(asked: Asked, record: CaseRecord, to: string): Promise<Said> {
  const { room, member } = asked
  const person = to === 'me' ? member : await colleague({ room, words: to })
  if (!person) return `Nobody here is called “${quoted(to, 60)}”. Name a colleague by @name, e-mail address or full name.`
  const given = await room.desk.duty.assign({ caseId: record.id, to: person, by: member })
  return given.ok
    ? done(asked, record, person.id === member.id ? 'is yours.' : `is with ${quoted(person.name, 100)} now.`)
    : assignWords(given.refusal)
}

async function escalate(asked: Asked, record: CaseRecord, reason: string): Promise<Said> {
  const asks = await asked.room.desk.duty.escalate({ caseId: record.id, reason, by: asked.member })
  if (!asks.ok) return escalateWords(asks.refusal)
  return done(
    asked,
    record,
    asks.value.to ? `is with ${quoted(asks.value.to.name, 100)} now.` : 'waits for a supervisor: all of them were told.',
  )
}

async function note(asked: Asked, record: CaseRecord, text: string): Promise<Said> {
  if (text.trim() === '') return 'A note needs words.'
  await asked.room.desk.note({ caseId: record.id, text, by: asked.member })
  return done(asked, record, 'has your note. The customer never sees it.')
}

async function wait(asked: Asked, record: CaseRecord, rest: string): Promise<Said> {
  const [whom = '', ...words] = rest.split(' ')
  const kind = /^(?:the )?(?:customer|cust)/i.test(whom)
    ? 'wait-for-customer'
    : /^(?:field|crew)/i.test(whom)
      ? 'wait-for-field'
      : undefined
  if (!kind) return 'Say for whom it waits: *customer* or *field*, then what for, and until which day.'
  const { day, rest: reason } = dayAtEnd({ room: asked.room, words: words.join(' ').replace(/[,;]+/g, ' ').replace(/\s+/g, ' ').trim() })
  const moved = await asked.room.desk.duty.move({ caseId: record.id, move: kind, reason, until: day, by: asked.member })
  return moved.ok ? done(asked, record, `waits${day === null ? '' : ` until ${longDay(day)}`}.`) : moveWords(moved.refusal)
}

function move(kind: CaseMove, names: Subcommand['names'], usage: string, does: string): Subcommand {
  return {
    ...{ names, usage, does },
    run: (asked) =>
      withCase(asked, async (record, reason) => {
        const moved = await asked.room.desk.duty.move({ caseId: record.id, move: kind, reason, by: asked.member })
        return moved.ok ? done(asked, record, movedWords[kind] ?? 'is moved.') : moveWords(moved.refusal)
      }),
  }
}

const movedWords: Partial<Record<CaseMove, string>> = {
  'go-on': 'goes on.',
  resolve: 'is resolved.',
  close: 'is closed.',
  reopen: 'is open again.',
}

async function merge(asked: Asked, record: CaseRecord, rest: string): Promise<Said> {
  const into = await caseFirst({ ...asked, words: rest })
  if ('why' in into) return into.why
  const merged = await asked.room.desk.duty.merge({ fromId: record.id, intoId: into.record.id, reason: into.rest, by: asked.member })
  return merged.ok ? done(asked, record, `goes on in ${caseName(into.record)}.`) : mergeWords(merged.refusal)
}

async function link(asked: Asked, record: CaseRecord, rest: string, verb: 'link' | 'unlink'): Promise<Said> {
  const to = await caseFirst({ ...asked, words: rest })
  if ('why' in to) return to.why
  const linked = await asked.room.desk.duty[verb]({ caseId: record.id, otherId: to.record.id, reason: to.rest, by: asked.member })
  if (!linked.ok) return linkWords[linked.refusal.kind]
  return done(asked, record, `${verb === 'link' ? 'is linked to' : 'is no longer linked to'} ${caseName(to.record)}.`)
}

async function unmerge(asked: Asked, record: CaseRecord, reason: string): Promise<Said> {
  const undone = await asked.room.desk.duty.unmerge({ caseId: record.id, reason, by: asked.member })
  return undone.ok ? done(asked, record, 'is open again by itself.') : mergeWords(undone.refusal)
}

async function call(asked: Asked, record: CaseRecord, rest: string): Promise<Said> {
  const { day, rest: told } = dayAtEnd({ room: asked.room, words: rest })
  const text = told.replace(/[,;]?\s*(?:promised to )?call(?:ed)? back$/i, '').trim()
  const with_ = record.customerName ?? ''
  const logged = await asked.room.desk.inquiries.logCall({
    caseId: record.id,
    with: with_,
    telephone: '',
    text,
    callBackOn: day,
    ownerId: null,
    by: asked.member,
  })
  if (!logged.ok) return inquiryWords[logged.refusal.kind]
  return done(asked, record, day === null ? 'has the call.' : `has the call, and you call back by ${longDay(day)}.`)
}
