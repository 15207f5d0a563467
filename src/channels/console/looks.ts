// Which page of the console shows what of an account or a case, for the audit log. Every address that is read has its line here; a
// test holds that, so that no new page shows an account without a trace.

type Asked = { param(name: string): string; query(name: string): string }
/** What is written down; null: nothing was looked at, such as a list without a search. */
export type Look = { act: string; subject: string; words?: string } | null
/** `itself`: the page or its verb writes it down. `nothing`: no account or case is shown, or as a list alone. */
type Rule = ((asked: Asked) => Look) | 'itself' | 'nothing'

const ofCase =
  (act: string): Rule =>
  (asked) => ({ act, subject: asked.param('name').toUpperCase() })
const ofId =
  (act: string, kind: string): Rule =>
  (asked) => ({ act, subject: `${kind}:${asked.param('id')}` })
const search =
  (act: string, name: string): Rule =>
  (asked) =>
    asked.query(name).trim() === '' ? null : { act, subject: 'search', words: asked.query(name).trim() }

export const looks: Record<string, Rule> = {
  '/': 'nothing',
  '/queue': search('case-search', 'search'),
  '/new-case': 'nothing',
  '/cases/:name': ofCase('case-looked-at'),
  '/cases/:name/pulse': 'nothing', // whether something has changed, and nothing of it
  '/cases/:name/presence': 'nothing', // who else is in it
  '/cases/:name/clock': ofCase('case-looked-at'),
  '/cases/:name/mails/:mailId/layout': ofCase('mail-layout-looked-at'),
  '/cases/:name/mails/:mailId/attachments/:number': 'itself',
  '/cases/:name/enclosures/:draftId/:sha256': ofCase('enclosure-exported'),
  '/accounts': search('account-search', 'find'),
  '/accounts/:number': 'itself',
  '/accounts/:number/investigate': 'itself',
  '/accounts/:number/worksheet.pdf': 'itself',
  '/call': search('account-search', 'find'),
  '/call/:number': 'itself',
  '/adjustments': 'nothing',
  '/adjustments/:id': 'itself',
  '/properties': 'nothing',
  '/properties/:id': 'itself',
  '/letters': 'nothing',
  '/letters/:id.pdf': 'itself',
  '/mailroom': 'nothing',
  '/mailroom/quarantine': 'nothing',
  '/mailroom/ledger': search('mail-search', 'search'),
  '/mailroom/ledger/:id': ofId('mail-looked-at', 'ledger-entry'),
  '/mailroom/ledger/:id/text': ofId('mail-looked-at', 'ledger-entry'),
  '/mailroom/ledger/:id/source': 'itself',
  '/mailroom/ledger/:id/source.eml': 'itself',
  '/mailroom/mails/:id': 'nothing', // leads to the ledger
  '/mailroom/mails/:id/source': 'nothing',
  '/office': 'nothing',
  '/vouching': 'nothing',
  '/rulebook': 'nothing',
  '/rulebook/:kind': 'nothing',
  '/rulebook/:kind/file': 'nothing',
  '/rulebook/:kind/proposals/:id': 'nothing',
  '/staff': 'nothing',
  '/audit': 'itself',
  '/audit.csv': 'itself',
  '/alarms': 'nothing',
  '/customers-mailboxes': 'nothing', // of a demo
}

type Pattern = { address: RegExp; names: string[]; rule: Exclude<Rule, 'itself' | 'nothing'> }

const patterns: Pattern[] = Object.entries(looks).flatMap(([path, rule]) =>
  rule === 'itself' || rule === 'nothing' ? [] : [{ ...patternOf(path), rule }],
)

function patternOf(path: string): { address: RegExp; names: string[] } {
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string)
  const source = path.replaceAll('.', '\\.').replace(/:\w+/g, '([^/]+?)')
  return { address: new RegExp(`^${source}/?$`, 'i'), names } // as the router reads addresses: any case, a slash at the end
}

/** A form about a case or a mail is answered with its page when it is refused, so it is a look, too; the check of a text as it is typed is none. */
const caseForm = /^\/cases\/([^/]+)\/([a-z]+)\/?$/i
const ledgerForm = /^\/mailroom\/ledger\/([^/]+)\/([a-z-]+)\/?$/i

/** `path` as it stands in the address. */
export function lookAt(method: string, path: string, query: (name: string) => string): Look {
  if (method === 'POST') {
    const [, name, form] = caseForm.exec(path) ?? []
    if (name && form) return form === 'check' ? null : { act: 'case-acted-on', subject: decoded(name).toUpperCase(), words: form }
    const [, entry, act] = ledgerForm.exec(path) ?? []
    return entry && act ? { act: 'mail-acted-on', subject: `ledger-entry:${decoded(entry)}`, words: act } : null
  }
  for (const { address, names, rule } of patterns) {
    const match = address.exec(path)
    if (match) return rule({ param: (name) => decoded(match[names.indexOf(name) + 1] ?? ''), query })
  }
  return null
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
