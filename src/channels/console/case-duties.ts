// The case page's acts about whose a case is and how it goes on: taken, given, escalated, waiting, resolved, closed, a call logged.
import { Router } from 'express'
import { z } from 'zod'
import { caseNumberIn } from '../../cases/case.ts'
import { assignWords, escalateWords, inquiryWords, linkWords, mergeWords, moveWords, safetyWords } from '../../cases/case-words.ts'
import { caseMoves } from '../../cases/lifecycle.ts'
import { parseDay } from '../../kernel/days.ts'
import { refused } from '../../kernel/result.ts'
import { caseActs } from './case-act.ts'
import type { ShowCase } from './case-page.ts'
import type { ConsoleOffice } from './office-faces.ts'

const text = z.string().max(20_000).default('')
const moveAsked = z.object({ move: z.enum(caseMoves), reason: text, until: text })
const assignAsked = z.object({ to: z.union([z.uuid(), z.literal('')]) })
const escalateAsked = z.object({ reason: text })
const mergeAsked = z.object({ into: z.string().max(40).default(''), reason: text })
const safetyAsked = z.object({ id: z.uuid(), reason: text })
const callAsked = z.object({ with: text, telephone: text, text, callBackOn: text, ownerId: z.union([z.uuid(), z.literal('')]).default('') })

export function caseDuties({ office, showCase }: { office: ConsoleOffice; showCase: ShowCase }): Router {
  const routes = Router()
  const { cases, duty, staff } = office
  const act = caseActs({ office, routes, showCase })

  act('take', async ({ record, by }) => {
    const done = await duty.assign({ caseId: record.id, to: record.assigneeId === by.id ? null : by, by })
    return done.ok ? undefined : { refusal: { at: 'duty', words: assignWords(done.refusal) } }
  })

  act('assign', async ({ record, by, body }) => {
    const { to } = assignAsked.parse(body)
    const person = to === '' ? null : await staff.byId(to)
    if (person === undefined) return { refusal: { at: 'duty', words: assignWords({ kind: 'no-such-person' }) } }
    const done = await duty.assign({ caseId: record.id, to: person, by })
    return done.ok ? undefined : { refusal: { at: 'duty', words: assignWords(done.refusal) } }
  })

  act('escalate', async ({ record, by, body }) => {
    const done = await duty.escalate({ caseId: record.id, ...escalateAsked.parse(body), by })
    if (!done.ok) return { refusal: { at: 'duty', words: escalateWords(done.refusal) } }
    const { to } = done.value
    return to ? undefined : { status: 200, notice: { words: 'No supervisor is at work with room for it: all of them were told by mail.' } }
  })

  act('move', async ({ record, by, body }) => {
    const { move, reason, until } = moveAsked.parse(body)
    const done = await duty.move({ caseId: record.id, move, reason, until: parseDay(until) ?? null, by })
    return done.ok ? undefined : { refusal: { at: 'duty', words: moveWords(done.refusal) } }
  })

  act('merge', async ({ record, by, body }) => {
    const { into, reason } = mergeAsked.parse(body)
    const number = caseNumberIn(into)
    const other = number === undefined ? undefined : await cases.byNumber(number)
    if (!other) return { refusal: { at: 'duty', words: mergeWords({ kind: 'no-case' }) } }
    const done = await duty.merge({ fromId: record.id, intoId: other.id, reason, by })
    return done.ok ? undefined : { refusal: { at: 'duty', words: mergeWords(done.refusal) } }
  })

  act('unmerge', async ({ record, by, body }) => {
    const done = await duty.unmerge({ caseId: record.id, ...escalateAsked.parse(body), by })
    return done.ok ? undefined : { refusal: { at: 'duty', words: mergeWords(done.refusal) } }
  })

  for (const verb of ['link', 'unlink'] as const)
    act(verb, async ({ record, by, body }) => {
      const { into, reason } = mergeAsked.parse(body)
      const number = caseNumberIn(into)
      const other = number === undefined ? undefined : await cases.byNumber(number)
      if (!other) return { refusal: { at: 'duty', words: linkWords['no-case'] } }
      const done = await duty[verb]({ caseId: record.id, otherId: other.id, reason, by })
      return done.ok ? undefined : { refusal: { at: 'duty', words: linkWords[done.refusal.kind] } }
    })

  act('safety', async ({ record, by, body }) => {
    const { id, reason } = safetyAsked.parse(body)
    const own = (await duty.safety.standing({ accountNumber: record.accountNumber, caseId: record.id })).some((flag) => flag.id === id)
    const done = own ? await duty.safety.clear({ id, reason, by }) : refused({ kind: 'not-found' as const })
    return done.ok ? undefined : { refusal: { at: 'duty', words: safetyWords[done.refusal.kind] } }
  })

  act('call', async ({ record, by, body }) => {
    const { callBackOn, ownerId, ...asked } = callAsked.parse(body)
    const day = parseDay(callBackOn) ?? null
    if (callBackOn !== '' && day === null) return { refusal: { at: 'duty', words: inquiryWords['day-refused'] } }
    const done = await cases.inquiries.logCall({ caseId: record.id, ...asked, callBackOn: day, ownerId: ownerId || null, by })
    return done.ok ? undefined : { refusal: { at: 'duty', words: inquiryWords[done.refusal.kind] } }
  })
  return routes
}
