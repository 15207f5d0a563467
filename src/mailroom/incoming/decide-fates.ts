// What becomes of the mails that came in. They are sorted first, in their order; then persons' mails go to cases, machines'
// find what they are about, and copies take the case of the mail that they are copies of.
import { randomUUID } from 'node:crypto'
import type { ReceivedCase } from '../../cases/cases.ts'
import { leadsTo } from '../../kernel/mail-address.ts'
import type { Tx } from '../../platform/database.ts'
import type { FolderRole } from '../folder-store.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { headerOf } from '../reading/mail-reading.ts'
import { type AssessedMail, type ReadMail, type UnreadableMail, wasFetched } from './assess-mail.ts'
import { type Fate, type Fates, fateOfCopy, fateUnfetched } from './fates.ts'
import { cameAsMachines, type Known, type KnownMails, type Original } from './find-duplicates.ts'
import { type Person, receivePersons } from './receive-persons.ts'
import { recordMachineMail } from './record-machine-mail.ts'
import { findJunk, releaseJunk } from './spam-mails.ts'
import { tellUnreadable } from './tell-unreadable.ts'

/** Also does what the fate brings: cases opened and joined, events noted, acknowledgements queued. */
export async function decideFates(
  tx: Tx,
  parts: RecordParts,
  { mails, role, known }: { mails: readonly AssessedMail[]; role: FolderRole; known: KnownMails },
): Promise<Fates> {
  const spam = await findJunk(tx, parts.cases, role, mails.filter(wasFetched))
  const sorted = sortMails(mails, known, { spam, office: parts.office })
  if (role !== 'junk') await tellUnreadable(tx, parts, sorted.unreadable)
  const fates: Fates = new Map(sorted.fates)
  for (const [mail, fate] of await personsFates(tx, parts, sorted)) fates.set(mail, fate)
  for (const { mail, original } of sorted.machines) {
    const fate = await recordMachineMail(tx, parts, mail, original.mailId)
    original.caseId = fate.caseId
    fates.set(mail, { ...fate, mailId: original.mailId, stored: true })
  }
  for (const [mail, original] of sorted.copies) fates.set(mail, fateOfCopy(original))
  return fates
}

type Sorted = {
  /** Known at once. */
  fates: Fates
  unreadable: UnreadableMail[]
  persons: Person[]
  /** Known from Junk, and now in a folder of its own right. */
  released: Person[]
  /** Read alike, but what they answer may be opened only with the persons' mails. */
  machines: { mail: ReadMail; original: Known }[]
  /** Their originals may stand in the same batch, and have no case yet. */
  copies: [AssessedMail, Original][]
}

function sortMails(
  mails: readonly AssessedMail[],
  known: KnownMails,
  { spam, office }: { spam: ReadonlyMap<AssessedMail, string>; office: Office },
): Sorted {
  const sorted: Sorted = { fates: new Map(), unreadable: [], persons: [], released: [], machines: [], copies: [] }
  for (const mail of mails) {
    if (!wasFetched(mail)) {
      sorted.fates.set(mail, fateUnfetched(mail))
      continue
    }
    const verdict = spam.get(mail)
    const original = known.originalOf(mail)
    if (original?.spam && !verdict && mail.state === 'read' && mail.reading.from.address !== null) {
      original.spam = false
      sorted.released.push({ mail, original })
    } else if (original && !cameAsMachines(original, mail)) {
      sorted.copies.push([mail, original])
    } else {
      const own: Known = { mailId: randomUUID(), caseId: null, kind: kindOf(mail), spam: verdict !== undefined, rawSha256: mail.sha256 }
      known.remember(mail, own)
      sortNew(sorted, mail, own, { verdict, office })
    }
  }
  return sorted
}

type Office = RecordParts['office']
type Told = { verdict: string | undefined; office: Office }

function kindOf(mail: ReadMail | UnreadableMail): string {
  return mail.state === 'read' ? mail.judged.kind : 'unreadable'
}

function sortNew(sorted: Sorted, mail: ReadMail | UnreadableMail, original: Known, { verdict, office }: Told): void {
  const quarantined = { kind: 'quarantined', mailId: original.mailId, caseId: null, stored: true } as const
  if (mail.state === 'unreadable') {
    sorted.fates.set(mail, { ...quarantined, reason: mail.reason })
    sorted.unreadable.push(mail)
  } else if (namesAVisitor(mail, office)) {
    const reason = "it comes from the desk's own address, and its answer would go to somebody else: a web form may have sent it"
    sorted.fates.set(mail, { ...quarantined, reason })
  } else if (mail.judged.kind !== 'person') {
    sorted.machines.push({ mail, original })
  } else if (mail.reading.from.address === null) {
    sorted.fates.set(mail, { ...quarantined, reason: 'it names no sender that could be answered' })
  } else if (verdict) {
    sorted.fates.set(mail, { ...quarantined, reason: verdict, spam: verdict })
  } else {
    sorted.persons.push({ mail, original })
  }
}

/** Forms of the city's pages may write in the desk's own name. What the desk wrote says so, and is answered to the desk itself. */
function namesAVisitor({ judged, reading }: ReadMail, office: Office): boolean {
  if (judged.kind !== 'own-loop' || headerOf(reading, 'x-waterdesk-case') !== undefined) return false
  return reading.replyTo.some(({ address }) => address !== null && !leadsTo(address, office.address))
}

async function personsFates(tx: Tx, parts: RecordParts, { persons, released }: Sorted): Promise<[ReadMail, Fate][]> {
  const received = await receivePersons(tx, parts, [...persons, ...released])
  const fateOf = ({ mail, original }: Person, stored: boolean): [ReadMail, Fate] => {
    const { opened, case: record } = received.get(mail) as ReceivedCase
    const reason = opened ? 'it opened a case' : 'it joined a case'
    return [mail, { kind: 'case-message', reason, mailId: original.mailId, caseId: record.id, stored }]
  }
  for (const { original } of released) await releaseJunk(tx, original)
  return [...persons.map((person) => fateOf(person, true)), ...released.map((person) => fateOf(person, false))]
}
