// /draft: the draft of a case as it stands, for whoever asked alone.
import { caseName } from '../../../cases/case.ts'
import { cardShares } from '../block-limits.ts'
import { heading, link, verbatimText, words } from '../block-pieces.ts'
import { escapedWithin } from '../plain-words.ts'
import type { Said } from '../slack-room.ts'
import { caseFirst } from './read-words.ts'
import type { Asked, SlashCommand } from './slash-command.ts'

const sectionLength = 2_900

export const draftCommand: SlashCommand = {
  command: '/draft',
  description: 'The draft of a case as it stands',
  usageHint: '123',
  subcommands: [],
  otherwise: draft,
}

async function draft(asked: Asked): Promise<Said> {
  const found = await caseFirst(asked)
  if ('why' in found) return found.why
  const { room } = asked
  const view = await room.replies.view(found.record.id)
  if (!view) return `${caseName(found.record)} has no draft.`
  const { text, version, status, note } = view.draft
  const pieces = piecesOf(text.slice(0, cardShares.draft))
  return {
    text: `The draft of ${caseName(found.record)}`,
    blocks: [
      heading(`${caseName(found.record)}, version ${version}`),
      ...pieces.map((piece) => verbatimText(escapedWithin(piece, sectionLength))),
      words(
        `${status.replaceAll('-', ' ')}${note ? `: ${escapedWithin(note, 500)}` : ''}. ${link(room.caseUrl(found.record), 'Open in the console')}`,
      ),
    ],
  }
}

/** At line ends where there are any; escaping may lengthen a piece, so that they are shorter than a section. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let rest = text; rest.length > 0; ) {
    const cut = rest.length <= 1_500 ? rest.length : Math.max(rest.lastIndexOf('\n', 1_500), 1_000)
    pieces.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  return pieces
}
