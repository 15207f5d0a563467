// What a case page says beside the case itself, after an act that was refused or by a link that brought somebody here.

export type CaseNotice = { words: string }

/** What a case page says on top of the case itself: a refusal at its place, an edit that is not lost. */
export type CaseSaying = { status?: number; notice?: CaseNotice; edit?: EditForm; refusal?: { at: RefusalPlace; words: string } }
type RefusalPlace = 'decision' | 'edit' | 'return' | 'mail' | 'note' | 'asked' | 'about'
type EditForm = { text: string; vouchReason: string; figures: string[] }
