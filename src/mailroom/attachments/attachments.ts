// The files that came with mails: who may have them, and what the virus scanner says of them. They are taken from the mail's
// own bytes each time; nothing of them is kept apart.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { AlarmsAsked } from '../outgoing/alarm-lamp.ts'
import { mayDoHarm } from '../reading/harm/harmful-file.ts'
import type { AttachmentReading, MailReading } from '../reading/mail-reading.ts'
import { type CaseMail, findMailReading, findRawMail } from '../store.ts'
import { type Offer, offerOf } from './offer-attachment.ts'
import { type ScanParts, scanMail, sweepScans } from './scan-mail.ts'
import { findScans, insertWaiting, scanKey } from './scan-store.ts'
import { createScannerAlarm } from './scanner-alarm.ts'
import type { VirusScanner } from './virus-scanner.ts'

export type OfferedMail = Omit<CaseMail, 'attachments' | 'harmful'> & { attachments: (AttachmentReading & { offer: Offer })[] }

export type AttachmentAsked = { mailId: string; number: number; by: StaffMember }
export type AttachmentRefusal = { kind: 'not-there' } | Exclude<Offer, { kind: 'offered' }>
export type AttachmentFile = { filename: string; content: Uint8Array }

export type Attachments = {
  /** The decoded file, for one of the staff; `number` is its place in the mail's list, from nought. The audit log keeps who had it. */
  attachment(asked: AttachmentAsked): Promise<Result<AttachmentFile, AttachmentRefusal>>
  /** Has the files of a mail scanned that wait for it. */
  scanAttachments(mailId: string): Promise<void>
  /** Tries again what waits for long. */
  sweepScans(): Promise<void>
}

export type AttachmentParts = Omit<ScanParts, 'scanner' | 'alarm'> & { scanner?: VirusScanner; alarms?: AlarmsAsked }

export function createAttachments({ scanner, alarms, ...parts }: AttachmentParts): Attachments {
  const { db, clock, reader } = parts
  const scanning = scanner && { ...parts, scanner, alarm: createScannerAlarm(alarms, parts.clock) }

  async function offerNow({ mailId, number }: Pick<AttachmentAsked, 'mailId' | 'number'>, reading: Readable): Promise<Offer> {
    const scan = (await findScans(db.client, [mailId])).get(scanKey(mailId, number))
    const offer = offerOf({ harm: harmOf(reading, number), scan, scanning: scanning !== undefined })
    if (!scanning || scan !== undefined || offer.kind !== 'offered') return offer
    await db.inTransaction((tx) => insertWaiting(tx, [{ id: mailId, files: reading.attachments.length }], clock.now()))
    await scanMail(scanning, mailId) // it came before there was a scanner
    return offerNow({ mailId, number }, reading)
  }

  return {
    async attachment(asked) {
      const { mailId, number, by } = asked
      const mail = await findMailReading(db.client, mailId)
      const { attachments = [], harmful = [] } = mail?.reading ?? {}
      const listed = attachments[number]
      if (!listed) return refused({ kind: 'not-there' })
      const offer = await offerNow(asked, { attachments, harmful })
      if (offer.kind !== 'offered') return refused(offer)
      const bytes = await findRawMail(db.client, mailId)
      const found = bytes && (await reader.file(bytes, number))
      if (!found?.ok || !found.value || found.value.attachment.md5 !== listed.md5) return refused({ kind: 'not-there' })
      if (found.value.harm !== null) return refused({ kind: 'harmful', why: found.value.harm }) // it was read before that was looked at
      const detail = { mailId, number, caseId: mail?.caseId ?? null, filename: listed.filename, md5: listed.md5 }
      const entry = {
        at: clock.now(),
        actor: actorOf(by),
        act: 'attachment downloaded',
        subject: `file ${number + 1} of mail ${mailId}`,
        detail,
      }
      await db.inTransaction((tx) => audit(tx, entry))
      return ok({ filename: listed.filename, content: found.value.content })
    },
    scanAttachments: async (mailId) => {
      if (scanning) await scanMail(scanning, mailId)
    },
    sweepScans: async () => {
      if (scanning) await sweepScans(scanning)
    },
  }
}

type Readable = Pick<MailReading, 'attachments' | 'harmful'>

/** Of mails that were read by an earlier release the names alone are known. */
function harmOf({ attachments, harmful }: Readable, number: number): string | null {
  const found = harmful.find((file) => file.number === number)
  const listed = attachments[number]
  return found?.why ?? (listed && mayDoHarm(listed) ? 'a file of a kind that runs when it is opened' : null)
}

/** The mails with what is offered of their files, each in its place. */
export async function withOffers(
  { db, scanner }: Pick<AttachmentParts, 'db' | 'scanner'>,
  mails: readonly CaseMail[],
): Promise<OfferedMail[]> {
  const bringing = mails.filter(({ attachments }) => attachments.length > 0)
  const scans = await findScans(
    db.client,
    bringing.map(({ id }) => id),
  )
  return mails.map(({ harmful, attachments, ...mail }) => ({
    ...mail,
    attachments: attachments.map((file, number) => {
      const scan = scans.get(scanKey(mail.id, number))
      return { ...file, offer: offerOf({ harm: harmOf({ attachments, harmful }, number), scan, scanning: scanner !== undefined }) }
    }),
  }))
}
