// Only the office's own mail server is believed about who sent a mail.
import { describe, expect, it } from 'vitest'
import { authenticate } from '../../../src/mailroom/reading/senders/sender.ts'

const mx = 'mx.city.example'
const said = (...values: string[]) => ({
  headers: values.map((value) => ({ name: 'authentication-results', value })),
  from: { address: 'ana@example.com' },
  fromCount: 1,
})

describe('the verdict', () => {
  it.each([
    ['dmarc passed', 'mx.city.example; dmarc=pass header.from=example.com', 'established'],
    ['dmarc passed for another domain', 'mx.city.example; dmarc=pass header.from=evil.example', 'not-established'],
    [
      'dmarc failed, whatever else passed',
      'mx.city.example; dkim=pass header.d=example.com; dmarc=fail header.from=example.com',
      'contradicted',
    ],
    ['dkim passed for the domain of From', 'mx.city.example; dkim=pass header.d=example.com', 'established'],
    ['dkim passed for the domain above it', 'mx.city.example; dkim=pass header.i=@example.com header.s=x', 'established'],
    ["dkim passed for somebody else's domain", 'mx.city.example; dkim=pass header.d=mailer.example', 'not-established'],
    ['dkim passed for a domain that only ends alike', 'mx.city.example; dkim=pass header.d=ample.com', 'not-established'],
    ['spf passed for the domain of From', 'mx.city.example; spf=pass smtp.mailfrom=bounce@example.com', 'established'],
    ["spf passed for somebody else's domain", 'mx.city.example; spf=pass smtp.mailfrom=x@mailer.example', 'not-established'],
    ['nothing passed', 'mx.city.example; spf=softfail smtp.mailfrom=example.com; dkim=none', 'not-established'],
    ['the pass stands in a comment', 'mx.city.example; dkim=fail (dmarc=pass; dkim=pass) header.d=example.com', 'not-established'],
    ['the pass stands in a quoted reason', 'mx.city.example; dkim=fail reason="x; dmarc=pass" header.d=example.com', 'not-established'],
    ['a version stands behind the name', 'mx.city.example 1; dmarc=pass header.from=example.com', 'established'],
    [
      'a quoted local part closes its quote by a quoted pair',
      String.raw`mx.city.example; spf=pass smtp.mailfrom="a\"; dkim=pass header.d=example.com; x=\""@evil.example`,
      'not-established',
    ],
    [
      'a comment closes itself by a quoted pair',
      String.raw`mx.city.example; spf=pass (domain of a\); dkim=pass header.d=example.com \(@evil.example permits) smtp.mailfrom=evil.example`,
      'not-established',
    ],
    [
      'a quoted identity brings a second domain',
      String.raw`mx.city.example; dkim=pass header.d=evil.example header.i="x\" header.d=example.com \""@evil.example`,
      'not-established',
    ],
    ['a property is said twice', 'mx.city.example; dkim=pass header.d=evil.example header.d=example.com', 'not-established'],
    ['a quote does not end', 'mx.city.example; dkim=pass header.d=example.com; spf=pass smtp.mailfrom="x', 'not-established'],
    ['a comment does not end', 'mx.city.example; dkim=pass header.d=example.com (good', 'not-established'],
    ['a comment ends that never began', 'mx.city.example; dkim=pass header.d=example.com good)', 'not-established'],
    [
      'one dmarc check failed for the domain of From, and another passed',
      'mx.city.example; dmarc=pass header.from=evil.example; dmarc=fail header.from=example.com',
      'contradicted',
    ],
    [
      'dmarc failed behind sixty signatures of a stranger',
      `mx.city.example; ${'dkim=pass header.d=evil.example header.s=aaaaaaaaaaaaaaaa; '.repeat(60)}dmarc=fail header.from=example.com`,
      'contradicted',
    ],
    ['quoted words are ordinary', 'mx.city.example; dkim=pass reason="2048-bit \\"key\\"" header.d=example.com', 'established'],
    ['no method was tried', 'mx.city.example; none', 'not-established'],
    [
      'the name of a property only ends like one',
      'mx.city.example; dkim=pass policy.header.d=example.com header.d=evil.example',
      'not-established',
    ],
    ['dmarc failed by an older word', 'mx.city.example; dmarc=hardfail header.from=example.com', 'contradicted'],
    ['a word was accepted by the signature and not by policy', 'mx.city.example; dkim=policy header.d=example.com', 'not-established'],
  ])('when %s', (_, value, verdict) => {
    expect(authenticate(said(value), mx).verdict).toBe(verdict)
  })

  it.each([
    ['ana@billing.city.gov', 'mail.city.gov', 'established'],
    ['ana@city.gov', 'mail.city.gov', 'established'],
    ['ana@mail.city.gov', 'city.gov', 'established'],
    ['ana@city.gov', 'gov', 'not-established'],
    ['ana@city.gov', 'town.gov', 'not-established'],
    ['ana@foo.co.uk', 'foo.co.uk', 'established'],
    ['ana@foo.co.uk', 'bar.co.uk', 'not-established'],
    ['ana@foo.co.uk', 'co.uk', 'not-established'],
    ['ana@co.uk', 'co.uk', 'not-established'],
    ['ana@one.github.io', 'two.github.io', 'not-established'],
    ['ana@ci.chicago.il.us', 'mail.ci.chicago.il.us', 'established'],
    ['ana@ci.chicago.il.us', 'evanston.il.us', 'not-established'],
    ['ana@[192.0.2.1]', '[192.0.2.1]', 'not-established'],
    ['ana@localhost', 'localhost', 'not-established'],
    ['ana@Example.COM', 'example.com.', 'established'],
  ])('of %s, signed by %s, is %s', (address, signer, verdict) => {
    const mail = { ...said(`mx.city.example; dkim=pass header.d=${signer}`), from: { address } }
    expect(authenticate(mail, mx).verdict).toBe(verdict)
  })

  it('believes nobody without a configured server', () => {
    expect(authenticate(said('mx.city.example; dmarc=pass header.from=example.com'), undefined)).toEqual({
      spf: 'not-checked',
      dkim: 'not-checked',
      dmarc: 'not-checked',
      verdict: 'not-established',
    })
  })

  it('ignores what other servers say, the forged ones above and below included', () => {
    expect(authenticate(said('evil.example; dmarc=pass header.from=example.com'), mx).verdict).toBe('not-established')
    expect(
      authenticate(
        said('evil.example; dmarc=pass', 'mx.city.example; dmarc=fail', 'mx.city.example; dmarc=pass header.from=example.com'),
        mx,
      ).verdict,
    ).toBe('contradicted')
  })

  it('lets no forged field speak where its own is broken', () => {
    expect(
      authenticate(said('mx.city.example; spf=pass smtp.mailfrom="x', 'mx.city.example; dmarc=pass header.from=example.com'), mx).verdict,
    ).toBe('not-established')
  })

  it('believes the topmost field alone, whatever stands in those below', () => {
    const spf = 'mx.city.example; spf=pass smtp.mailfrom=x@mailer.example'
    for (const forged of ['dmarc=pass header.from=example.com', 'dkim=pass header.d=example.com', 'dmarc=fail header.from=example.com'])
      expect(authenticate(said(spf, `mx.city.example; ${forged}`), mx)).toEqual({
        spf: 'pass',
        dkim: 'not-checked',
        dmarc: 'not-checked',
        verdict: 'not-established',
      })
  })

  it('does not take what a list passed on (ARC) for a result', () => {
    const headers = [{ name: 'arc-authentication-results', value: 'i=1; mx.city.example; dmarc=pass header.from=example.com' }]
    expect(authenticate({ ...said(), headers }, mx).verdict).toBe('not-established')
  })

  it('establishes none of several senders', () => {
    expect(authenticate({ ...said('mx.city.example; dmarc=pass header.from=example.com'), fromCount: 2 }, mx).verdict).toBe(
      'not-established',
    )
  })
})
