// What a rule says of a mail's kind.

export type MailKind = 'person' | 'auto-reply' | 'bounce' | 'feedback-report' | 'receipt' | 'list' | 'own-loop'

/** What shows that a person wrote a mail after all: his domain vouched for him, or the mail answers one of a case. */
export type Proof = 'established' | 'points-to-a-case'

export type Judged = {
  kind: MailKind
  reasons: string[]
  /** Only signs speak for a machine that persons' mails carry too (lists, groups, web forms): these proofs outweigh them. */
  personWhen?: readonly Proof[]
  /** It is never answered by a machine, whoever wrote it. */
  silent?: boolean
}
