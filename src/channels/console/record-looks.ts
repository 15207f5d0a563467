// Writes down who looks at which account or case, before it is shown: what cannot be written down is not shown.
import type { RequestHandler } from 'express'
import { audit } from '../../platform/audit.ts'
import { actorOf } from '../../staff/staff-member.ts'
import { lookAt } from './looks.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { memberOf } from './session-guard.ts'

const subjectLimitCharacters = 100
const wordsLimitCharacters = 200

export function recordLooks({ db, clock }: Pick<ConsoleOffice, 'db' | 'clock'>): RequestHandler {
  return async (request, response, next) => {
    const look = lookAt(request.method === 'HEAD' ? 'GET' : request.method, request.path, (name) => textOf(request.query[name]))
    if (look) {
      const { act, subject, words } = look
      const detail: { [key: string]: string } = words === undefined ? {} : { words: storable(words, wordsLimitCharacters) }
      const entry = { at: clock.now(), actor: actorOf(memberOf(response)), act, subject: storable(subject, subjectLimitCharacters), detail }
      await db.inTransaction((tx) => audit(tx, entry))
    }
    next()
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function storable(text: string, limit: number): string {
  return text.replaceAll('\0', '').slice(0, limit).toWellFormed()
}
