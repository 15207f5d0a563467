// Style sheet, script and pictures, each under an address that changes with its bytes, so that browsers may keep them.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type RequestHandler, Router } from 'express'

export type AssetAddresses = { styles: string; script: string; htmx: string; icon: string }

export function readAssets(): { addresses: AssetAddresses; routes: RequestHandler } {
  const own = (file: string) => path.join(import.meta.dirname, 'static', file)
  const htmx = path.join(path.dirname(createRequire(import.meta.url).resolve('htmx.org')), 'htmx.min.js')
  const routes = Router()
  const serve = (name: string, file: string, type: string) => {
    const bytes = readFileSync(file)
    const address = `/assets/${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}/${name}`
    routes.get(address, (_request, response) => {
      response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
      response.type(type).send(bytes)
    })
    return address
  }
  const addresses = {
    styles: serve('console.css', own('console.css'), 'text/css'),
    script: serve('console.js', own('console.js'), 'text/javascript'),
    htmx: serve('htmx.js', htmx, 'text/javascript'),
    icon: serve('icon.svg', own('icon.svg'), 'image/svg+xml'),
  }
  return { addresses, routes }
}
