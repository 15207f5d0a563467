import { describe, expect, it } from 'vitest'
import { lookAt } from '../../../src/channels/console/looks.ts'

const at = (address: string, method = 'GET') => {
  const url = new URL(address, 'http://console.invalid')
  return lookAt(method, url.pathname, (name) => url.searchParams.get(name) ?? '')
}

describe('what a page shows, for the audit log', () => {
  it.each([
    ['/cases/WD-000123', { act: 'case-looked-at', subject: 'WD-000123' }],
    ['/cases/wd-000123/', { act: 'case-looked-at', subject: 'WD-000123' }],
    ['/CASES/WD-000123', { act: 'case-looked-at', subject: 'WD-000123' }],
    ['/cases/%57D-000123', { act: 'case-looked-at', subject: 'WD-000123' }],
    ['/cases/WD-000123/clock', { act: 'case-looked-at', subject: 'WD-000123' }],
    ['/cases/WD-000123/enclosures/a/b', { act: 'enclosure-exported', subject: 'WD-000123' }],
    ['/accounts?find=+Ana+Lopez', { act: 'account-search', subject: 'search', words: 'Ana Lopez' }],
    ['/call?find=555', { act: 'account-search', subject: 'search', words: '555' }],
    ['/queue?search=leak', { act: 'case-search', subject: 'search', words: 'leak' }],
    ['/mailroom/ledger?search=a%40b', { act: 'mail-search', subject: 'search', words: 'a@b' }],
    ['/mailroom/ledger/x/text', { act: 'mail-looked-at', subject: 'ledger-entry:x' }],
  ])('%s', (address, look) => {
    expect(at(address)).toEqual(look)
  })

  it.each(['/queue', '/queue?search=+', '/accounts', '/cases/WD-000123/pulse', '/accounts/100', '/nowhere', '/cases/%E0%A4%A/pulse'])(
    '%s: nothing of its own',
    (address) => {
      expect(at(address)).toBeNull()
    },
  )

  it('a form about a case is a look at it, since its refusal shows the case; the check of a text is none', () => {
    expect(at('/cases/wd-000123/dismiss', 'POST')).toEqual({ act: 'case-acted-on', subject: 'WD-000123', words: 'dismiss' })
    expect(at('/mailroom/ledger/x/take-back', 'POST')).toEqual({ act: 'mail-acted-on', subject: 'ledger-entry:x', words: 'take-back' })
    expect(at('/cases/WD-000123/check', 'POST')).toBeNull()
    expect(at('/accounts?find=Ana', 'POST')).toBeNull()
  })
})
