// DNS is asked once for what many mails ask at once, and again when an answer is old.
import { describe, expect, it } from 'vitest'
import { createNameLookup, type NameLookup } from '../../../src/platform/name-lookups.ts'

function counted(answer: NameLookup) {
  let now = new Date('2026-03-02T16:00:00Z')
  const asked: string[] = []
  const lookup = createNameLookup({ now: () => now }, (name, type) => {
    asked.push(`${type} ${name}`)
    return answer(name, type)
  })
  const passes = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000)
  }
  return { lookup, asked, passes }
}

const refused =
  (code: string): NameLookup =>
  () =>
    Promise.reject(Object.assign(new Error(code), { code }))
const found: NameLookup = async () => [['v=DKIM1']]

describe('a lookup', () => {
  it('is shared by those who ask at the same time, whatever the case of the name', async () => {
    const { lookup, asked } = counted(found)
    expect(await Promise.all([lookup('a.example', 'TXT'), lookup('A.example', 'TXT')])).toEqual([[['v=DKIM1']], [['v=DKIM1']]])
    expect(asked).toEqual(['TXT a.example'])
  })

  it.each([
    ['an answer', found, 599, 600],
    ['that there is none', refused('ENOTFOUND'), 299, 300],
    ['that there is none of its kind', refused('ENODATA'), 299, 300],
    ['that the server failed', refused('ESERVFAIL'), 29, 30],
  ])('keeps %s for a while', async (_, answer, still, noMore) => {
    const { lookup, asked, passes } = counted(answer)
    const ask = () => lookup('a.example', 'TXT').catch((error: NodeJS.ErrnoException) => error.code)
    const first = await ask()
    passes(still)
    expect(await ask()).toEqual(first)
    expect(asked).toHaveLength(1)
    passes(noMore - still)
    expect(await ask()).toEqual(first)
    expect(asked).toHaveLength(2)
  })

  it('keeps a bounded number of answers, the newest', async () => {
    const { lookup, asked } = counted(found)
    for (let index = 0; index < 2_001; index++) await lookup(`n${index}.example`, 'TXT')
    await lookup('n2000.example', 'TXT')
    expect(asked).toHaveLength(2_001)
    await lookup('n0.example', 'TXT')
    expect(asked).toHaveLength(2_002)
  })
})
