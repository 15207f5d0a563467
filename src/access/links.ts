// Links by mail: an invitation, and the way back in for whoever forgot the password. Each opens one page once; who has the mailbox has
// the link, so a second factor is asked for behind it all the same.
import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { JobKind, Jobs } from '../platform/jobs.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Staff } from '../staff/staff.ts'
import { type Actor, actorOf, type Role, type StaffMember } from '../staff/staff-member.ts'
import { countLinksSince, endLinks, findOpenLink, insertLink, type Link, takeLink } from './link-store.ts'

const addressGiven = z.object({ email: z.string().max(320) })

/** Somebody says that he forgot his password; whether there is such a person is looked up by the job alone. */
export const passwordForgotten: JobKind<z.infer<typeof addressGiven>> = { name: 'password-forgotten', payload: addressGiven }

export type Invitation = Pick<Link, 'email'> & { role: Role }

export type Links = {
  /** A new one ends those before it. */
  mailInvitation(tx: Tx, invitation: { email: string; role: Role; languages: string[] }, by: Actor): Promise<void>
  invitation(key: string): Promise<Invitation | undefined>
  /** The new member of staff, who needs a password yet. */
  accept(act: { key: string; name: string }): Promise<Result<StaffMember, 'link-over' | 'email-taken'>>
  /** The same for every address, there or not. */
  forgot(email: string): Promise<void>
  mailPasswordLink(asked: { email: string }): Promise<void>
  passwordLink(key: string): Promise<StaffMember | undefined>
  takePasswordLink(key: string): Promise<Result<StaffMember, 'link-over'>>
}

export type EnqueueMail = (tx: Tx, mail: { key: string; to: string; subject: string; text: string; caseId: null }) => Promise<void>

export type LinkParts = {
  db: Database
  clock: Clock
  secrets: Secrets
  jobs: Pick<Jobs, 'send'>
  staff: Pick<Staff, 'add' | 'byEmail' | 'byId'>
  enqueueMail: EnqueueMail
  /** Whether a report says that a mail to a colleague did not arrive. */
  mailCameBack(key: string): Promise<boolean>
  officeName: string
  consoleUrl: string
}

const hour = 3_600_000
const invitationMilliseconds = 72 * hour
const passwordLinkMilliseconds = hour
const passwordLinksADay = 5 // whoever else asks for them must not fill a colleague's mailbox
const keyBytes = 32

export function createLinks({ db, clock, secrets, jobs, staff, enqueueMail, mailCameBack, officeName, consoleUrl }: LinkParts): Links {
  const digestOf = (key: string) => secrets.sign('access links', key)

  /** A report of a mail that came back repeats the mail, and stands in the office's mailbox: its link is nobody's any more. */
  async function found(kind: Link['kind'], key: string, from: Database['client'] | Tx = db.client): Promise<Link | undefined> {
    const link = await findOpenLink(from, kind, digestOf(key), clock.now())
    return link && !(await mailCameBack(mailKey(link.id))) ? link : undefined
  }

  async function mailLink(
    tx: Tx,
    link: Omit<Link, 'id' | 'madeAt' | 'expiresAt'> & { lastsMilliseconds: number },
    words: (address: string) => { subject: string; lines: string[] },
  ): Promise<void> {
    const { lastsMilliseconds, ...made } = link
    const [id, key, madeAt] = [randomUUID(), randomBytes(keyBytes).toString('base64url'), clock.now()]
    await endLinks(tx, { email: link.email, kind: link.kind }, madeAt)
    const expiresAt = new Date(madeAt.getTime() + lastsMilliseconds)
    await insertLink(tx, { ...made, id, digest: digestOf(key), madeAt, expiresAt })
    const page = link.kind === 'invitation' ? 'invitation' : 'new-password'
    const { subject, lines } = words(`${consoleUrl.replace(/\/+$/, '')}/${page}?key=${key}`)
    await enqueueMail(tx, { key: mailKey(id), to: link.email, subject, text: [...lines, '', officeName, ''].join('\n'), caseId: null })
  }

  return {
    async mailInvitation(tx, { email, role, languages }, by) {
      const link = {
        kind: 'invitation',
        email,
        role,
        languages,
        staffId: null,
        madeBy: by,
        lastsMilliseconds: invitationMilliseconds,
      } as const
      await mailLink(tx, link, (address) => ({
        subject: 'You are invited to the desk',
        lines: [
          `You are invited to work at the desk as ${role}. Choose your name and a password here, within three days:`,
          '',
          address,
          '',
          'The link is yours alone and works once. If you expect none, do nothing, and tell an administrator.',
        ],
      }))
      await audit(tx, { at: clock.now(), actor: by, act: 'staff-invited', subject: `invitation:${email}`, detail: { role } })
    },

    async invitation(key) {
      const link = await found('invitation', key)
      return link?.role ? { email: link.email, role: link.role } : undefined
    },

    accept: ({ key, name }) =>
      db.inTransaction(async (tx): Promise<Result<StaffMember, 'link-over' | 'email-taken'>> => {
        const link = await found('invitation', key, tx)
        if (!link?.role || !(await takeLink(tx, link.id, clock.now()))) return refused('link-over')
        const { email, role, languages } = link
        const added = await staff.add(tx, { name, email, role, ...(languages.length > 0 ? { languages } : {}) }, link.madeBy as Actor)
        if (!added.ok) return added
        const subject = actorOf(added.value)
        await audit(tx, { at: clock.now(), actor: subject, act: 'invitation-accepted', subject, detail: { role } })
        return added
      }),

    forgot: (email) => db.inTransaction((tx) => jobs.send(tx, passwordForgotten, { email: email.toLowerCase() })),

    async mailPasswordLink({ email }) {
      const member = await staff.byEmail(email)
      if (!member?.active) return
      await db.inTransaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM staff WHERE id = ${member.id}::uuid FOR UPDATE`
        const sent = await countLinksSince(tx, 'password', member.email, new Date(clock.now().getTime() - 24 * hour))
        if (sent >= passwordLinksADay) return
        const about = { email: member.email, staffId: member.id, role: null, languages: [] }
        const link = { kind: 'password', ...about, madeBy: 'nobody', lastsMilliseconds: passwordLinkMilliseconds } as const
        await mailLink(tx, { ...link, languages: [] }, (address) => ({
          subject: 'A new password for the desk',
          lines: [
            'Somebody, you we hope, asked for a new password at the desk. Choose it here, within an hour:',
            '',
            address,
            '',
            'The link works once. If it was not you, do nothing: your password stays as it is.',
          ],
        }))
        await audit(tx, { at: clock.now(), actor: 'nobody', act: 'password-link-sent', subject: actorOf(member) })
      })
    },

    async passwordLink(key) {
      const link = await found('password', key)
      const member = link?.staffId ? await staff.byId(link.staffId) : undefined
      return member?.active ? member : undefined
    },

    takePasswordLink: (key) =>
      db.inTransaction(async (tx): Promise<Result<StaffMember, 'link-over'>> => {
        const link = await found('password', key, tx)
        const member = link?.staffId ? await staff.byId(link.staffId) : undefined
        if (!link || !member?.active || !(await takeLink(tx, link.id, clock.now()))) return refused('link-over')
        await audit(tx, { at: clock.now(), actor: actorOf(member), act: 'password-set', subject: actorOf(member), detail: { by: 'link' } })
        return ok(member)
      }),
  }
}

function mailKey(linkId: string): string {
  return `link.${linkId}`
}
