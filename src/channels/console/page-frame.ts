// The frame around every page: who is signed in, where one can go, and the banners that nobody may miss.
import type { Request, Response } from 'express'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { roleWords } from './office-words.ts'
import type { FormTokens } from './request-forgery.ts'
import { signedIn } from './session-guard.ts'
import type { AssetAddresses } from './static-assets.ts'
import type { RenderPage } from './templates.ts'

export type Page = { template: string; title: string; current?: 'queue' | 'mailroom' | 'mailboxes'; status?: number; view: object }

/** Answers with a whole page. */
export type ShowPage = (request: Request, response: Response, page: Page) => Promise<void>

type Banner = { tone: 'stop' | 'warn' | 'note'; text: string; href: string | null }

export type FrameParts = {
  office: Pick<ConsoleOffice, 'config' | 'jobs' | 'mailroom' | 'rulebook' | 'staff'>
  render: RenderPage
  tokens: FormTokens
  assets: AssetAddresses
  demo: boolean
}

export function createFrame({ office, render, tokens, assets, demo }: FrameParts): ShowPage {
  return async (request, response, { template, title, current, status = 200, view }) => {
    const member = signedIn(response)?.member
    const links = [
      { href: '/queue', words: 'Queue', current: current === 'queue' },
      { href: '/mailroom', words: 'Mailroom', current: current === 'mailroom' },
      ...(demo ? [{ href: '/customers-mailboxes', words: 'Customers’ mailboxes', current: current === 'mailboxes' }] : []),
    ]
    const frame = {
      title,
      officeName: office.config.office.name,
      member: member ? { name: member.name, role: roleWords[member.role] } : null,
      links: member ? links : [],
      banners: member ? await bannersFor(office, member, current === 'mailroom') : [],
      sample: demo,
      csrf: tokens.tokenFor(request, response),
      assets,
    }
    response
      .status(status)
      .type('html')
      .send(render(template, { frame, ...view }))
  }
}

async function bannersFor(
  { jobs, mailroom, rulebook, staff }: FrameParts['office'],
  { role }: StaffMember,
  inMailroom: boolean,
): Promise<Banner[]> {
  const [outbound, waiting, mailboxes, unknown, setAside, failedJobs] = await Promise.all([
    mailroom.outboundState(),
    mailroom.heldMail(),
    mailroom.mailboxes(),
    mailroom.unknowns(),
    mailroom.countSetAside(),
    role === 'clerk' ? 0 : jobs.failedCount(),
  ])
  const banners: Banner[] = []
  const say = (tone: Banner['tone'], text: string, href: string | null = inMailroom ? null : '/mailroom') =>
    banners.push({ tone, text, href })
  const waits = waiting === 1 ? '1 mail waits.' : `${waiting} mails wait.`
  if (outbound.stopped && outbound.why === 'setting') {
    say('stop', `No mail leaves: the setting OUTBOUND=hold is in force. ${waits}`)
  }
  if (outbound.stopped && outbound.why === 'person') {
    const by = (await staff.byId(outbound.by))?.name ?? outbound.by
    say('stop', `No mail leaves: ${by} stopped all outgoing mail. Reason: ${sentence(outbound.reason)} ${waits}`)
  }
  for (const { name, state, problem } of mailboxes) {
    if (state === 'down')
      say('warn', `The mailbox “${name}” cannot be read: ${sentence(problem ?? 'no reason known')} The desk keeps trying.`)
  }
  if (unknown.length > 0)
    say(
      'warn',
      unknown.length === 1
        ? 'Of one mail it is not known whether it arrived.'
        : `Of ${unknown.length} mails it is not known whether they arrived.`,
    )
  if (setAside > 0) {
    say(
      'warn',
      setAside === 1
        ? 'One mail stands in quarantine and waits for a person.'
        : `${setAside} mails stand in quarantine and wait for a person.`,
    )
  }
  if (failedJobs > 0) {
    say(
      'warn',
      failedJobs === 1 ? 'One piece of work failed for good; see the log.' : `${failedJobs} pieces of work failed for good; see the log.`,
      null,
    )
  }
  if (role === 'administrator') for (const notice of rulebook.noticesToStaff()) say('note', notice, null)
  return banners
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
