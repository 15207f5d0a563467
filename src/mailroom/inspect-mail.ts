// One mail as the desk would read, judge and authenticate it, told to other programs: no database, no network, no case.
import { domainOf } from '../kernel/mail-address.ts'
import { pointersOf } from './incoming/find-case.ts'
import { type Judged, tellKind, withProof } from './reading/mail-kind.ts'
import { createMailReader, type MailReader } from './reading/mail-reader.ts'
import type { BouncedRecipient, Envelope, MailReading } from './reading/mail-reading.ts'
import { headerBytes } from './reading/mime/header-bytes.ts'
import { type Authentication, authenticate } from './reading/senders/sender.ts'
import { readWords } from './reading/words/new-words.ts'
import { tellLanguage } from './reading/words/tell-language.ts'

/** The shape that docs/interfaces.md promises. Dates are ISO, UTC; bytes and MD5 of the decoded content. */
export type InspectedMail = Omit<Envelope, 'fromCount'> &
  Pick<MailReading, 'text' | 'newText' | 'quotedText' | 'signature' | 'forwarded' | 'attachments' | 'problems'> & {
    kind: Judged['kind'] | 'unreadable'
    reasons: string[]
    bounces: BouncedRecipient[]
    authentication: Authentication
    language: string | null
  }

export type WhoseDesk = {
  /** Tokens and Message-IDs of their domains are the desk's. */
  ownAddresses: readonly string[]
  /** Without it no Authentication-Results is believed. */
  authservId?: string
}

export type MailInspector = {
  mail(bytes: Buffer): Promise<InspectedMail>
  /** What the limits keep from being read: its header, and why. */
  header(bytes: Buffer, problem: string): Promise<InspectedMail>
  /** A bare body, and the subject that it stood under, if that is known. */
  words(text: string, subject: string | null): Promise<InspectedMail>
  close(): Promise<void>
}

const nobodysAddress = 'desk@desk.invalid' // RFC 2606: no mail comes from there

export function createMailInspector(whose: WhoseDesk): MailInspector {
  const reader = createMailReader()
  const header = (bytes: Buffer, problem: string) => unreadable(reader, bytes, problem)
  return {
    async mail(bytes) {
      const read = await reader.read(bytes)
      return read.ok ? described(read.reading, whose) : header(bytes, read.problem)
    },
    header,
    words: async (text, subject) => ({
      ...blank,
      kind: 'person',
      reasons: ['it is a bare text, without a header that could say otherwise'],
      text,
      subject: subject ?? '',
      ...readWords(text, { subject, recipients: [] }),
      language: await tellLanguage(text),
    }),
    close: () => reader.close(),
  }
}

async function described(mail: MailReading, { ownAddresses, authservId }: WhoseDesk): Promise<InspectedMail> {
  const authentication = authenticate(mail, authservId)
  const { kind, reasons } = judged(mail, ownAddresses, authentication)
  const { text, newText, quotedText, signature, forwarded, attachments, problems } = mail
  return {
    ...envelopeOf(mail),
    kind,
    reasons,
    bounces: reports.has(kind) ? mail.reported.recipients : [],
    ...{ text, newText, quotedText, signature, forwarded, attachments },
    authentication,
    language: await tellLanguage(newText),
    problems,
  }
}

const reports = new Set<InspectedMail['kind']>(['bounce', 'receipt', 'feedback-report'])

function judged(mail: MailReading, ownAddresses: readonly string[], { verdict }: Authentication): Judged {
  const owners = ownAddresses.length === 0 ? [nobodysAddress] : ownAddresses
  const told = owners.map((address) => tellKind(mail, { address }))
  const first = told.find(({ kind }) => kind === 'own-loop') ?? (told[0] as Judged)
  const established = verdict === 'established' ? withProof(first, 'established') : first
  return pointsToTheDesk(mail, ownAddresses) ? withProof(established, 'points-to-a-case') : established
}

function pointsToTheDesk(mail: MailReading, ownAddresses: readonly string[]): boolean {
  return ownAddresses.some((address) => {
    const domain = domainOf(address).toLowerCase()
    const { messageIds, tokens } = pointersOf(mail, address)
    return tokens.length > 0 || messageIds.some((id) => id.toLowerCase().endsWith(`@${domain}>`))
  })
}

async function unreadable(reader: MailReader, bytes: Buffer, problem: string): Promise<InspectedMail> {
  const read = await reader.read(headerBytes(bytes))
  const envelope = read.ok ? envelopeOf(read.reading) : {}
  return { ...blank, ...envelope, kind: 'unreadable', reasons: [problem], problems: [problem] }
}

function envelopeOf({ messageId, date, from, replyTo, to, cc, subject, inReplyTo, references }: Envelope) {
  return { messageId, date, from, replyTo, to, cc, subject, inReplyTo, references }
}

const blank: Omit<InspectedMail, 'kind' | 'reasons'> = {
  messageId: null,
  date: null,
  from: { address: null, name: null },
  replyTo: [],
  to: [],
  cc: [],
  subject: '',
  bounces: [],
  text: '',
  newText: '',
  quotedText: '',
  signature: '',
  forwarded: null,
  attachments: [],
  inReplyTo: null,
  references: [],
  authentication: { spf: 'not-checked', dkim: 'not-checked', dmarc: 'not-checked', verdict: 'not-established' },
  language: null,
  problems: [],
}
