// What a case page says beside the case itself, after an act that was refused or by a link that brought somebody here.

export type CaseNotice = { words: string }

/** What a case page says on top of the case itself: a refusal at its place, an edit that is not lost. */
export type CaseSaying = { status?: number; notice?: CaseNotice; edit?: EditForm; refusal?: { at: RefusalPlace; words: string } }
type RefusalPlace = 'decision' | 'edit' | 'rewrite' | 'return' | 'mail' | 'note' | 'promise' | 'asked' | 'about' | 'disclosure' | 'duty'
/** A text somebody is writing, and what he answers for so far: one entry a statement. */
export type EditForm = { text: string; answers: readonly Answer[]; leaveOut: readonly string[] }
export type Answer = { text: string; reason: string; ownerId: string; dueOn: string }
