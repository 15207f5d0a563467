// What the check says of a text while somebody writes it: each statement marked, and what nothing bears with a place to answer for it.
import { isSpoken } from '../../replies/draft.ts'
import type { CheckedText } from '../../replies/replies.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { Answer } from './case-saying.ts'
import { type Names, segmentView } from './draft-view.ts'
import { markText } from './mark-text.ts'

export type CheckGiven = {
  caseName: string
  answers: readonly Answer[]
  /** Who may own a promise; the first is offered. */
  owners: readonly Pick<StaffMember, 'id' | 'name'>[]
  names: Names
}

export function checkView({ text, draft, claims, unsupported }: CheckedText, { caseName, answers, owners, names }: CheckGiven) {
  // A rule or a promise is its whole sentence: only the figures in it are marked.
  const figures = claims.filter(({ kind }) => !isSpoken(kind))
  const places = figures.map(({ start, end, text: words, factIds }) => ({ start, end, text: words, factId: factIds[0] as string }))
  const segments = markText(text, places, draft.facts, draft.vouched, unsupported)
  const open = [...new Map(unsupported.map((claim) => [claim.text, claim])).values()]
  return {
    at: `/cases/${caseName}/check`,
    borne: claims.length,
    segments: segments.map((segment) => segmentView(segment, names)),
    open: open.map(({ text: words, kind, why }, place) => {
      const answer = answers.find((given) => given.text === words)
      return {
        place,
        text: words,
        why,
        commits: kind === 'commitment',
        reason: answer?.reason ?? '',
        dueOn: answer?.dueOn ?? '',
        owners: owners.map(({ id, name }) => ({ id, name, selected: id === answer?.ownerId })),
      }
    }),
  }
}
