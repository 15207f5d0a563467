// Persons' mails become parts of cases: found by what they answer, let in or only linked, received, and acknowledged where
// they opened one.
import { randomUUID } from 'node:crypto'
import { caseName } from '../../cases/case.ts'
import type { ReceivedCase, ReceivedMail } from '../../cases/cases.ts'
import type { Tx } from '../../platform/database.ts'
import { bareAddress } from '../case-address.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { dispatchMail } from '../mailroom-jobs.ts'
import { holdQueuedReplies, insertOutgoing } from '../outgoing/outbox-store.ts'
import { acknowledgementRow } from '../outgoing/write-outgoing.ts'
import { insertCaseMessageIds } from '../store.ts'
import type { ReadMail } from './assess-mail.ts'
import { findCandidates } from './find-candidates.ts'
import { chooseCase } from './find-case.ts'
import type { Original } from './find-duplicates.ts'

export type Person = { mail: ReadMail; original: Original }

/** Returns the case of each mail, and tells it to `original`, where the mail's duplicates look for it. */
export async function receivePersons(tx: Tx, parts: RecordParts, persons: Person[]): Promise<Map<ReadMail, ReceivedCase>> {
  const results = new Map<ReadMail, ReceivedCase>()
  for (const wave of waves(persons)) {
    const received = await receiveWave(tx, parts, wave)
    for (const [index, { mail, original }] of wave.entries()) {
      const result = received[index] as ReceivedCase
      original.caseId = result.case.id
      results.set(mail, result)
    }
  }
  return results
}

/** A mail that answers another of its batch waits until that one has its case. */
function waves(persons: Person[]): Person[][] {
  const result: Person[][] = []
  let waiting = persons
  while (waiting.length > 0) {
    const pending = new Set(waiting.flatMap(({ mail }) => mail.reading.messageId ?? []))
    const ready = waiting.filter(({ mail }) => !mail.pointers.messageIds.some((id) => id !== mail.reading.messageId && pending.has(id)))
    const wave = ready.length > 0 ? ready : waiting // mails that answer each other: any order will do
    result.push(wave)
    waiting = waiting.filter((person) => !wave.includes(person))
  }
  return result
}

async function receiveWave(tx: Tx, parts: RecordParts, wave: Person[]): Promise<ReceivedCase[]> {
  const candidates = await findCandidates(
    tx,
    parts.cases,
    wave.map(({ mail }) => mail.pointers),
  )
  const received = await parts.cases.receive(
    tx,
    wave.map(({ mail, original }, index): ReceivedMail => {
      const { reading, authentication } = mail
      const address = reading.from.address as string
      return {
        mailId: original.mailId,
        messageId: reading.messageId,
        from: { address, name: reading.from.name },
        subject: reading.subject,
        newText: reading.newText,
        receivedAt: mail.arrivedAt,
        established: authentication.verdict === 'established',
        ...chooseCase(candidates[index] ?? [], { address, verdict: authentication.verdict }),
      }
    }),
  )
  await holdQueuedReplies(
    tx,
    received.filter(({ opened }) => !opened).map((result) => result.case.id),
    'the customer has written again',
  )
  await insertCaseMessageIds(
    tx,
    wave.flatMap(({ mail }, index) => {
      const { messageId } = mail.reading
      return messageId === null ? [] : [{ messageId, caseId: (received[index] as ReceivedCase).case.id, ours: false }]
    }),
  )
  await acknowledge(
    tx,
    parts,
    wave.map(({ mail }) => mail),
    received,
  )
  return received
}

async function acknowledge(tx: Tx, parts: RecordParts, mails: ReadMail[], received: ReceivedCase[]): Promise<void> {
  const addressed = mails.flatMap((mail, index) => {
    const { case: record, opened } = received[index] as ReceivedCase
    const { address } = mail.reading.from
    return opened && mail.answerable && address !== null ? [{ mail, record, address }] : []
  })
  const asked = addressed.map(({ record, address }) => ({ caseId: record.id, caseName: caseName(record), address: bareAddress(address) }))
  const notices = await parts.notices.acknowledge(tx, asked)
  const rows = addressed.flatMap(({ mail, record, address }, index) => {
    const notice = notices[index]
    if (!notice) return []
    // Anybody can have his words sent to an address that he claims: only an established sender's are repeated.
    const subject = mail.authentication.verdict === 'established' ? mail.reading.subject : null
    const about = { address, subject, messageId: mail.reading.messageId, ...notice }
    return [acknowledgementRow(record, about, { id: randomUUID(), now: parts.clock.now(), officeAddress: parts.office.address })]
  })
  await insertOutgoing(tx, rows)
  const messageIds = rows.map((row) => ({ messageId: row.messageId, caseId: row.caseId as string, ours: true }))
  await insertCaseMessageIds(tx, messageIds)
  await parts.jobs.sendMany(
    tx,
    dispatchMail,
    rows.map((row) => ({ outgoingId: row.id })),
  )
}
