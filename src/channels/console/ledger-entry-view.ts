// Gathers what an entry's page shows. A mail's words are its sender's: they are shown as text, and bounded.
import { z } from 'zod'
import type { LedgerEntry, LedgerMail } from '../../mailroom/mailroom.ts'
import { ledgerRows } from './ledger-rows.ts'
import { isDiscard, meaningWords, sentence, settledWords } from './ledger-words.ts'
import { kindOfMail, sizeWords, verdictWords } from './mail-words.ts'
import type { ConsoleOffice } from './office-faces.ts'

const textLimitCharacters = 20_000 // about eight printed pages; the rest is one click away
const otherPlacesLimit = 50
const headersLimit = 200

export async function ledgerEntryView(office: ConsoleOffice, entry: LedgerEntry) {
  const { mailroom, staff } = office
  const { mailId, settled } = entry
  const [rows, mails, places, by] = await Promise.all([
    ledgerRows(office, [entry]),
    mailroom.ledgerMails(mailId === null ? [] : [mailId]),
    mailId === null ? { entries: [] } : mailroom.ledger({ mailId, limit: otherPlacesLimit }),
    settled ? staff.byId(settled.by) : undefined,
  ])
  const [row] = rows
  if (!row) throw new Error(`no row of ledger entry ${entry.id}`)
  return {
    ...row,
    meaning: meaningWords[entry.kind],
    recordedAt: entry.recordedAt,
    size: entry.size === null ? null : sizeWords(Number(entry.size)),
    discarded: settled !== null && entry.caseId === null && isDiscard(settled.reason),
    decision: settled && { who: by?.name ?? 'Somebody who has left', at: settled.at, did: sentence(settledWords(settled.reason)) },
    mail: mails[0] ? mailView(mails[0]) : null,
    others: await ledgerRows(
      office,
      places.entries.filter(({ id }) => id !== entry.id),
    ),
  }
}

const stored = z.object({ spf: z.string(), dkim: z.string(), dmarc: z.string(), basis: z.string() }).partial().catch({})

function mailView({ reading, ...mail }: LedgerMail) {
  const { to = [], cc = [], replyTo = [], attachments = [], enclosed = [], headers = [], problems = [], reasons = [] } = reading
  const text = (reading.text ?? '').trim()
  const { spf, dkim, dmarc, basis } = stored.parse(reading.authentication)
  const results = Object.entries({ SPF: spf, DKIM: dkim, DMARC: dmarc }).filter(([, result]) => result !== undefined)
  return {
    kindWords: kindOfMail(mail.kind),
    from: [mail.fromName, mail.fromAddress].filter(Boolean).join(', ') || 'no sender',
    to: addressWords(to),
    cc: addressWords(cc),
    replyTo: addressWords(replyTo),
    sentAt: mail.sentAt,
    messageId: mail.messageId,
    verdict: mail.verdict,
    verdictWords: verdictWords[mail.verdict as keyof typeof verdictWords],
    results: results.every(([, result]) => result === 'not-checked')
      ? 'None that is believed'
      : results.map(([method, result]) => `${method} ${String(result).replaceAll('-', ' ')}`).join(', '),
    basis: basis ? sentence(basis) : null,
    reasons: reasons.map(sentence),
    problems: problems.map(sentence),
    text: text.slice(0, textLimitCharacters),
    longer: text.length > textLimitCharacters ? sizeWords(Buffer.byteLength(text)) : null,
    attachments: attachments.map(({ filename, contentType, bytes }) => ({ filename, contentType, size: sizeWords(bytes) })),
    enclosed: enclosed.map(({ subject, from }) => ({ subject: subject || '(no subject)', from: from.name ?? from.address ?? 'no sender' })),
    headers: headers.slice(0, headersLimit),
  }
}

function addressWords(addresses: readonly { name: string | null; address: string | null }[]): string | null {
  const words = addresses.map(({ name, address }) => (name && address ? `${name} <${address}>` : (address ?? name ?? ''))).filter(Boolean)
  return words.length === 0 ? null : words.join(', ')
}
