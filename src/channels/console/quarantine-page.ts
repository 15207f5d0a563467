// The quarantine: mails that the desk could make nothing of. Each says why it stands here and waits until a person decides.
import { Router } from 'express'
import { z } from 'zod'
import type { LedgerMail } from '../../mailroom/mailroom.ts'
import { charsetChoices } from './charset-choices.ts'
import { askedOfLedger, ledgerPageSize, ledgerQuery, pageLinks } from './ledger-asked.ts'
import { ledgerRows } from './ledger-rows.ts'
import { mailroomTabs } from './mailroom-tabs.ts'
import { mayWorkOnCases } from './may-work-on-cases.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

export const quarantinePath = '/mailroom/quarantine'
const firstWordsLimitCharacters = 240

const done = z.object({ done: z.literal('discarded').optional().catch(undefined) })

export function quarantinePage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  routes.get(quarantinePath, async (request, response) => {
    const { after } = askedOfLedger(request.query)
    const here = after ? { after } : {}
    const [page, tabs] = await Promise.all([
      office.mailroom.ledger({ standing: true, limit: ledgerPageSize, ...here }),
      mailroomTabs(office.mailroom, 'quarantine'),
    ])
    const [rows, mails] = await Promise.all([
      ledgerRows(office, page.entries),
      office.mailroom.ledgerMails(page.entries.flatMap(({ mailId }) => mailId ?? [])),
    ])
    const mailOf = new Map(mails.map((mail) => [mail.id, mail]))
    await show(request, response, {
      template: 'quarantine',
      title: 'Quarantine',
      current: 'mailroom',
      view: {
        tabs,
        notice: done.parse(request.query).done ? 'Discarded. The mail and its bytes stay in the ledger.' : null,
        rows: rows.map((row, index) => ({ ...row, words: firstWords(mailOf.get(page.entries[index]?.mailId ?? '')) })),
        /** Carried by each form, so that one comes back to the same page. */
        here: ledgerQuery(here, { from: 'quarantine' }),
        mayAct: mayWorkOnCases(office, memberOf(response)),
        charsets: charsetChoices,
        ...pageLinks(quarantinePath, here, page),
        emptyWords: after
          ? 'No older mail waits here.'
          : 'No mail waits here: of every one it is known what it is, or a person has decided.',
      },
    })
  })
  return routes
}

function firstWords(mail: LedgerMail | undefined): string | null {
  const words = (mail?.reading.newText ?? '').replace(/\s+/g, ' ').trim()
  if (words === '') return null
  return words.length <= firstWordsLimitCharacters ? words : `${words.slice(0, firstWordsLimitCharacters)}…`
}
