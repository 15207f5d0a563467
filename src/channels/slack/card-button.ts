// What a button carries: which approval, of which draft, of exactly which content. Slack hands it back to us, from any copy of
// the card however old, so it is read as untrusted input and the content's hash is compared again by whoever decides.
import { z } from 'zod'

export const buttonIds = { approve: 'approve-draft', edit: 'edit-draft', giveBack: 'return-draft', openConsole: 'open-console' } as const

const cardButton = z.object({ approvalId: z.uuid(), draftId: z.uuid(), contentHash: z.string().regex(/^[0-9a-f]{64}$/) })
export type CardButton = z.infer<typeof cardButton>

const formOrigin = cardButton.extend({ channel: z.string().max(50), ts: z.string().max(50) })
/** A form keeps the button it was opened by, and the card it stood on. */
export type FormOrigin = z.infer<typeof formOrigin>

export function writeButton({ approvalId, draftId, contentHash }: CardButton): string {
  return JSON.stringify({ approvalId, draftId, contentHash })
}

export function readButton(value: unknown): CardButton | undefined {
  return cardButton.safeParse(jsonOf(value)).data
}

export function writeOrigin(origin: FormOrigin): string {
  return JSON.stringify(origin)
}

export function readOrigin(metadata: unknown): FormOrigin | undefined {
  return formOrigin.safeParse(jsonOf(metadata)).data
}

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined // a value we did not write; the schema refuses it
  }
}
