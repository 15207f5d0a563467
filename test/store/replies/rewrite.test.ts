// A draft in other words, by a language model that is honest, off, slow, wrong or hostile: the desk works the same, and what no record
// bears never waits for an approval.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Story } from '../../../src/demo/sample-office/story.ts'
import type { DraftView } from '../../../src/replies/draft.ts'
import { rewriteRefusalWords } from '../../../src/replies/say-refusal.ts'
import { inOtherWords, letter, type ModelServer, startModelServer } from '../../support/model-server.ts'
import { type Reception, receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

describe('a draft in other words', () => {
  let server: ModelServer
  let desk: SampleDesk
  beforeAll(async () => {
    server = await startModelServer()
    desk = await openSampleDesk({ recallSeconds: 600, model: server.settings({ timeoutSeconds: 1 }) })
    await desk.office.jobs.start()
  })
  afterAll(async () => {
    await desk.office.jobs.stop()
    await desk.close()
    await server.close()
  })
  afterEach(() => server.isHonest())

  async function drafted(story: Story, reception: Reception = {}): Promise<DraftView> {
    const received = await receiveFrom(desk, desk.complaint(story), reception)
    await desk.office.replies.caseHeard({ caseId: received.case.id, opened: true })
    return (await desk.office.replies.view(received.case.id)) as DraftView
  }
  const seen = ({ draft }: DraftView) => ({ draftId: draft.id, contentHash: draft.contentHash })
  const rewrite = (view: DraftView, wish: 'plainer' | 'shorter' | 'in-english' | 'in-spanish' = 'plainer') =>
    desk.office.replies.rewrite({ ...seen(view), by: desk.clerk, wish })

  it('is an edit like any other, whose author is the person that asked for it', async () => {
    const view = await drafted('estimates-then-actual')
    const done = await rewrite(view)
    if (!done.ok) throw new Error(rewriteRefusalWords(done.refusal))
    const { draft, approval } = done.value
    expect(draft.text).toBe(inOtherWords(view.draft.text))
    expect(draft.text).not.toBe(view.draft.text)
    expect(draft).toMatchObject({ version: 2, status: 'in-review', authorIds: [desk.clerk.id], recipient: view.draft.recipient })
    expect(draft.claims.map(({ factId }) => factId)).toEqual(view.draft.claims.map(({ factId }) => factId))
    expect(approval?.status).toBe('pending')
    const edited = (await desk.office.cases.timeline(draft.caseId)).find(({ kind }) => kind === 'draft-edited')
    expect(edited).toMatchObject({ actor: `staff:${desk.clerk.id}`, content: { rewrite: { wish: 'plainer' } } })
    const approved = await desk.office.replies.approve({ ...seen(done.value), by: desk.supervisor })
    expect(approved.ok).toBe(true)
  })

  it('is never approved by the supervisor who had it written', async () => {
    const view = await drafted('leak')
    const done = await desk.office.replies.rewrite({ ...seen(view), by: desk.supervisor, wish: 'shorter' })
    if (!done.ok) throw new Error(rewriteRefusalWords(done.refusal))
    expect(await desk.office.replies.approve({ ...seen(done.value), by: desk.supervisor })).toMatchObject({
      refusal: { kind: 'own-draft' },
    })
    expect(await desk.office.replies.approve({ ...seen(done.value), by: desk.otherSupervisor })).toMatchObject({ ok: true })
  })

  describe('by a model that', () => {
    /** The draft stands as it was, and its approval with it. */
    async function refusedWith(view: DraftView, why: RegExp, wish: Parameters<typeof rewrite>[1] = 'plainer') {
      const done = await rewrite(view, wish)
      expect(done.ok ? done.value.draft.text : rewriteRefusalWords(done.refusal)).toMatch(why)
      expect(done.ok ? done.value.draft.text : rewriteRefusalWords(done.refusal)).toMatch(/The draft stands as it is/)
      expect(await desk.office.replies.view(view.draft.caseId)).toEqual(view)
    }

    it('adds something of its own is refused with the reason', async () => {
      const view = await drafted('late-penalty')
      const added: [string, RegExp][] = [
        ['Your next bill is $12.34.', /figure of its own: “\$12.34”/],
        ['It is five dollars.', /figure of its own/],
        ['Pay at www.city-water.example.', /link of its own/],
        ['Pay at city-water dot com.', /link of its own/],
        ['Write to boss@city.example.', /link of its own/],
        ['You used [[QUANTITY-ZZ]].', /QUANTITY-ZZ, which the draft does not have/],
        ['You owe 🄰 lot.', /mark of its own/],
        ['Please give your password to the man at your door.', /speaks of something that the draft does not/],
        ['Send cash to the mayor.', /speaks of something that the draft does not/],
        ['We will refund the difference.', /which no record bears/],
        ['Leaks are always forgiven by law.', /which no record bears/],
        ['Vote for better pipes tomorrow morning.', /no record bears|is not in the draft/],
        ['Kind regards, Mr. Johnson', /no record bears/],
        ['<b>Thanks</b>', /mark of its own/],
        ['Please send your card number.', /speaks of something that the draft does not/],
        ['Ignore this bill.', /no record bears/],
        ['Forget what it says.', /speaks of something that the draft does not/],
      ]
      for (const [words, why] of added) {
        server.answers(({ letter: text }) => letter(`${text.trim()}\n\n${words}\n`))
        await refusedWith(view, why)
      }
    })

    it('leaves out, repeats, swaps or glues what it was given is refused', async () => {
      const view = await drafted('rate-only')
      const changes: [(text: string) => string, RegExp][] = [
        [(text) => text.replace(/\[\[MONEY-\w+\]\]/, ''), /left out MONEY-/],
        [(text) => text.replace(/(\[\[MONEY-\w+\]\])/, '$1 and $1'), /wrote MONEY-\w+ twice/],
        [(text) => text.replace(/(\[\[MONEY-\w+\]\])([\s\S]*?)(\[\[MONEY-\w+\]\])/, '$3$2$1'), /order of figures/],
        [(text) => text.replace('[[MONEY-', '-[[MONEY-'), /mark of its own/],
        [(text) => text.replace(/(\[\[MONEY-\w+\]\])/, '$1k'), /mark of its own/],
        [(text) => text.replace('an actual meter reading', 'an estimated meter reading'), /something that the draft does not/],
        [(text) => text.replace('The bill is due on', 'The bill is not due on'), /contrary|no record bears/],
        [() => '', /empty/],
        [(text) => text.repeat(3), /much longer|twice/],
      ]
      for (const [change, why] of changes) {
        server.answers(({ letter: text }) => letter(change(text)))
        await refusedWith(view, why)
      }
    })

    it('answers anything but the letter is refused', async () => {
      const view = await drafted('rate-only')
      for (const content of [
        'Sure! Here is the letter.',
        '{"text": "',
        '[]',
        '{"text": 5}',
        '{"text":"a","recipient":"x@y.example"}',
        'null',
      ]) {
        server.answers(() => ({ content }))
        await refusedWith(view, /not the letter alone/)
      }
    })

    it('never sees a figure, a name, an address or a number of the case', async () => {
      const view = await drafted('vacant-with-use')
      await rewrite(view)
      const { letter: text, raw, key } = server.asked.at(-1) as (typeof server.asked)[number]
      expect(key).toBe('Bearer sample-key')
      expect(text).toContain('[[MONEY-')
      const messages = JSON.parse(raw)
        .messages.map(({ content }: { content: string }) => content)
        .join('\n')
      expect(messages).not.toMatch(/\p{N}|\$/u)
      for (const { text: words } of view.draft.claims) expect(messages).not.toContain(words)
      expect(messages).not.toContain(view.draft.recipient)
      expect(messages).not.toContain(view.draft.subject)
      expect(raw).not.toContain('tool')
    })
  })

  it('in the other language tells the same facts as that language writes them, and comes back from there', async () => {
    const view = await drafted('late-penalty')
    server.answers(({ letter: text }) => letter(inSpanish(text)))
    const done = await rewrite(view, 'in-spanish')
    if (!done.ok) throw new Error(rewriteRefusalWords(done.refusal))
    const { draft } = done.value
    expect(draft.text).toMatch(/Un recargo por mora de \$[\d.]+ se asentó el \d+ de \p{L}+ de 2026\./u)
    expect(draft.text).not.toMatch(/January|February|March|April|June|July|August|September|October|November|December/)
    expect(draft.claims.map(({ factId }) => factId)).toEqual(view.draft.claims.map(({ factId }) => factId))
    server.answers(({ letter: text }) => letter(inEnglish(text)))
    const back = await desk.office.replies.rewrite({ ...seen(done.value), by: desk.clerk, wish: 'in-english' })
    expect(back.ok ? back.value.draft.text : rewriteRefusalWords(back.refusal)).toBe(view.draft.text)
  })

  it('is asked for by nobody who may not write, of no draft that has changed meanwhile', async () => {
    const view = await drafted('leak')
    const asked = { ...seen(view), wish: 'plainer' as const }
    const sent = server.asked.length
    expect(await desk.office.replies.rewrite({ ...asked, by: desk.administrator })).toMatchObject({ refusal: { kind: 'not-authorised' } })
    expect(await desk.office.replies.rewrite({ ...asked, contentHash: 'f'.repeat(64), by: desk.clerk })).toMatchObject({
      refusal: { kind: 'stale' },
    })
    expect(server.asked).toHaveLength(sent)
    const both = await Promise.all([rewrite(view), rewrite(view)])
    expect(both.map((done) => (done.ok ? 'done' : done.refusal.kind)).sort()).toEqual(['done', 'stale'])
    expect(await desk.office.replies.versions(view.draft.caseId)).toHaveLength(2)
  })

  describe('while the model', () => {
    it('is slow, the case goes on: it is approved, and nothing comes of the rewriting', async () => {
      const view = await drafted('nothing-unusual')
      server.answers(() => ({ stall: true }))
      const slow = rewrite(view)
      expect(await desk.office.replies.approve({ ...seen(view), by: desk.supervisor })).toMatchObject({ ok: true })
      const done = await slow
      expect(done.ok ? '' : rewriteRefusalWords(done.refusal)).toMatch(/gave no answer: it did not answer within 1 seconds/)
      expect((await desk.office.replies.view(view.draft.caseId))?.draft).toMatchObject({ id: view.draft.id, status: 'approved' })
    })

    it('thinks, and somebody edits the draft, the edit stands', async () => {
      const view = await drafted('leak')
      let answer = () => {}
      const edited = new Promise<void>((resolve) => {
        answer = resolve
      })
      server.answers(({ letter: text }) => ({ ...letter(inOtherWords(text)), after: edited }))
      const slow = rewrite(view)
      const text = view.draft.text.replace('Thank you for writing', 'Thank you very much for writing')
      expect(await desk.office.replies.edit({ ...seen(view), by: desk.clerk, text })).toMatchObject({ ok: true })
      answer()
      expect(await slow).toMatchObject({ ok: false, refusal: { kind: 'stale' } })
      expect((await desk.office.replies.view(view.draft.caseId))?.draft.text).toBe(text)
    })

    it('is off, everything else is as ever', async () => {
      const without = await openSampleDesk()
      const received = await receiveFrom(without, without.complaint('leak'))
      await without.office.replies.caseHeard({ caseId: received.case.id, opened: true })
      const view = (await without.office.replies.view(received.case.id)) as DraftView
      const refusal = await without.office.replies.rewrite({ ...seen(view), by: without.clerk, wish: 'plainer' })
      expect(refusal).toEqual({ ok: false, refusal: { kind: 'model-off' } })
      expect(await without.office.replies.approve({ ...seen(view), by: without.supervisor })).toMatchObject({ ok: true })
      await without.close()
    })
  })
})

/** The letter about a late penalty, sentence by sentence. */
const sentences: [english: string, spanish: string][] = [
  ['Dear ', 'Hola, '],
  [
    'Thank you for writing to us about the late penalty on your water account',
    'Gracias por escribirnos sobre el recargo por mora de su cuenta de agua',
  ],
  [' for [[ADDRESS', ' de [[ADDRESS'],
  ['We looked at the records of your account. This is what we found.', 'Miramos los registros de su cuenta. Esto es lo que encontramos.'],
  ['WHAT OUR RECORDS SAY', 'LO QUE DICEN NUESTROS REGISTROS'],
  ['A late penalty of [[', 'Un recargo por mora de [['],
  ['was entered on', 'se asentó el'],
  ['It belongs to your bill of', 'Es de su factura del'],
  [' for [[MONEY', ' de [[MONEY'],
  [', which was due on', ', que vencía el'],
  ['As of', 'Al'],
  [', the next payment on your account is', ', el siguiente pago en su cuenta es de'],
  [', entered on', ', asentado el'],
  ['That is after the due date.', 'Eso es después de la fecha de vencimiento.'],
  ['WHY\n', 'POR QUÉ\n'],
  [
    'A bill that is not paid in full by its due date gets a late penalty on the amount that is still unpaid.',
    'Una factura que no se paga por completo para su fecha de vencimiento recibe un recargo por mora sobre el monto que sigue sin pagar.',
  ],
  ['WHAT YOU CAN DO', 'LO QUE USTED PUEDE HACER'],
  ['If you paid on or before', 'Si pagó hasta el'],
  [
    ', please reply with the amount, the day you paid and the confirmation or check number, so that we can look for the payment.',
    ', por favor responda con el monto, el día en que pagó y el número de confirmación o de cheque, para que busquemos el pago.',
  ],
  ['Please do not send your card number.', 'Por favor no envíe el número de su tarjeta.'],
  ['HOW TO REACH US', 'CÓMO COMUNICARSE'],
  ['Reply to this message and keep your case number', 'Responda a este mensaje y deje su número de caso'],
  [', in the subject line.', ', en el asunto.'],
]

function inSpanish(text: string): string {
  return sentences.reduce((left, [english, spanish]) => left.replaceAll(english, spanish), text)
}

function inEnglish(text: string): string {
  const longestFirst = sentences.toSorted(([, a], [, b]) => b.length - a.length)
  return longestFirst.reduce((left, [english, spanish]) => left.replaceAll(spanish, english), text)
}
