// Why a bill is what it is, in a few lines of a message.
import type { BillExplanation, Comparison } from '../../../billing/explain-bill.ts'
import { differenceParts } from '../../../billing/explain-difference.ts'
import { findingWords, partWords } from '../../../billing/explanation-words.ts'
import { longDay } from '../../../kernel/days.ts'
import { formatCents } from '../../../kernel/money.ts'
import { type Block, listing } from '../block-pieces.ts'
import { quoted } from '../plain-words.ts'

const findingsShown = 8

export function explained(explanation: BillExplanation | null): Block[] {
  if (!explanation) return []
  const { bill, before, yearAgo, findings } = explanation
  const found = findings.slice(0, findingsShown).map((finding) => `• ${quoted(findingWords(finding), 300)}`)
  return [
    listing([
      `*Bill of ${longDay(bill.issuedOn)}* ${formatCents(bill.amountCents)}, ${bill.days} days, ${Math.round(bill.gallonsPerDay)} gallons a day`,
      ...(before ? difference('the bill before', before) : []),
      ...(yearAgo ? difference('a year ago', yearAgo) : []),
      ...found,
    ]),
  ]
}

function difference(since: string, { bill, difference: { differenceCents, parts } }: Comparison): string[] {
  const moved = differenceParts
    .filter((part) => parts[part] !== 0)
    .map((part) => `${partWords[part].toLowerCase()} ${formatCents(parts[part])}`)
  return [`*Since ${since}* (${longDay(bill.issuedOn)}) ${formatCents(differenceCents)}: ${moved.join(', ') || 'nothing moved'}`]
}
