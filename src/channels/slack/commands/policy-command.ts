// /policy: what the rules say, found by words, each with its source and its days.
import { formatDay } from '../../../kernel/days.ts'
import { type Article, findArticles } from '../../../rulebook/kinds/policies.ts'
import { heading, small, words } from '../block-pieces.ts'
import { quoted } from '../plain-words.ts'
import type { Said } from '../slack-room.ts'
import type { Asked, SlashCommand } from './slash-command.ts'

const articlesShown = 5

export const policyCommand: SlashCommand = {
  command: '/policy',
  description: 'What the rules say, with their source and their days',
  usageHint: 'WORDS, such as: late penalty',
  subcommands: [],
  otherwise: policy,
}

async function policy({ room, words: asked }: Asked): Promise<Said> {
  if (asked === '' || /^(?:help|\?)$/i.test(asked)) return 'Name words of the rule: */policy late penalty*.'
  const { value, version, today } = room.desk.policies()
  const found = findArticles(value, asked)
  if (found.length === 0) return `No rule has all of these words: ${quoted(asked, 200)}. Try fewer.`
  const more = found.length - articlesShown
  return {
    text: 'What the rules say',
    blocks: [
      heading('What the rules say'),
      ...found
        .slice(0, articlesShown)
        .flatMap((article) => [words(`*${quoted(article.title, 120)}*\n${saying(article)}`), small(standing(article, formatDay(today)))]),
      small(`${more > 0 ? `${more} more have these words; say more of them. ` : ''}From the rulebook, ${version}.`),
    ],
  }
}

function saying({ words: said }: Article): string {
  return said === null ? 'Not confirmed yet: letters say nothing of it until the office fills it in.' : quoted(said.en, 1_000)
}

function standing({ source, from, until }: Article, today: string): string {
  const days = [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' ')
  const over = until !== null && until < today ? ', over' : from !== null && today < from ? ', not yet in force' : ''
  return `${quoted(source, 200)}${days ? ` (${days}${over})` : ''}`
}
