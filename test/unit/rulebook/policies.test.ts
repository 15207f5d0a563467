import { describe, expect, it } from 'vitest'
import { articlesAbout, findArticles, policiesSchema } from '../../../src/rulebook/kinds/policies.ts'

const words = { en: 'A penalty of 1.25 percent a month is added.', es: 'Se agrega un recargo de 1.25 por ciento al mes.' }
const article = { id: 'late', title: 'Late penalty', source: 'MCC 11-12-420', topics: ['penalty-dispute'], words }
const policies = policiesSchema.parse({
  articles: [
    article,
    { ...article, id: 'plan', title: 'Payment plans', topics: ['payment-plan'], words: null },
    { ...article, id: 'pilot', title: 'Leak pilot', topics: ['leak-adjustment'], from: '2025-01-01', until: '2026-12-31' },
  ],
})
const ids = (articles: readonly { id: string }[]) => articles.map(({ id }) => id)

describe('what the rules say', () => {
  it.each([
    ['penalty-dispute', '2026-06-01', ['late']],
    ['high-bill', '2026-06-01', []],
    ['payment-plan', '2026-06-01', []],
    ['leak-adjustment', '2024-12-31', []],
    ['leak-adjustment', '2025-01-01', ['pilot']],
    ['leak-adjustment', '2026-12-31', ['pilot']],
    ['leak-adjustment', '2027-01-01', []],
  ] as const)('of %s on %s, letters quote %j', (topic, day, expected) => {
    expect(ids(articlesAbout(policies, topic, day))).toEqual(expected)
  })

  it.each([
    ['LATE penalty', ['late']],
    ['11-12-420', ['late', 'plan', 'pilot']],
    ['recargo', ['late', 'pilot']],
    ['payment plans', ['plan']],
    ['late dragons', []],
    ['', []],
    ['???', []],
  ])('%s finds %j', (asked, expected) => {
    expect(ids(findArticles(policies, asked))).toEqual(expected)
  })

  it.each([
    [{ articles: [article, article] }, 'two articles have the same id'],
    [{ articles: [{ ...article, words: { en: words.en } }] }, 'es'],
    [{ articles: [{ ...article, from: 'soon' }] }, 'from'],
    [{ articles: [{ ...article, from: '2026-02-01', until: '2026-01-01' }] }, 'ends before it begins'],
  ])('%# is refused when it is saved', (value, why) => {
    const done = policiesSchema.safeParse(value)
    expect(JSON.stringify(done.error?.issues)).toContain(why)
  })
})
