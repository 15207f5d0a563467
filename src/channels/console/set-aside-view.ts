// Mails that became no part of a case, as the mailroom shows them: a page at a time, each with its reason in plain words.
import { z } from 'zod'
import type { Mailroom } from '../../mailroom/mailroom.ts'

type Page = Awaited<ReturnType<Mailroom['setAside']>>
type SetAsideMail = Page['mails'][number]
type Key = Pick<SetAsideMail, 'mailbox' | 'uidValidity' | 'uid' | 'recordedAt'>

export const setAsidePageSize = 50

const kindWords: Record<string, string> = {
  quarantined: 'could not be read',
  ignored: 'ignored',
  'automatic-reply': 'automatic reply',
}

/** A mail's place on its server; both numbers have 32 bits there (RFC 3501), and room to spare here. */
const serverNumber = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt)

export const setAsideKey = z.object({ mailbox: z.string().min(1).max(500), uidValidity: serverNumber, uid: serverNumber })

/** The last row of the page before: `2026-11-22T20:00:00.000Z~1~17~INBOX`. A mailbox's name may hold anything. */
const after = z
  .string()
  .max(600)
  .transform((text) => /^(?<recordedAt>[^~]+)~(?<uidValidity>\d+)~(?<uid>\d+)~(?<mailbox>.+)$/s.exec(text)?.groups)
  .pipe(setAsideKey.extend({ recordedAt: z.iso.datetime().transform((text) => new Date(text)) }))
  .optional()
  .catch(undefined)

export function setAsideAsked(query: { [name: string]: unknown }): Key | undefined {
  return after.parse(query.after)
}

export function afterWords({ recordedAt, uidValidity, uid, mailbox }: Key): string {
  return `${recordedAt.toISOString()}~${uidValidity}~${uid}~${mailbox}`
}

export function setAsideView({ mails, more }: Page, asked: Key | undefined) {
  const last = mails.at(-1)
  return {
    rows: mails.map((mail) => ({
      mailbox: mail.mailbox,
      uidValidity: String(mail.uidValidity),
      uid: String(mail.uid),
      kind: mail.kind,
      kindWords: kindWords[mail.kind] ?? mail.kind.replaceAll('-', ' '),
      reason: mail.reason,
      from: mail.fromName ?? mail.fromAddress ?? 'no sender',
      address: mail.fromName ? mail.fromAddress : null,
      subject: mail.subject || '(no subject)',
      recordedAt: mail.recordedAt,
      rawSha256: mail.rawSha256,
    })),
    /** Carried by each form, so that one comes back to the same page. */
    here: asked ? `?${new URLSearchParams({ after: afterWords(asked) })}` : '',
    nextHref: more && last ? `/mailroom?${new URLSearchParams({ after: afterWords(last) })}#aside` : null,
    firstHref: asked ? '/mailroom#aside' : null,
  }
}
