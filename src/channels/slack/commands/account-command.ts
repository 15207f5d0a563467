// /account: an account at a glance, by number, telephone, name, address or PIN. The look is written down like any other.
import { longDay } from '../../../kernel/days.ts'
import { formatCents } from '../../../kernel/money.ts'
import { heading, link, listing, small, words } from '../block-pieces.ts'
import { quoted } from '../plain-words.ts'
import type { Said } from '../slack-room.ts'
import { explained } from './explain-in-words.ts'
import type { Asked, SlashCommand } from './slash-command.ts'

const found = 10
const bills = 6

export const accountCommand: SlashCommand = {
  command: '/account',
  description: 'An account: balance, bills, payments and why the newest bill is what it is',
  usageHint: 'NUMBER | telephone | name | address | PIN',
  subcommands: [],
  otherwise: account,
}

async function account({ room, member, words: asked }: Asked): Promise<Said> {
  if (asked.replace(/^help$|^\?$/i, '') === '') return 'Name an account by its number, a telephone number, a name, an address or a PIN.'
  const { desk } = room
  const accounts = await desk.accounts.find(asked, found + 1)
  const exact = accounts.find(({ number }) => number === asked) ?? (accounts.length === 1 ? accounts[0] : undefined)
  if (!exact) {
    if (accounts.length === 0) return `No account fits “${quoted(asked, 60)}”.`
    const lines = accounts
      .slice(0, found)
      .map((one) => `• *${quoted(one.number, 40)}* ${quoted(one.address, 80)}, ${quoted(one.people.join(', '), 80)}`)
    return {
      text: 'Accounts',
      blocks: [listing(lines), ...(accounts.length > found ? [small('There are more. Add a word.')] : [])],
    }
  }
  const shown = await desk.account(exact.number, member)
  if (!shown) return `There is no account ${quoted(asked, 60)}.`
  const { history, balanceCents, asOf } = shown
  const rows = history.bills
    .slice(-bills)
    .reverse()
    .map((bill) => `• ${longDay(bill.issuedOn)}: *${formatCents(bill.totalCents)}*`)
  return {
    text: `Account ${exact.number}`,
    blocks: [
      heading(`Account ${exact.number}`),
      words(
        [
          `*${quoted(history.property.address, 200)}*`,
          `*People* ${quoted(history.people.map(({ name, role }) => `${name} (${role})`).join(', '), 400)}`,
          `*Balance* ${formatCents(balanceCents)} as of ${longDay(asOf)}`,
        ].join('\n'),
      ),
      ...(rows.length > 0 ? [listing(rows, 'Bills')] : []),
      ...explained(shown.explanation),
      small(
        `${link(`${desk.consoleUrl}/accounts/${encodeURIComponent(exact.number)}`, 'Open in the console')}, with the chart, the lines and the worksheet. That you looked is written down.`,
      ),
    ],
  }
}
