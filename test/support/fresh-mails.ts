// Mails written for the sample office with what each must come to, put to the desk one by one.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { AccountHistory } from '../../src/accounts/account-history.ts'
import { writerOf } from '../../src/demo/sample-office/people-and-places.ts'
import { stories } from '../../src/demo/sample-office/story.ts'
import { formatDay, longDay } from '../../src/kernel/days.ts'
import { formatCents } from '../../src/kernel/money.ts'
import { tellLanguage } from '../../src/mailroom/reading/words/tell-language.ts'
import { openRequests } from '../../src/replies/asked/answered.ts'
import { kindWords, type RequestKind, requestKinds } from '../../src/replies/asked/request-kinds.ts'
import { toWrite } from '../../src/replies/asked/to-write.ts'
import { topics } from '../../src/rulebook/topics.ts'
import { receiveFrom } from './receive.ts'
import type { SampleDesk } from './sample-desk.ts'

const freshMail = z.strictObject({
  id: z.string(),
  /** The account that it is about is one with this story. */
  story: z.enum(stories),
  writer: z.enum(['on-file', 'stranger']),
  language: z.enum(['en', 'es']),
  /** `{A}` account, `{L$}` and `{P$}` the newest bill and the one before, `{Ld}`, `{Lm}`, `{Pd}`, `{Pm}` their days and months, `{pen}` the last penalty. */
  subject: z.string(),
  text: z.string(),
  expect: z.strictObject({
    topic: z.enum(topics),
    /** any: the topic is about none; ask: nobody can tell, so that the draft must ask. */
    bill: z.enum(['latest', 'before', 'any', 'ask']),
    /** null: whatever it asks. With `other` no draft may be ready. */
    requests: z.array(z.enum(requestKinds)).nullable(),
  }),
})
export type FreshMail = z.infer<typeof freshMail>

export type Judged = { mail: FreshMail; ready: boolean; wrong: string[]; text: string }

export function readFreshMails(file: string): FreshMail[] {
  const lines = readFileSync(path.resolve('test/fixtures/fresh-mails', file), 'utf8').trim().split('\n')
  return lines.map((line) => freshMail.parse(JSON.parse(line)))
}

export async function judgeMails(desk: SampleDesk, mails: readonly FreshMail[]): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const [index, mail] of mails.entries()) judged.push(await judge(desk, mail, index))
  return judged
}

async function judge(desk: SampleDesk, mail: FreshMail, index: number): Promise<Judged> {
  const { office, sample } = desk
  const accounts = sample.accounts.filter(
    ({ story, history }) => story === mail.story && writerOf(history.people) && history.bills.length > 1,
  )
  const { history, billId } = accounts[index % accounts.length] as (typeof accounts)[number]
  const writer = writerOf(history.people) as { name: string; address: string }
  const [subject, text] = [filled(mail.subject, history), filled(mail.text, history)]
  const language = (await tellLanguage(text)) ?? 'en'
  const complaint = {
    story: mail.story,
    accountNumber: history.account.number,
    billId,
    from: writer,
    subject,
    text: `${text}\n\n${writer.name}`,
  }
  const from = mail.writer === 'stranger' ? `somebody.${index}@elsewhere.example` : writer.address
  const { case: opened } = await receiveFrom(desk, complaint, { from, language })
  await office.replies.caseHeard({ caseId: opened.id, opened: true })
  const record = (await office.cases.byId(opened.id))!
  const draft = (await office.replies.view(record.id))?.draft
  const ready = draft?.status === 'in-review' && openRequests(draft.asked).length === 0 && draft.text.search(toWrite) === -1
  const wrong = faults(mail, { record, draft, history })
  if (ready && mail.expect.requests?.includes('other') && !draft.template.endsWith('which-bill'))
    wrong.push('ready, with a request that no letter answers')
  return { mail, ready, wrong, text: `${subject}\n${text}` }
}

