// A reply is written in the customer's language, from the same facts; a language without templates is a person's to answer.
import readability from 'readability-scores'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toWrite } from '../../../src/replies/asked/to-write.ts'
import { bindClaims } from '../../../src/replies/bind-claims.ts'
import { refusalWords } from '../../../src/replies/say-refusal.ts'
import { topics } from '../../../src/rulebook/topics.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

let desk: SampleDesk
beforeAll(async () => {
  desk = await openSampleDesk()
})
afterAll(() => desk.close())

async function drafted(story: Parameters<SampleDesk['complaint']>[0], language: string, topic?: (typeof topics)[number]) {
  const { office, clerk } = desk
  const { case: record } = await receiveFrom(desk, desk.complaint(story), { language })
  await office.replies.caseHeard({ caseId: record.id, opened: true })
  if (topic && topic !== record.topic) {
    const done = await office.replies.correct({ caseId: record.id, change: { topic }, by: clerk })
    if (!done.ok) throw new Error(done.refusal.kind)
  }
  const view = await office.replies.view(record.id)
  if (!view) throw new Error('no draft')
  return view.draft
}

/** Its sentences: headings, greeting, lists of amounts and what a person is still to write are left out. */
function proseOf(text: string): string {
  const paragraphs = text.replace(toWrite, '').split('\n\n')
  return paragraphs.filter((words) => /[.?!]$/.test(words.trim()) && !/^ {2}/m.test(words)).join(' ')
}

const stories = ['leak', 'estimates-then-actual', 'rate-only', 'late-penalty', 'nothing-unusual'] as const

describe.each(['en', 'es'])('a reply in %s', (language) => {
  it.each(topics.flatMap((topic) => stories.map((story) => [topic, story] as const)))(
    'about %s (%s) says nothing that no record bears, or says what a person must write',
    async (topic, story) => {
      const draft = await drafted(story, language, topic)
      expect(draft.template.startsWith(`${language}/`), draft.template).toBe(true)
      const { unsupported } = bindClaims(draft.text.replace(toWrite, ''), draft.facts, draft)
      expect(unsupported, draft.text).toEqual([])
      if (draft.status === 'in-review') expect(draft.text).not.toContain('[')
      else expect(draft.note).toBeTruthy()
      expect(draft.text).not.toMatch(/\{\{|undefined|null/)
      if (language === 'en') expect(readability(proseOf(draft.text)).fleschKincaid, draft.text).toBeLessThanOrEqual(8)
    },
  )
})

it('is in Spanish with the same facts, and its page and picture are too', async () => {
  const [english, spanish] = [await drafted('leak', 'en'), await drafted('leak', 'es')]
  expect(spanish.status).toBe('in-review')
  expect(spanish.template).toBe('es/high-bill')
  expect(spanish.enclosures.map(({ name }) => name)).toEqual(['Consumo de agua.png', 'Comparación de la factura.pdf'])
  const values = (draft: typeof english) => draft.claims.map(({ factId }) => [factId, draft.facts.find(({ id }) => id === factId)?.value])
  const known = values(english).filter(([id]) => id !== 'case.number')
  expect(values(spanish).filter(([id]) => id !== 'case.number')).toEqual(known)
})

it('stands beside the same in English', async () => {
  const draft = await drafted('leak', 'es')
  const record = (await desk.office.cases.byId(draft.caseId))!
  const english = await desk.office.replies.inEnglish(record)
  expect(english).toContain('Thank you for writing to us about the water bill')
  expect(english).toContain(draft.facts.find(({ id }) => id === 'latest.total')?.text)
  expect(await desk.office.replies.inEnglish({ ...record, replyLanguage: 'en' })).toBeNull()
})

it('with words of somebody’s own in Spanish is approved by nobody who does not read Spanish', async () => {
  const { office, clerk, supervisor, otherSupervisor } = desk
  const draft = await drafted('leak', 'es')
  const seen = ({ id, contentHash }: typeof draft) => ({ draftId: id, contentHash })
  const edited = await office.replies.edit({ ...seen(draft), by: clerk, text: draft.text.replace('Gracias por', 'Muchas gracias por') })
  if (!edited.ok) throw new Error(edited.refusal.kind)
  const refused = await office.replies.approve({ ...seen(edited.value.draft), by: otherSupervisor })
  expect(refused).toEqual({ ok: false, refusal: { kind: 'language', language: 'es' } })
  expect(refusalWords({ kind: 'language', language: 'es' })).toContain('in Spanish')
  expect(await office.replies.approve({ ...seen(edited.value.draft), by: supervisor })).toMatchObject({ ok: true })
  const untouched = await drafted('rate-only', 'es')
  expect(await office.replies.approve({ ...seen(untouched), by: otherSupervisor })).toMatchObject({ ok: true })
})

it('is a person’s to write in a language that has no templates', async () => {
  const draft = await drafted('leak', 'pl')
  expect(draft.status).toBe('returned')
  expect(draft.note).toContain('pl/high-bill')
})
