// What stands in the customers' mailboxes, in a form the console can show: parsed once a mail, plain text only.
import { readFile } from 'node:fs/promises'
import { simpleParser } from 'mailparser'
import type { Log } from '../../platform/log.ts'
import type { KeptMail, Mailbox } from './kept-mailbox.ts'

export type MailView = {
  id: string
  messageId: string | null
  inReplyTo: string | null
  references: string[]
  from: string
  subject: string
  date: Date
  text: string
}

export type MailboxView = { address: string; mails: MailView[] }

const mailsShown = 100
const textCharactersShown = 20_000
const leanParsing = { skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true }

export function createMailReader(log: Log): { read(mailboxes: Mailbox[]): Promise<MailboxView[]> } {
  const parsed = new Map<string, MailView>()

  async function view(mail: KeptMail): Promise<MailView> {
    const known = parsed.get(mail.file)
    if (known) return known
    const made = await parse(mail).catch((error: unknown) => {
      log.warn({ err: error, uid: mail.uid }, 'demo post office cannot show a mail')
      return unreadable(mail)
    })
    parsed.set(mail.file, made)
    return made
  }

  return {
    async read(mailboxes) {
      const views: MailboxView[] = []
      for (const mailbox of mailboxes) {
        const newest = mailbox.mails().slice(-mailsShown).reverse()
        if (newest.length > 0) views.push({ address: mailbox.address, mails: await Promise.all(newest.map(view)) })
      }
      return views.sort((a, b) => a.address.localeCompare(b.address))
    },
  }
}

async function parse(mail: KeptMail): Promise<MailView> {
  const content = await simpleParser(await readFile(mail.file), leanParsing)
  return {
    ...unreadable(mail),
    messageId: content.messageId ?? null,
    inReplyTo: content.inReplyTo ?? null,
    references: [content.references ?? []].flat(),
    from: content.from?.text ?? '',
    subject: content.subject ?? '',
    text: (content.text ?? '').slice(0, textCharactersShown),
  }
}

function unreadable(mail: KeptMail): MailView {
  const text = 'This mail could not be read.'
  return { id: mail.file, messageId: null, inReplyTo: null, references: [], from: '', subject: '', date: mail.arrivedAt, text }
}