type Found = {
  record: NonNullable<Awaited<ReturnType<SampleDesk['office']['cases']['byId']>>>
  draft: NonNullable<Awaited<ReturnType<SampleDesk['office']['replies']['view']>>>['draft'] | undefined
  history: AccountHistory
}

function faults({ writer, language, expect: expected }: FreshMail, { record, draft, history }: Found): string[] {
  const wrong: string[] = []
  const fault = (what: string, is: unknown, should: unknown) => {
    if (is !== should) wrong.push(`${what}: ${String(is)}, not ${String(should)}`)
  }
  fault('topic', record.topic, expected.topic)
  const named = record.accountNumber === null && writer === 'stranger' ? history.account.number : record.accountNumber
  fault('account', named, history.account.number)
  if (draft) fault('language', draft.template.split('/')[0], language)
  if (writer === 'stranger') {
    const told =
      history.bills.some(({ totalCents }) => draft?.text.includes(formatCents(totalCents))) ||
      draft?.text.includes(history.property.address)
    fault('tells of the account', told ?? false, false)
  } else if (expected.bill === 'ask') fault('template', draft?.template, `${language}/which-bill`)
  else if (expected.bill !== 'any') {
    const bill = history.bills.at(expected.bill === 'latest' ? -1 : -2)
    const chosen =
      record.disputed?.kind === 'chosen'
        ? record.disputed.billId
        : record.disputed?.kind === 'default'
          ? history.bills.at(-1)?.id
          : undefined
    fault('bill', chosen, bill?.id)
  }
  // What it asks must be read, or told of in the letter all the same.
  const read = new Set(draft?.asked.map(({ kind }) => kind))
  const missed = expected.requests?.filter((kind) => kind !== 'other' && !read.has(kind) && !draft?.text.match(saidOf(kind))) ?? []
  if (draft) fault('missed', missed.join(' '), '')
  return wrong
}

function saidOf(kind: RequestKind): RegExp {
  return kindWords.find((words) => words.kind === kind)?.said ?? /(?!)/u
}

function filled(words: string, { account, bills, ledger }: AccountHistory): string {
  const [before, latest] = bills.slice(-2) as [AccountHistory['bills'][number], AccountHistory['bills'][number]]
  const penalty = ledger.findLast(({ kind }) => kind === 'penalty')
  const month = (on: AccountHistory['bills'][number]) => longDay(on.issuedOn).split(' ')[0] as string
  const shortDay = (on: AccountHistory['bills'][number]) => `${month(on)} ${Number(formatDay(on.issuedOn).slice(8))}`
  const values: Record<string, string> = {
    ...{ A: account.number, L$: formatCents(latest.totalCents), P$: formatCents(before.totalCents) },
    ...{ Ld: shortDay(latest), Lm: month(latest), Pd: shortDay(before), Pm: month(before) },
    pen: penalty ? formatCents(penalty.amountCents) : '$2.00',
  }
  return words.replace(/\{(A|L\$|P\$|Ld|Lm|Pd|Pm|pen)\}/g, (_, name: string) => values[name] as string)
}

export type Share = { topic: string; mails: number; ready: number; readyAndRight: number; readyButWrong: number; topicRight: number }

/** By topic; strangers' mails by themselves. */
export function shares(judged: readonly Judged[]): Share[] {
  const groups = Map.groupBy(judged, ({ mail }) => (mail.writer === 'stranger' ? 'strangers' : mail.expect.topic))
  return [...groups].map(([topic, all]) => ({
    topic,
    mails: all.length,
    ready: all.filter(({ ready }) => ready).length,
    readyAndRight: all.filter(({ ready, wrong }) => ready && wrong.length === 0).length,
    readyButWrong: all.filter(({ ready, wrong }) => ready && wrong.length > 0).length,
    topicRight: all.filter(({ wrong }) => !wrong.some((fault) => fault.startsWith('topic'))).length,
  }))
}
