// The acts of a case page. Each takes a form, asks the slice's verb, and shows a refusal in plain words at its place.
import { Router } from 'express'
import { z } from 'zod'
import { refusalWords, rewriteRefusalWords } from '../../replies/say-refusal.ts'
import { caseActs } from './case-act.ts'
import type { ShowCase } from './case-page.ts'
import { answered, draftAsked, readEdit } from './edit-asked.ts'
import type { ConsoleOffice } from './office-faces.ts'

const returnAsked = draftAsked.extend({ reason: z.string().trim().max(1_000), reasonCode: z.string().max(40).optional() })
const rewriteAsked = draftAsked.extend({ wish: z.enum(['plainer', 'shorter', 'in-english', 'in-spanish']) })
const recallAsked = z.object({ draftId: z.uuid() })
const retryAsked = z.object({ outgoingId: z.uuid() })
const noteAsked = z.object({ text: z.string().trim().min(1).max(4_000) })
const promiseAsked = z.object({ promiseId: z.uuid(), outcome: z.enum(['kept', 'broken']), note: z.string().max(1_000).default('') })
const settleAsked = z.object({ outgoingId: z.uuid(), outcome: z.enum(['was-delivered', 'send-again']) })

export function decisions({ office, showCase }: { office: ConsoleOffice; showCase: ShowCase }): Router {
  const routes = Router()
  const { replies, cases, mailroom, db } = office

  const act = caseActs({ office, routes, showCase })

  act('approve', async ({ by, body }) => {
    const done = await replies.approve({ ...draftAsked.parse(body), by })
    return done.ok ? undefined : { refusal: { at: 'decision', words: refusalWords(done.refusal) } }
  })

  act('return', async ({ by, body }) => {
    const { reasonCode, ...asked } = returnAsked.parse(body)
    const done = await replies.giveBack({ ...asked, ...(reasonCode ? { reasonCode } : {}), by })
    return done.ok ? undefined : { refusal: { at: 'return', words: refusalWords(done.refusal) } }
  })

  act('edit', async ({ by, body }) => {
    const { answers, ...asked } = readEdit(body)
    const done = await replies.edit({ ...asked, by, ...answered(answers) })
    if (done.ok) return undefined
    return {
      status: 422,
      edit: { text: asked.text, answers, leaveOut: asked.leaveOut },
      refusal: { at: 'edit', words: refusalWords(done.refusal) },
    }
  })

  act('rewrite', async ({ by, body }) => {
    const done = await replies.rewrite({ ...rewriteAsked.parse(body), by })
    return done.ok ? undefined : { refusal: { at: 'rewrite', words: rewriteRefusalWords(done.refusal) } }
  })

  act('recall', async ({ by, body }) => {
    const done = await replies.recall({ ...recallAsked.parse(body), by })
    return done.ok ? undefined : { refusal: { at: 'decision', words: refusalWords(done.refusal) } }
  })

  act('redraft', async ({ record, by }) => {
    const done = await replies.redraft({ caseId: record.id, by })
    return done.ok ? undefined : { refusal: { at: 'decision', words: refusalWords(done.refusal) } }
  })

  act('settle', async ({ by, body }) => {
    const done = await mailroom.settleUnknown({ ...settleAsked.parse(body), by })
    return done.ok ? undefined : { refusal: { at: 'mail', words: settleWords[done.refusal.kind] } }
  })

  act('retry', async ({ by, body }) => {
    const done = await mailroom.retryReply({ ...retryAsked.parse(body), by })
    return done.ok ? undefined : { refusal: { at: 'mail', words: retryWords[done.refusal.kind] } }
  })

  act('promise', async ({ record, by, body }) => {
    const { promiseId, ...asked } = promiseAsked.parse(body)
    const done = await office.promises.settle({ id: promiseId, caseId: record.id, ...asked, by })
    return done.ok ? undefined : { refusal: { at: 'promise', words: promiseWords[done.refusal.kind] } }
  })

  act('note', async ({ record, by, body }) => {
    const given = noteAsked.safeParse(body)
    if (!given.success) return { refusal: { at: 'note', words: 'A note needs words, at most 4,000 characters.' } }
    await db.inTransaction((tx) => cases.note(tx, record.id, given.data.text, by))
    return undefined
  })
  return routes
}

const promiseWords = {
  'not-authorised': 'Your role may not say what became of a promise.',
  'not-found': 'This promise is not there any more.',
  'settled-already': 'Somebody has said meanwhile what became of this promise.',
  'note-missing': 'Say why the promise was broken, so that the customer can be told.',
}

const retryWords = {
  'not-authorised': 'A clerk or a supervisor sends this reply again; your role may not.',
  'not-approved': 'The approval of this reply stands no longer. Look at the newest draft of the case.',
  'not-stopped': 'This reply is no longer stopped: somebody has decided about it meanwhile.',
}

export const settleWords = {
  'not-authorised': 'Your role may not decide what became of this mail. Ask a supervisor.',
  'not-unknown': 'The fate of this mail has been settled meanwhile.',
}
