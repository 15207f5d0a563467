// /draft: the draft of a case as it stands, for whoever asked alone.
import { caseName } from '../../../cases/case.ts'
import { heading, link, verbatimText, words } from '../block-pieces.ts'
import { textForCard } from '../draft-parts.ts'
import { quoted } from '../plain-words.ts'
import type { Said } from '../slack-room.ts'
import { caseFirst } from './read-words.ts'
import type { Asked, SlashCommand } from './slash-command.ts'

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
  const { sections, whole, hidden } = textForCard(text)
  const left = hidden ? '*A card or social-security number is hidden here.* ' : '*The draft goes on in the console.* '
  return {
    text: `The draft of ${caseName(found.record)}`,
    blocks: [
      heading(`${caseName(found.record)}, version ${version}`),
      ...sections.map(verbatimText),
      words(
        `${whole ? '' : left}${status.replaceAll('-', ' ')}${note ? `: ${quoted(note, 500)}` : ''}. ${link(room.caseUrl(found.record), 'Open in the console')}`,
      ),
    ],
  }
}
