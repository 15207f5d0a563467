// Persons' mails become parts of cases: found by what they answer, let in or only linked, received, and acknowledged where
// they opened one.
import type { FoundCase } from '../../cases/case.ts'
import type { ReceivedCase, ReceivedMail } from '../../cases/cases.ts'
import { likelyLanguage } from '../../cases/triage/likely-language.ts'
import { wordsOf } from '../../cases/triage/mail-words.ts'
import type { Tx } from '../../platform/database.ts'
import { baseSubject } from '../base-subject.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { holdQueuedReplies } from '../outgoing/outbox-store.ts'
import { tellLanguage } from '../reading/words/tell-language.ts'
import { insertCaseMessageIds } from '../store.ts'
import { acknowledge } from './acknowledge.ts'
import type { ReadMail } from './assess-mail.ts'
import { findBySubject, leadingSubjectOf } from './find-by-subject.ts'
import { findCandidates } from './find-candidates.ts'
import { chooseCase } from './find-case.ts'
import type { Original } from './find-duplicates.ts'
import { confirmForwards, type Forward, findForwards } from './staff-forwards.ts'

export type Person = { mail: ReadMail; original: Original }
type Forwards = ReadonlyMap<ReadMail, Forward>

/** Returns the case of each mail, and tells it to `original`, where the mail's duplicates look for it. */
export async function receivePersons(tx: Tx, parts: RecordParts, persons: Person[]): Promise<Map<ReadMail, ReceivedCase>> {
  const results = new Map<ReadMail, ReceivedCase>()
  const forwards = await findForwards(
    parts,
    persons.map(({ mail }) => mail),
  )
  for (const wave of waves(persons)) {
    const received = await receiveWave(tx, parts, wave, forwards)
    for (const [index, { mail, original }] of wave.entries()) {
      const result = received[index] as ReceivedCase
      original.caseId = result.case.id
      results.set(mail, result)
    }
  }
  return results
}

/** A mail that answers another of its batch waits until that one has its case; by its subject alone it answers one before it. */
function waves(persons: Person[]): Person[][] {
  const result: Person[][] = []
  let waiting = persons
  while (waiting.length > 0) {
    const pending = new Set(waiting.flatMap(({ mail }) => mail.reading.messageId ?? []))
    const before = new Set<string>()
    const ready = waiting.filter(({ mail }) => {
      const led = leadingSubjectOf(mail) !== null && before.has(subjectKey(mail))
      before.add(subjectKey(mail))
      return !led && !mail.pointers.messageIds.some((id) => id !== mail.reading.messageId && pending.has(id))
    })
    const wave = ready.length > 0 ? ready : waiting // mails that answer each other: any order will do
    result.push(wave)
    waiting = waiting.filter((person) => !wave.includes(person))
  }
  return result
}

function subjectKey({ reading }: ReadMail): string {
  return `${reading.from.address} ${baseSubject(reading.subject).base}`
}

async function receiveWave(tx: Tx, parts: RecordParts, wave: Person[], forwards: Forwards): Promise<ReceivedCase[]> {
  const mails = wave.map(({ mail }) => mail)
  const found = await findPlaces(tx, parts, mails, forwards)
  const given = await Promise.all(
    wave.map(({ mail, original }, index) => receivedMail(mail, original.mailId, found[index] as FoundCase, forwards.get(mail) ?? null)),
  )
  const received = await parts.cases.receive(tx, given)
  const joined = received.filter(({ opened }) => !opened).map((result) => result.case.id)
  await holdQueuedReplies(tx, joined, 'the customer has written again')
  await insertCaseMessageIds(
    tx,
    mails.flatMap(({ reading: { messageId } }, index) =>
      messageId === null ? [] : [{ messageId, caseId: (received[index] as ReceivedCase).case.id, ours: false }],
    ),
  )
  const opened = mails.flatMap((mail, index) => {
    const result = received[index] as ReceivedCase
    return result.opened && !forwards.has(mail) ? [{ mail, record: result.case, found: found[index] as FoundCase }] : []
  })
  await acknowledge(tx, parts, opened)
  const forwarded = wave.flatMap(({ mail, original }, index) => {
    const forward = forwards.get(mail)
    return forward ? [{ mailId: original.mailId, forward, received: received[index] as ReceivedCase }] : []
  })
  await confirmForwards(tx, parts, forwarded)
  return received
}

async function findPlaces(tx: Tx, { cases }: RecordParts, mails: readonly ReadMail[], forwards: Forwards): Promise<FoundCase[]> {
  const candidates = await findCandidates(
    tx,
    cases,
    mails.map(({ pointers }) => pointers),
  )
  const found = mails.map((mail, index) => {
    const forward = forwards.get(mail)
    const sender = forward
      ? ({ address: forward.from.address, verdict: 'not-established' } as const)
      : { address: mail.reading.from.address, verdict: mail.authentication.verdict }
    return chooseCase(candidates[index] ?? [], sender, cases.takesMail)
  })
  const bySubject = await findBySubject(
    tx,
    cases,
    mails.filter((mail, index) => found[index]?.kind === 'none' && !forwards.has(mail)),
  )
  return mails.map((mail, index) => bySubject.get(mail) ?? (found[index] as FoundCase))
}

async function receivedMail(
  { reading, authentication, arrivedAt }: ReadMail,
  mailId: string,
  found: FoundCase,
  forward: Forward | null,
): Promise<ReceivedMail> {
  const { messageId, newText } = reading
  // The library's tables are loaded only for a mail that is plainly in neither language of our letters.
  const language = likelyLanguage(wordsOf(`${reading.subject} ${newText}`)) ?? (await tellLanguage(newText))
  const common = { mailId, messageId, newText, language, receivedAt: arrivedAt, found }
  if (!forward) {
    const established = authentication.verdict === 'established'
    return { ...common, from: reading.from, subject: reading.subject, established, forwardedBy: null }
  }
  const { by, established, from, subject } = forward
  return { ...common, from, subject, established: false, forwardedBy: { id: by.id, name: by.name, established } }
}
