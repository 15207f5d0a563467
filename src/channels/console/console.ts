// The console: the office in a browser. It shows what the slices say and asks their verbs; it decides nothing itself.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import compression from 'compression'
import express, { type Express, type Router } from 'express'
import { fromPlace } from '../../platform/audit.ts'
import { aboutPage } from './about-page.ts'
import { accessLinksPage } from './access-links-page.ts'
import { accountsPage, createShowAccount } from './accounts-page.ts'
import { adjustmentsPage } from './adjustments-page.ts'
import { alarmsPage } from './alarms-page.ts'
import { auditPage } from './audit-page.ts'
import { callPage } from './call-page.ts'
import { caseDuties } from './case-duties.ts'
import { casePage, createShowCase } from './case-page.ts'
import { clockPage } from './clock-page.ts'
import { customersMailboxesPage } from './customers-mailboxes-page.ts'
import { decisions } from './decisions.ts'
import { disclosureActs } from './disclosure-acts.ts'
import { draftCheck } from './draft-check.ts'
import { enclosure } from './enclosure.ts'
import { investigatePage } from './investigate-page.ts'
import { ledgerActs } from './ledger-acts.ts'
import { createShowEntry, ledgerEntryPage } from './ledger-entry-page.ts'
import { ledgerPage } from './ledger-page.ts'
import { lettersPage } from './letters-page.ts'
import { mailAttachment } from './mail-attachment.ts'
import { mailDocument } from './mail-document.ts'
import { mailSource } from './mail-source.ts'
import { createShowMailroom, mailroomPage } from './mailroom-page.ts'
import { newCasePage } from './new-case-page.ts'
import type { ConsoleOffice, DemoFace } from './office-faces.ts'
import { officePage } from './office-page.ts'
import { officeTimes } from './office-words.ts'
import { createFrame } from './page-frame.ts'
import { notStored, pageHeaders } from './page-headers.ts'
import { problemPages } from './problem-pages.ts'
import { propertiesPage } from './properties-page.ts'
import { quarantinePage } from './quarantine-page.ts'
import { queuePage } from './queue-page.ts'
import { recordLooks } from './record-looks.ts'
import { createFormTokens } from './request-forgery.ts'
import { rulebookPage } from './rulebook-page.ts'
import { secondFactorPage } from './second-factor-page.ts'
import { needsSession, readSession } from './session-guard.ts'
import { createSignIn } from './sign-in.ts'
import { signInPage } from './sign-in-page.ts'
import { staffPage } from './staff-page.ts'
import { readAssets } from './static-assets.ts'
import { readConsoleTemplates } from './templates.ts'
import { vouchingPage } from './vouching-page.ts'

export type { DemoFace } from './office-faces.ts'
export { createSignIn, passwordMinimumLength } from './sign-in.ts'

export type Console = {
  app: Express
  /** Listens where the settings say; the port is chosen by the system where they say 0. */
  listen(): Promise<{ port: number }>
  /** Stops taking requests and lets running ones end, for a few seconds. */
  close(): Promise<void>
}

export type ConsoleParts = ConsoleOffice & {
  /** Only in a demo: one-click sign-in from this machine, and the customers' mailboxes. */
  demo?: DemoFace
  /** Slack's HTTP mode; it reads and checks its own requests, so it stands before everything of ours. */
  slackReceiver?: Router
}

const templatesFolder = path.resolve(import.meta.dirname, '../../../templates/console')
const formLimit = '200kb' // the longest reply is 20,000 characters, with room for its encoding
const requestLimitMilliseconds = 30_000
const closeLimitMilliseconds = 3_000

export function createConsole({ demo, slackReceiver, ...office }: ConsoleParts): Console {
  const consoleUrl = office.config.console.url
  const https = consoleUrl.startsWith('https:')
  const signIn = createSignIn({ ...office, consoleUrl, demo: demo !== undefined })
  const tokens = createFormTokens({ secrets: office.secrets, consoleUrl })
  const assets = readAssets()
  const render = readConsoleTemplates(
    templatesFolder,
    officeTimes(office.config.office.timeZone, () => office.clock.now()),
  )
  const show = createFrame({ office, render, tokens, assets: assets.addresses, demo: demo !== undefined })
  const showCase = createShowCase({ office, show })
  const showMailroom = createShowMailroom({ office, show })
  const showEntry = createShowEntry({ office, show })
  const showAccount = createShowAccount({ office, show })
  const problems = problemPages({ show, log: office.log })

  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback') // the usual reverse proxy on the same machine; nobody else's word is taken
  app.set('query parser', 'simple')
  if (slackReceiver) app.use('/slack', slackReceiver)
  app.use(pageHeaders({ https }))
  app.get('/healthz', (_request, response) => response.type('text').send('ok'))
  app.use(compression())
  app.use(assets.routes)
  app.use(notStored, tokens.cookies, readSession(signIn), express.urlencoded({ extended: false, limit: formLimit }), ...tokens.protect)
  app.use((request, _response, next) => fromPlace(request.ip ?? 'unknown', next)) // after the form is read: its streams lose the way
  app.use(signInPage({ office, signIn, show, demo: demo !== undefined }))
  app.use(accessLinksPage({ office, signIn, show }))
  app.use(secondFactorPage({ office, signIn, show }))
  app.use(needsSession, recordLooks(office))
  app.get('/', (_request, response) => response.redirect(303, '/queue'))
  app.use(queuePage({ office, show }))
  app.use(casePage({ office, showCase, render }))
  app.use(decisions({ office, showCase }))
  app.use(caseDuties({ office, showCase }))
  app.use(clockPage({ office, show }))
  app.use(newCasePage({ office, show }))
  app.use(lettersPage({ office, show }))
  app.use(callPage({ office, show }))
  app.use(officePage({ office, show }))
  app.use(rulebookPage({ office, show }))
  app.use(disclosureActs({ office, showCase }))
  app.use(draftCheck({ office, render }))
  app.use(aboutPage({ office, showCase }))
  app.use(mailDocument({ office, render }))
  app.use(enclosure({ office }))
  app.use(mailAttachment({ office, showCase }))
  app.use(accountsPage({ office, show, showAccount }))
  app.use(investigatePage({ office, show, showAccount, renderPdf: office.renderPdf }))
  app.use(adjustmentsPage({ office, show, showAccount }))
  app.use(propertiesPage({ office, show }))
  app.use(vouchingPage({ office, show }))
  app.use(mailroomPage({ office, showMailroom }))
  app.use(quarantinePage({ office, show }))
  app.use(ledgerPage({ office, show }))
  app.use(ledgerEntryPage({ office, show, showEntry }))
  app.use(ledgerActs({ office, showEntry }))
  app.use(mailSource({ office, show }))
  app.use(staffPage({ office, show }))
  app.use(auditPage({ office, show }))
  app.use(alarmsPage({ office, show }))
  if (demo) app.use(customersMailboxesPage({ demo, show }))
  app.use(problems.notFound, problems.failed)

  const server = createServer(app)
  server.requestTimeout = requestLimitMilliseconds
  return {
    app,
    async listen() {
      server.listen(office.config.console.port, office.config.console.host)
      await once(server, 'listening')
      return { port: (server.address() as AddressInfo).port }
    },
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const impatience = setTimeout(() => server.closeAllConnections(), closeLimitMilliseconds)
      await closed
      clearTimeout(impatience)
    },
  }
}
