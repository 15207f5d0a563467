// What every answer tells the browser to refuse: no inline script or style, nothing from elsewhere, no framing by others.
import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

const nothing = ["'none'"]
const own = ["'self'"]

export function pageHeaders({ https }: { https: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: nothing,
        scriptSrc: own,
        styleSrc: own,
        imgSrc: ["'self'", 'data:'],
        connectSrc: own,
        formAction: own,
        frameSrc: own, // a customer's own layout of his mail, itself under `mailDocumentPolicy`
        frameAncestors: nothing,
        baseUri: nothing,
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 15_552_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
  })
}

/** A customer's HTML: no script, no style, no picture from anywhere, no form, an origin of its own; framed by us only. */
export function mailDocumentPolicy(response: Response): void {
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; img-src data:; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox",
  )
  response.setHeader('X-Frame-Options', 'SAMEORIGIN')
  response.setHeader('Referrer-Policy', 'no-referrer')
}

/** A file from outside: should a browser show it after all, it may do nothing. */
export function savedOnly(response: Response): void {
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
  response.setHeader('X-Content-Type-Options', 'nosniff')
}

/** Account data is not kept by browsers and proxies. */
export const notStored: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}
