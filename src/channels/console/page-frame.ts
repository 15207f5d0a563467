// The frame around every page: who is signed in, where one can go, and the banners that nobody may miss.
import type { Request, Response } from 'express'
import { bannersFor } from './banners.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { roleWords } from './office-words.ts'
import type { FormTokens } from './request-forgery.ts'
import { signedIn } from './session-guard.ts'
import type { AssetAddresses } from './static-assets.ts'
import type { RenderPage } from './templates.ts'

export type Page = {
  template: string
  title: string
  current?:
    | 'queue'
    | 'accounts'
    | 'call'
    | 'adjustments'
    | 'mailroom'
    | 'alarms'
    | 'mailboxes'
    | 'office'
    | 'rulebook'
    | 'staff'
    | 'vouching'
  status?: number
  view: object
}

/** Answers with a whole page. */
export type ShowPage = (request: Request, response: Response, page: Page) => Promise<void>

export type FrameParts = {
  office: Pick<ConsoleOffice, 'adjustments' | 'config' | 'jobs' | 'mailroom' | 'notices' | 'rulebook' | 'staff'>
  render: RenderPage
  tokens: FormTokens
  assets: AssetAddresses
  demo: boolean
}

export function createFrame({ office, render, tokens, assets, demo }: FrameParts): ShowPage {
  return async (request, response, { template, title, current, status = 200, view }) => {
    const member = signedIn(response)?.member
    const undecided = member ? (await office.adjustments.list({ status: ['proposed'] })).length : 0
    const links = [
      { href: '/queue', words: 'Queue', current: current === 'queue' },
      { href: '/office', words: 'Office today', current: current === 'office' },
      { href: '/call', words: 'Call', current: current === 'call' },
      { href: '/accounts', words: 'Accounts', current: current === 'accounts' },
      { href: '/adjustments', words: undecided === 0 ? 'Adjustments' : `Adjustments (${undecided})`, current: current === 'adjustments' },
      { href: '/mailroom', words: 'Mailroom', current: current === 'mailroom' },
      ...(member && member.role !== 'clerk' ? [{ href: '/vouching', words: 'Vouching', current: current === 'vouching' }] : []),
      { href: '/rulebook', words: 'Rulebook', current: current === 'rulebook' },
      ...(member && member.role !== 'clerk' ? [{ href: '/staff', words: 'Staff', current: current === 'staff' }] : []),
      { href: '/alarms', words: 'Alarms', current: current === 'alarms' },
      ...(demo ? [{ href: '/customers-mailboxes', words: 'Customers’ mailboxes', current: current === 'mailboxes' }] : []),
    ]
    const frame = {
      title,
      officeName: office.config.office.name,
      member: member ? { name: member.name, role: roleWords[member.role] } : null,
      links: member ? links : [],
      banners: member ? await bannersFor(office, member, current) : [],
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
