// /bill: one bill of an account explained, by its day or its month.
import { heading, link, small, words } from '../block-pieces.ts'
import { quoted } from '../plain-words.ts'
import type { Said } from '../slack-room.ts'
import { explained } from './explain-in-words.ts'
import type { Asked, SlashCommand } from './slash-command.ts'

export const billCommand: SlashCommand = {
  command: '/bill',
  description: 'A bill explained: what moved it since the one before and a year ago',
  usageHint: 'ACCOUNT [2026-03-09 | March | latest]',
  subcommands: [],
  otherwise: bill,
}

const months = 'january february march april may june july august september october november december'.split(' ')

async function bill({ room, member, words: asked }: Asked): Promise<Said> {
  const [number = '', ...rest] = asked.split(' ')
  if (number === '' || /^(?:help|\?)$/i.test(number))
    return 'Name an account and, where it is not the newest, a bill: */bill 900123-000001 March*.'
  const shown = await room.desk.account(number, member)
  if (!shown) return `There is no account ${quoted(number, 60)}.`
  const which = rest.join(' ').toLowerCase()
  const { bills } = shown.history
  const found = which === '' || which === 'latest' ? bills.at(-1) : bills.findLast((one) => isOf(which, one.issuedOn))
  if (!found)
    return bills.length === 0
      ? 'This account has no bill yet.'
      : `The account has no bill of “${quoted(which, 40)}”. Name its day, such as 2026-03-09, or its month.`
  const explanation = await room.desk.explainBill(number, found.id)
  if (typeof explanation === 'string') return quoted(explanation, 500)
  return {
    text: `A bill of account ${number}`,
    blocks: [
      heading(`Account ${number}`),
      ...explained(explanation),
      words(
        link(
          `${room.desk.consoleUrl}/accounts/${encodeURIComponent(number)}?bill=${encodeURIComponent(found.id)}`,
          'Line by line in the console',
        ),
      ),
      small('That you looked is written down.'),
    ],
  }
}

/** `2026-03-09`, `2026-03`, `march`, `march 2026`. */
function isOf(which: string, issuedOn: number): boolean {
  const iso = new Date(issuedOn * 86_400_000).toISOString().slice(0, 10)
  if (iso.startsWith(which)) return /^\d{4}-\d{2}/.test(which)
  const [name = '', year] = which.split(' ')
  const month = months.findIndex((one) => name.length >= 3 && one.startsWith(name))
  return month >= 0 && Number(iso.slice(5, 7)) === month + 1 && (year === undefined || iso.startsWith(year))
}
