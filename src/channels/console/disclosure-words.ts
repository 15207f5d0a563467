// Who may be told what, in words.
import type { EstablishRefusal, RevokeRefusal } from '../../disclosure/disclosure.ts'
import type { Basis, InquirerRole, Matter } from '../../rulebook/kinds/disclosure.ts'

export const roleNames: Record<InquirerRole, string> = {
  'owner-or-holder': 'Owner or account holder',
  'spouse-or-co-occupant': 'Spouse or co-occupant',
  tenant: 'Tenant',
  'property-manager': 'Property manager',
  executor: 'Executor',
  'buyer-or-title-company': 'Buyer or title company',
  'attorney-or-agent': 'Attorney or agent',
  'elected-official': 'Elected official’s office',
  'former-customer': 'Former customer',
}

export const basisNames: Record<Basis, string> = {
  document: 'Document',
  'call-back': 'Call back to a number on file',
  'code-by-letter': 'Code by letter to the address on file',
}

export const matterNames: Record<Matter, string> = {
  account: 'account and service address',
  payments: 'balance, payments and holds',
  bills: 'bills, readings and use',
}

export function establishWords(refusal: EstablishRefusal): string {
  if (refusal.kind === 'until-too-late') return `The rulebook lets this role stand for ${refusal.longestDays} days at most.`
  return establishRefusals[refusal.kind]
}

const establishRefusals: Record<Exclude<EstablishRefusal['kind'], 'until-too-late'>, string> = {
  'not-authorised': 'Your role may not establish who somebody is.',
  'no-address': 'Give one e-mail address.',
  'no-account': 'This account is not in the records.',
  'reference-missing': 'Say which document, which call or which letter shows it.',
  'scope-missing': 'Choose what the person may be told.',
  'own-dates-missing': 'This role is told of days of its own only: give the first and the last.',
  'consent-missing': 'This role needs the customer’s consent: say where it stands.',
  'until-past': 'The last day has passed already.',
}

export const revokeWords: Record<RevokeRefusal['kind'], string> = {
  'not-authorised': 'Your role may not revoke this.',
  'not-found': 'This entry is not there.',
  'revoked-already': 'Somebody has revoked this already.',
  'reason-missing': 'Say why it is revoked.',
}
