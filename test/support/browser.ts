// A real browser for the console's tests: Debian's Chromium, watched for everything that a page must never do.
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export type Watched = {
  page: Page
  context: BrowserContext
  /** Refused by the page's own policy, thrown by its script, asked by a dialog, or requested from elsewhere. */
  troubles: string[]
}

const waitMilliseconds = 15_000
const program = process.env.CHROMIUM ?? '/usr/bin/chromium'

export function chromiumInstalled(): boolean {
  return existsSync(program)
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
}

/** A person's own window: cookies of its own, and an eye on what goes wrong in it. */
export async function openWindow(browser: Browser, origin: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Watched> {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 }, ...options })
  context.setDefaultTimeout(waitMilliseconds)
  const page = await context.newPage()
  const troubles: string[] = []
  await page.addInitScript({
    content:
      'document.addEventListener("securitypolicyviolation", (e) => console.error("policy: " + e.violatedDirective + " " + e.blockedURI))',
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected(message.text())) troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`))
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) troubles.push(`request: ${request.url()}`)
  })
  return { page, context, troubles }
}

/** Chromium writes an error for every answer of 400 and above; refusals are what the tests ask for. */
function expected(text: string): boolean {
  return text.startsWith('Failed to load resource: the server responded with a status of')
}
