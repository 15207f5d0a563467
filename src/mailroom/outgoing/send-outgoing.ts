// One mail leaves. It is claimed under this desk's name before the first byte goes out, so that a desk that dies meanwhile
// leaves a mail of unknown fate behind and never a second copy.
import { createHash } from 'node:crypto'
import type { Approvals } from '../../approvals/approvals.ts'
import { isPostal } from '../../kernel/postal-address.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import type { Log } from '../../platform/log.ts'
import { contentHash } from '../content-hash.ts'
import type { EnclosedFile, Enclosure } from '../enclosure.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { dispatchMail } from '../mailroom-jobs.ts'
import { findRawBytes, keepRawBytes } from '../store.ts'
import type { AlarmsAsked } from './alarm-lamp.ts'
import { composeMail, type DkimKey } from './compose-mail.ts'
import { tooOld } from './mail-age.ts'
import { findOutgoing, moveOutgoing } from './outbox-store.ts'
import { recordOutcome } from './record-outcome.ts'
import type { SentFolder } from './sent-folder.ts'
import type { SignInDoor } from './sign-in-door.ts'
import type { SendOutcome, Transport } from './transport.ts'
import { markAgainst } from './undeliverable-addresses.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

/** Replies' own look at an approved draft, with facts gathered again: 'held' when it must not leave as it is. */
export type ReplyStands = (draftId: string, contentHash: string) => Promise<'stands' | 'held'>

export type SendParts = {
  db: Database
  clock: Clock
  log: Log
  jobs: Pick<Jobs, 'send'>
  cases: Pick<CasesAsked, 'record' | 'setStatus'>
  approvals: Pick<Approvals, 'standing'>
  office: { name: string }
  consoleUrl: string
  replyStands: ReplyStands
  presence: { instance: string }
  transport?: Transport
  dkim?: DkimKey
  sentFolder?: SentFolder
  alarms?: AlarmsAsked
  door: SignInDoor
  /** All outgoing mail is stopped, by a setting or a person. */
  stopped(tx?: Tx): Promise<boolean>
}

const earlyMarginMilliseconds = 500

/** `underway` holds the mails that this very process is sending now. A second job for one of them does nothing. */
export async function sendOutgoing(parts: SendParts, outgoingId: string, underway: Set<string>): Promise<void> {
  const { db, clock, transport, presence } = parts
  if (underway.has(outgoingId)) return
  const waiting = await findOutgoing(db.client, outgoingId)
  if (waiting?.status !== 'queued') return
  if (waiting.notBefore > clock.now()) return comeBack(parts, waiting)
  if (isPostal(waiting.recipient)) return toPrint(parts, waiting)
  if (!transport || parts.door.shut(clock.now()) || (await parts.stopped())) return // it stays queued; the sweep comes back to it
  const late = tooOld(waiting, clock.now())
  if (late) return db.inTransaction((tx) => keepBack(tx, parts, waiting, late))
  const mark = await markAgainst(db.client, waiting)
  if (mark !== null) return db.inTransaction((tx) => keepBack(tx, parts, waiting, { status: 'held', reason: mark, heldForAddress: true }))
  if (waiting.kind === 'reply' && !(await mayLeave(parts, waiting))) return

  const enclosed = await filesOf(db.client, waiting.enclosures)
  if (!enclosed) {
    const reason = 'a file enclosed with it is not there as it was approved'
    return db.inTransaction((tx) => keepBack(tx, parts, waiting, { status: 'held', reason }))
  }
  const bytes = await compose(waiting, enclosed, parts)
  let ours = false // the mark that this call made, and no other's
  try {
    const claimed = await db.inTransaction(async (tx) => {
      if (underway.has(outgoingId) || !(await claim(tx, parts, waiting, bytes))) return false
      // Before the claim is seen by others: whoever sees it must see the mark too.
      underway.add(outgoingId)
      ours = true
      return true
    })
    if (!claimed) return
    const outcome = await send(transport, waiting, bytes)
    const recorded = await db.inTransaction((tx) => recordOutcome(tx, parts, waiting, outcome))
    const event = { outgoingId, kind: waiting.kind, outcome: outcome.kind, instance: presence.instance }
    if (recorded) parts.log.info(event, 'mail dispatched')
    else parts.log.warn(event, 'a mail was settled by others while it was being sent')
    await parts.door.told(outcome, clock.now())
  } finally {
    if (ours) underway.delete(outgoingId)
  }
}

/** The recall window of a letter has passed: from now on it may be printed, and is looked at once more when somebody says that it was posted. */
async function toPrint(parts: SendParts, letter: OutgoingRecord): Promise<void> {
  if ((await parts.stopped()) || !(await mayLeave(parts, letter))) return
  await parts.db.inTransaction(async (tx) => {
    if (!(await parts.stopped(tx)) && (await stillApproved(tx, parts, letter)))
      await moveOutgoing(tx, letter.id, ['queued'], { status: 'to-print' }, letter)
  })
}

