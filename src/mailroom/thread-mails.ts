// Which mails belong to one conversation, by their headers alone: the Message-IDs they answer, the case's token in subject or
// address, and for answers without either (web forms, some telephones) the subject between the same people within some weeks.
import { baseSubject } from './base-subject.ts'
import { type CaseToken, tokensInSubject } from './case-address.ts'
import type { Address } from './reading/mail-reading.ts'

export type ThreadedMail = {
  messageId: string | null
  inReplyTo: string | null
  references: readonly string[]
  subject: string
  from: Address
  to: readonly Address[]
  cc: readonly Address[]
  /** ISO, UTC. */
  date: string | null
  /** Of the addresses it went to. */
  tokens: readonly CaseToken[]
}

const recentMilliseconds = 60 * 86_400_000

/** Each mail's thread: equal strings within one conversation, and nothing else to be read from them. */
export function threadMails(mails: readonly ThreadedMail[]): string[] {
  const threads = new Threads()
  const senders = new Set(mails.map(({ from }) => `<${from.address}>`))
  for (const [index, mail] of mails.entries()) for (const link of linksOf(mail, senders)) threads.join(`mail ${index}`, link)
  const subjects = mails.map(({ subject }) => baseSubject(subject))
  const ofSubject = Map.groupBy(mails.keys(), (index) => subjects[index]?.base ?? '')
  for (const [index, mail] of mails.entries()) {
    const { base = '', answers } = subjects[index] ?? {}
    if (base === '' || !answers || hasLink(mail, senders)) continue
    const answered = nearestBefore(mails, index, ofSubject.get(base) ?? [])
    if (answered !== undefined) threads.join(`mail ${index}`, `mail ${answered}`)
  }
  const names = new Map<string, string>()
  return mails.map((_, index) => {
    const root = threads.rootOf(`mail ${index}`)
    const name = names.get(root) ?? `thread-${names.size + 1}`
    names.set(root, name)
    return name
  })
}

/** What two mails share when they belong together. Old programs write a person's address where a Message-ID belongs. */
function linksOf({ messageId, inReplyTo, references, subject, tokens }: ThreadedMail, senders: ReadonlySet<string>): string[] {
  const ids = [messageId, inReplyTo, ...references].filter((id) => id !== null && !senders.has(id.toLowerCase()))
  const named = [...tokens, ...tokensInSubject(subject)].map(({ number, token }) => `case ${number} ${token}`)
  return [...ids.map((id) => `id ${id}`), ...named]
}

function hasLink({ inReplyTo, references }: ThreadedMail, senders: ReadonlySet<string>): boolean {
  return [inReplyTo, ...references].some((id) => id !== null && !senders.has(id.toLowerCase()))
}

/** Of the mails with its subject the nearest earlier one between the same people. */
function nearestBefore(mails: readonly ThreadedMail[], index: number, alike: readonly number[]): number | undefined {
  const answer = mails[index] as ThreadedMail
  const at = Date.parse(answer.date ?? '') // NaN for no date: nothing is earlier then
  let found: { index: number; at: number } | undefined
  for (const other of alike) {
    const mail = mails[other] as ThreadedMail
    const written = Date.parse(mail.date ?? '')
    const inTime = written <= at && at - written <= recentMilliseconds
    if (other === index || !inTime || (found && written <= found.at)) continue
    if (sharePeople(mail, answer)) found = { index: other, at: written }
  }
  return found?.index
}

/** Each one's sender takes part in the other. */
function sharePeople(mail: ThreadedMail, answer: ThreadedMail): boolean {
  const people = ({ from, to, cc }: ThreadedMail) => new Set([from, ...to, ...cc].flatMap(({ address }) => address ?? []))
  const [sender, answerer] = [mail.from.address, answer.from.address]
  return sender !== null && answerer !== null && people(mail).has(answerer) && people(answer).has(sender)
}

/** Union-find (Tarjan 1975), by path halving. */
class Threads {
  readonly #parents = new Map<string, string>()

  rootOf(key: string): string {
    let at = key
    for (let parent = this.#parents.get(at) ?? at; parent !== at; parent = this.#parents.get(at) ?? at) {
      this.#parents.set(at, this.#parents.get(parent) ?? parent)
      at = this.#parents.get(at) as string
    }
    return at
  }

  join(one: string, other: string): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)]
    if (a !== b) this.#parents.set(b, a)
  }
}
