// Who was established for the case's account, and the form to establish somebody.
import type { Establishment } from '../../disclosure/disclosure.ts'
import { addDays, type Day, formatDay } from '../../kernel/days.ts'
import { addressInWords } from '../../kernel/postal-address.ts'
import { bases, disclosedMatters, inquirerRoles } from '../../rulebook/kinds/disclosure.ts'
import { basisNames, matterNames, roleNames } from './disclosure-words.ts'
import type { Names } from './draft-view.ts'

const offeredDays = 60

export function disclosureView(all: readonly Establishment[], today: Day, names: Names) {
  return {
    entries: all.map((entry) => ({
      id: entry.id,
      name: entry.name || addressInWords(entry.address),
      address: addressInWords(entry.address),
      role: roleNames[entry.role],
      basis: basisNames[entry.basis],
      reference: entry.reference,
      matters: entry.scope.map((matter) => matterNames[matter]).join('; '),
      consent: entry.consent,
      own: entry.ownFromOn !== null && entry.ownUntilOn !== null ? { from: entry.ownFromOn, until: entry.ownUntilOn } : null,
      until: entry.untilOn,
      by: names(entry.recordedBy),
      isOver: entry.revokedAt !== null || entry.untilOn < today,
      isRevocable: entry.revokedAt === null,
      revoked: entry.revokedBy === null ? null : { by: names(entry.revokedBy), reason: entry.revokedReason },
    })),
    roles: inquirerRoles.map((id) => ({ id, words: roleNames[id] })),
    bases: bases.map((id) => ({ id, words: basisNames[id] })),
    matters: disclosedMatters.map((id) => ({ id, words: matterNames[id] })),
    until: formatDay(addDays(today, offeredDays)),
  }
}
