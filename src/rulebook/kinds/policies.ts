// What the city's rules say, in plain words that a letter may quote, each with its source. A rule that nobody has confirmed stands here as
// null: letters say nothing of it, and a person writes it.
import { z } from 'zod'
import { topics } from '../topics.ts'
import { isoDay } from './calendar.ts'

const said = z.string().min(10).max(1_000)
const words = z.strictObject({ en: said, es: said })

const article = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    title: z.string().min(1).max(120),
    /** The ordinance and its section, or the page that says so. */
    source: z.string().min(1).max(200),
    /** Replies about these quote it. */
    topics: z.array(z.enum(topics)),
    /** null: not confirmed yet; the office fills it in. */
    words: words.nullable(),
    /** Its first and its last day, where it has one. */
    from: isoDay.nullable().default(null),
    until: isoDay.nullable().default(null),
  })
  .refine(({ from, until }) => from === null || until === null || from <= until, { error: 'ends before it begins' })

export const policiesSchema = z
  .strictObject({ articles: z.array(article) })
  .refine(({ articles }) => new Set(articles.map(({ id }) => id)).size === articles.length, { error: 'two articles have the same id' })

export type Article = z.infer<typeof article>

/** In force on a day (ISO), confirmed, and about a topic. */
export function articlesAbout({ articles }: z.infer<typeof policiesSchema>, topic: Article['topics'][number], day: string): Article[] {
  return articles.filter(
    (one) =>
      one.topics.includes(topic) &&
      one.words !== null &&
      (one.from === null || one.from <= day) &&
      (one.until === null || day <= one.until),
  )
}

/** Articles in which all the words stand, in their title, text or source; in the order of the rulebook. */
export function findArticles({ articles }: z.infer<typeof policiesSchema>, text: string): Article[] {
  const asked = plain(text)
    .split(' ')
    .filter((word) => word.length > 1)
  if (asked.length === 0) return []
  return articles.filter(({ id, title, source, words: said }) => {
    const held = plain([id, title, source, ...Object.values(said ?? {})].join(' '))
    return asked.every((word) => held.includes(word))
  })
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