type KeptBack = { status: 'recalled' | 'held'; reason: string; heldForAddress?: true }

/** A reply that waited too long, or whose address is marked, is a person's to look at; an old acknowledgement is let go. */
async function keepBack(tx: Tx, parts: SendParts, mail: OutgoingRecord, { reason, ...state }: KeptBack): Promise<void> {
  if (!(await moveOutgoing(tx, mail.id, ['queued'], { ...state, lastError: reason }, mail))) return
  if (mail.kind !== 'reply' || mail.caseId === null) return
  const content = { messageId: mail.messageId, to: mail.recipient, about: mail.kind, draftId: mail.draftId, error: reason }
  await parts.cases.record(tx, mail.caseId, { kind: 'send-failed', actor: 'desk', content })
  await parts.cases.setStatus(tx, mail.caseId, 'open')
}

/** The job came early: the database's clock may be ahead of this machine's. */
async function comeBack({ db, jobs }: SendParts, mail: OutgoingRecord): Promise<void> {
  const startAfter = new Date(mail.notBefore.getTime() + earlyMarginMilliseconds)
  await db.inTransaction((tx) => jobs.send(tx, dispatchMail, { outgoingId: mail.id }, { startAfter }))
}

async function mayLeave(parts: SendParts, mail: OutgoingRecord): Promise<boolean> {
  if (mail.draftId === null || mail.contentHash === null) throw new Error(`reply ${mail.id} has no draft`)
  if ((await parts.replyStands(mail.draftId, mail.contentHash)) === 'stands') return true
  await parts.db.inTransaction((tx) =>
    moveOutgoing(tx, mail.id, ['queued'], {
      status: 'held',
      lastError: 'what it states holds no longer, or the customer has written again',
    }),
  )
  return false
}

/** The last look and the claim are one transaction: a stop or a voided approval comes before it or too late. */
async function claim(tx: Tx, parts: SendParts, mail: OutgoingRecord, bytes: Buffer): Promise<boolean> {
  if (await parts.stopped(tx)) return false
  if (mail.kind === 'reply' && !(await stillApproved(tx, parts, mail))) return false
  // What a customer was told is kept as it left; the office's own fixed words need no second copy.
  const rawSha256 = mail.kind === 'reply' ? await keepRawBytes(tx, bytes) : null
  const mine = { claimedBy: parts.presence.instance, claimedAt: parts.clock.now(), attempts: mail.attempts + 1, rawSha256 }
  return moveOutgoing(tx, mail.id, ['queued'], { status: 'sending', ...mine }, mail)
}

/** Where it is not, it is held. */
export async function stillApproved(tx: Tx, parts: Pick<SendParts, 'approvals'>, mail: OutgoingRecord): Promise<boolean> {
  const { draftId, contentHash: hash } = mail as { draftId: string; contentHash: string }
  const approval = contentHash(mail) === hash ? await parts.approvals.standing(tx, { subjectId: draftId, contentHash: hash }) : undefined
  if (approval) return true
  await moveOutgoing(tx, mail.id, ['queued', 'to-print'], { status: 'held', lastError: 'no approval of exactly this content stands' })
  return false
}

function compose(mail: OutgoingRecord, enclosed: EnclosedFile[], { office, dkim, consoleUrl }: SendParts): Promise<Buffer> {
  const { messageId, sender, recipient, cc, subject, text, headers, createdAt } = mail
  const from = { name: office.name, address: sender }
  const written = { messageId, from, to: recipient, cc, subject, text, enclosed, headers, date: createdAt }
  return composeMail(mail.kind === 'staff' ? { ...written, ownPages: consoleUrl } : written, dkim)
}

/** Exactly the bytes that were approved; undefined where one of them is not there any more. */
async function filesOf(from: Database['client'], enclosures: readonly Enclosure[]): Promise<EnclosedFile[] | undefined> {
  const files: EnclosedFile[] = []
  for (const enclosure of enclosures) {
    const bytes = await findRawBytes(from, enclosure.sha256)
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== enclosure.sha256) return undefined
    files.push({ ...enclosure, bytes })
  }
  return files
}

async function send(transport: Transport, mail: OutgoingRecord, bytes: Buffer): Promise<SendOutcome> {
  try {
    return await transport.send({ messageId: mail.messageId, envelopeFrom: mail.sender, to: mail.recipient, cc: mail.cc, bytes })
  } catch (error) {
    // A transport that throws did not say how far it came.
    return { kind: 'unknown', error: error instanceof Error ? error.message : String(error) }
  }
}
