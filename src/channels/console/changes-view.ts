// What people changed of a draft: against what the template wrote, and against the version before.
import { diffWordsWithSpace } from 'diff'
import type { Draft } from '../../replies/draft.ts'

export type Change = { kind: 'kept' | 'added' | 'removed'; text: string }

/** Null where nobody changed anything. `versions`: of one case, newest first. */
export function changesView(draft: Draft, versions: readonly Draft[]) {
  const before = versions.find((version) => version.version < draft.version && version.rendered === draft.rendered)
  const sinceTemplate = changed(draft.rendered, draft.text)
  const sinceBefore = before && before.text !== draft.rendered ? changed(before.text, draft.text) : null
  if (!sinceTemplate && !sinceBefore) return null
  return {
    template: draft.template,
    sinceTemplate,
    sinceBefore: sinceBefore && before ? { version: before.version, changes: sinceBefore } : null,
  }
}

const contextCharacters = 160

/** Long passages that stayed as they were are shortened to what stands around a change. */
function changed(was: string, is: string): Change[] | null {
  if (was === is) return null
  const parts = diffWordsWithSpace(was, is)
  return parts.map(({ added, removed, value }, place) => {
    if (added) return { kind: 'added', text: value }
    if (removed) return { kind: 'removed', text: value }
    return { kind: 'kept', text: shortened(value, place === 0, place === parts.length - 1) }
  })
}

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  const head = isFirst ? '' : text.slice(0, contextCharacters)
  const tail = isLast ? '' : text.slice(-contextCharacters)
  return head.length + tail.length >= text.length ? text : `${head} … ${tail}`
}
