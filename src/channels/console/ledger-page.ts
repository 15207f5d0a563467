// The mail ledger: every mail of every watched folder with what became of it, newest first, to be searched.
import { Router } from 'express'
import { askedOfLedger, ledgerQuery, pageLinks, toLedgerAsked } from './ledger-asked.ts'
import { ledgerRows } from './ledger-rows.ts'
import { dispositionKinds, dispositionWords } from './ledger-words.ts'
import { mailboxNames, mailroomTabs } from './mailroom-tabs.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'

export const ledgerPath = '/mailroom/ledger'

export function ledgerPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  routes.get(ledgerPath, async (request, response) => {
    const asked = askedOfLedger(request.query)
    const [page, mailboxes, tabs] = await Promise.all([
      office.mailroom.ledger(toLedgerAsked(asked)),
      mailboxNames(office.mailroom),
      mailroomTabs(office.mailroom, 'ledger'),
    ])
    const filtered = Boolean(asked.search || asked.kind || asked.mailbox)
    await show(request, response, {
      template: 'ledger',
      title: 'Mail ledger',
      current: 'mailroom',
      view: {
        tabs,
        search: asked.search ?? '',
        kinds: dispositionKinds.map((kind) => ({ kind, words: dispositionWords[kind], chosen: kind === asked.kind })),
        mailboxes: mailboxes.map((name) => ({ name, chosen: name === asked.mailbox })),
        clearHref: filtered ? ledgerPath : null,
        rows: await ledgerRows(office, page.entries),
        here: ledgerQuery(asked),
        ...pageLinks(ledgerPath, asked, page),
        emptyWords: filtered
          ? 'No mail in the ledger matches. Take fewer words, or clear the filters.'
          : asked.after
            ? 'No older mail is in the ledger.'
            : 'No mail has come in yet. Every mail that arrives gets its row here, whatever becomes of it.',
      },
    })
  })
  return routes
}
