import { describe, expect, it } from 'vitest'
import { localPath } from '../../../src/channels/console/session-guard.ts'

describe('where sign-in leads back to', () => {
  it.each(['/cases/WD-000123?approval=5b6f0a52-8f2b-4f0e-9a54-8f7d3f1c2b11', '/queue?status=open&search=a%20b', '/cases/WD-000001#draft'])(
    'follows %s',
    (wanted) => {
      expect(localPath(wanted)).toBe(wanted)
    },
  )

  it.each([
    ['another site', 'https://elsewhere.example/cases'],
    ['a protocol-relative address', '//elsewhere.example'],
    ['the same with a backslash', '/\\elsewhere.example'],
    ['a script', 'javascript:alert(1)'],
    ['two slashes after a dot', '/.//elsewhere.example'],
    ['a tab that browsers drop', '/\t/elsewhere.example'],
    ['a line end', '/queue\r\nSet-Cookie: a=b'],
    ['sign-in itself', '/sign-in?return=%2Fsign-in'],
    ['nothing', undefined],
    ['a list', ['/queue', '/mailroom']],
    ['a very long address', `/${'a'.repeat(3_000)}`],
  ])('goes to the queue instead of %s', (_name, wanted) => {
    expect(localPath(wanted)).toBe('/queue')
  })
})
