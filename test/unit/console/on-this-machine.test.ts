import type { Request } from 'express'
import { describe, expect, it } from 'vitest'
import { isOnThisMachine } from '../../../src/channels/console/demo-sign-in.ts'

function request(remoteAddress: string, headers: Record<string, string>): Request {
  return { socket: { remoteAddress }, headers } as unknown as Request
}

describe('one-click sign-in of a demo', () => {
  it.each([
    ['127.0.0.1', 'localhost:8080'],
    ['::1', '[::1]:8080'],
    ['::ffff:127.0.0.1', '127.0.0.1:8080'],
    ['127.0.0.1', 'localhost'],
  ])('is there for a browser on this machine: %s, %s', (address, host) => {
    expect(isOnThisMachine(request(address, { host }))).toBe(true)
  })

  it.each([
    ['another machine', '192.0.2.7', { host: 'localhost:8080' }],
    ['a name that was bound to this machine (DNS rebinding)', '127.0.0.1', { host: 'elsewhere.example:8080' }],
    ['a name that only begins like it', '127.0.0.1', { host: 'localhost.elsewhere.example' }],
    ['a request that a proxy handed on', '127.0.0.1', { host: 'localhost', 'x-forwarded-for': '192.0.2.7' }],
    ['the standard form of the same', '127.0.0.1', { host: 'localhost', forwarded: 'for=192.0.2.7' }],
    ['a request without a host', '127.0.0.1', {}],
  ])('is not there for %s', (_name, address, headers) => {
    expect(isOnThisMachine(request(address, headers as Record<string, string>))).toBe(false)
  })
})
