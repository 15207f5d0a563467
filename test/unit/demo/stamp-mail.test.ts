import { describe, expect, it } from 'vitest'
import { stampForCustomer, stampForOffice } from '../../../src/demo/post-office/stamp-mail.ts'

const believed = { authservId: 'mx.office.example', genuineDomains: ['customers.example'] }
const envelope = { from: 'ana@customers.example', to: 'desk@office.example', client: 'mail.customers.example' }
const now = new Date('2026-11-22T10:00:00Z')

function stamp(head: string[], from = envelope.from): string {
  return stampForOffice(Buffer.from(`${head.join('\r\n')}\r\n\r\nbody\r\n`), { ...envelope, from }, believed, now).toString()
}

function statement(stamped: string): string {
  return stamped.slice(0, stamped.indexOf('\r\nReturn-Path')).replaceAll('\r\n', '')
}

describe('the statement about the sender', () => {
  it.each([
    ['an address', 'From: ana@customers.example', 'dmarc=pass header.from=customers.example'],
    ['a name', 'From: "Ana, of Elm St" <Ana@Customers.Example>', 'dmarc=pass header.from=customers.example'],
    ['a folded line', 'From: Ana\r\n <ana@customers.example>', 'dmarc=pass header.from=customers.example'],
    ['another domain', 'From: ana@elsewhere.example', 'dmarc=none header.from=elsewhere.example'],
    ['a domain that ends the same', 'From: ana@notcustomers.example', 'dmarc=none'],
    ['a domain below', 'From: ana@x.customers.example', 'dmarc=none'],
    ['a name that looks genuine', 'From: "ana@customers.example" <x@elsewhere.example>', 'dmarc=none header.from=elsewhere.example'],
    ['two authors', 'From: ana@customers.example, x@elsewhere.example', 'dmarc=permerror'],
    ['two From fields', 'From: ana@customers.example\r\nFrom: x@elsewhere.example', 'dmarc=permerror'],
    ['a group', 'From: office: ana@customers.example;', 'dmarc=permerror'],
    ['nobody', 'Subject: x', 'dmarc=permerror'],
    ['an empty From', 'From:', 'dmarc=permerror'],
  ])('with %s', (_what, from, expected) => {
    const text = statement(stamp([from]))
    expect(text).toMatch(/^Authentication-Results: mx\.office\.example; /)
    expect(text).toContain(expected)
    expect(text.includes('dmarc=pass')).toBe(expected.includes('pass'))
  })

  it('says of the envelope only what its own domain deserves', () => {
    expect(statement(stamp(['From: ana@customers.example'], 'bounce@elsewhere.example'))).toContain(
      'spf=none smtp.mailfrom=elsewhere.example',
    )
    expect(statement(stamp(['From: ana@customers.example'], ''))).toContain('spf=none smtp.mailfrom=none')
    expect(statement(stamp(['From: x@elsewhere.example'], 'x@customers.example'))).toContain('dmarc=none')
  })
})

describe("a statement that came with the mail under this server's name", () => {
  it.each([
    ['plainly', 'Authentication-Results: mx.office.example; dmarc=pass header.from=forged.example'],
    ['in capitals', 'AUTHENTICATION-RESULTS: MX.OFFICE.EXAMPLE; dmarc=pass header.from=forged.example'],
    ['quoted', 'Authentication-Results: "mx.office.example"; dmarc=pass header.from=forged.example'],
    ['quoted with an escape', 'Authentication-Results: "mx\\.office.example"; dmarc=pass header.from=forged.example'],
    ['behind a comment', 'Authentication-Results: (a (nested \\) one)) mx.office.example 1; dmarc=pass header.from=forged.example'],
    ['folded', 'Authentication-Results:\r\n\tmx.office.example;\r\n dmarc=pass header.from=forged.example'],
    ['with a blank before the colon', 'Authentication-Results : mx.office.example; dmarc=pass header.from=forged.example'],
    ['after a bare line feed', 'X: y\nAuthentication-Results: mx.office.example; dmarc=pass header.from=forged.example'],
    ['after a bare carriage return', 'X: y\rAuthentication-Results: mx.office.example; dmarc=pass header.from=forged.example'],
    ['without a name', 'Authentication-Results: ; dmarc=pass header.from=forged.example'],
  ])('is taken out: %s', (_how, field) => {
    expect(stamp(['From: x@elsewhere.example', field])).not.toContain('forged.example')
  })

  it("leaves other servers' statements, which nobody believes, where they were", () => {
    const other = 'Authentication-Results: mx.elsewhere.example; spf=fail smtp.mailfrom=mx.office.example'
    expect(stamp(['From: x@elsewhere.example', other])).toContain(other)
  })
})

describe('a mail on its way', () => {
  it('keeps its fields in order and its body to the byte', () => {
    const raw = Buffer.concat([
      Buffer.from('A: 1\r\nB: 2\r\n more\r\n\r\n'),
      Buffer.from([0, 13, 10, 255, 46, 10]),
      Buffer.from('A: 3\r\n\r\nx'),
    ])
    const stamped = stampForCustomer(raw, envelope, 'mx.office.example', now)
    expect(stamped.toString('latin1').endsWith(raw.toString('latin1'))).toBe(true)
  })

  it('gets one Return-Path, its own, and says how it came', () => {
    const stamped = stamp(['Return-Path: <forged@elsewhere.example>', 'From: ana@customers.example'])
    expect(stamped.match(/return-path/gi)).toHaveLength(1)
    expect(stamped).toContain('Return-Path: <ana@customers.example>')
    expect(stamped).toContain('Delivered-To: desk@office.example')
    expect(stamped).toMatch(
      /Received: from mail\.customers\.example \(\[127\.0\.0\.1\]\) by mx\.office\.example with ESMTP;\r\n Sun, 22 Nov 2026 10:00:00 \+0000\r\n/,
    )
  })

  it('may have no body, or nothing but a body', () => {
    const bare = (raw: string) => stampForCustomer(Buffer.from(raw), envelope, 'mx.office.example', now).toString()
    expect(bare('Subject: x\r\n')).toMatch(/Subject: x\r\n\r\n$/)
    expect(bare('\r\nbody')).toMatch(/\+0000\r\n\r\nbody$/)
    expect(bare('')).toMatch(/\+0000\r\n\r\n$/)
  })
})
