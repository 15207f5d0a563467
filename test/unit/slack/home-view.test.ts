// Whatever people are called and write, Slack takes the home.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type HomeShown, homeView, strangersHome } from '../../../src/channels/slack/home-view.ts'
import { promiseForm, readPromiseOrigin } from '../../../src/channels/slack/promise-form.ts'
import type { Day } from '../../../src/kernel/days.ts'
import { faultsInHome, faultsInView, marksIn } from '../../support/slack-block-rules.ts'
import { sampleCase, sampleMoment } from '../../support/slack-samples.ts'

const id = '3e8f0d55-5a3c-4f0e-9a59-0c6f0b1f2a11'
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom('<!channel> & <@U1>'.repeat(40), '*_~`'.repeat(200), '\u202e'.repeat(300), '👩‍👩‍👧'.repeat(100), ' ', ''),
)
const record = hostile.map((subject) => sampleCase({ subject, number: 999_999_999, dueAt: new Date('2026-12-01T12:00:00Z') }))
const records = fc.array(record, { maxLength: 20 })
const moments = fc.option(fc.constant(new Date('2026-12-01T12:00:00Z')))
const longUrl = `https://desk.office.example/${'a'.repeat(150)}`
const shown: fc.Arbitrary<HomeShown> = fc.record({
  name: hostile,
  presence: fc.record({ atWork: fc.boolean(), absent: fc.boolean(), shiftEndsAt: moments, nextShiftAt: moments }),
  notice: fc.constantFrom(undefined, 'The promise is kept.'),
  mine: records,
  more: fc.boolean(),
  waiting: fc.option(
    fc.array(fc.record({ case: record, until: fc.constant(sampleMoment), cardUrl: fc.constantFrom(undefined, longUrl) }), {
      maxLength: 20,
    }),
  ),
  promises: fc.array(
    fc.record({ promise: hostile.map((text) => ({ id, text, dueOn: 20_800 as Day })), case: record, late: fc.boolean() }),
    {
      maxLength: 20,
    },
  ),
  office: fc.option(fc.record({ atWork: fc.nat(), waiting: fc.nat(), unassigned: records, due: records, moreDue: fc.boolean() })),
  now: fc.constant(sampleMoment),
  urlOf: fc.constant(() => `${longUrl}/cases/WD-999999999`),
  consoleUrl: fc.constant(longUrl),
})

it('the home keeps Slack’s limits and calls nobody', () => {
  fc.assert(
    fc.property(shown, (given) => {
      const view = homeView(given)
      expect(faultsInHome(view)).toEqual([])
      for (const mark of marksIn(view)) expect(mark).toMatch(/^(?:https:\/\/desk\.office\.example\/|!date\^\d+\^)/)
    }),
    { interruptAfterTimeLimit: 10_000 },
  )
})

const quiet: HomeShown = {
  ...{ name: 'Casey Clerk', notice: undefined, mine: [], more: false, waiting: null, promises: [], office: null, now: sampleMoment },
  presence: { atWork: true, absent: false, shiftEndsAt: null, nextShiftAt: null },
  ...{ urlOf: () => `${longUrl}/cases/WD-000001`, consoleUrl: longUrl },
}
const wordsOf = (given: Partial<HomeShown>) => JSON.stringify(homeView({ ...quiet, ...given }))

it.each<[string, Partial<HomeShown>, RegExp]>([
  ['at work', {}, /Casey Clerk, you are at work\./],
  ['at work until', { presence: { ...quiet.presence, shiftEndsAt: sampleMoment } }, /at work until <!date/],
  ['absent', { presence: { ...quiet.presence, absent: true } }, /written down as absent/],
  ['not at work', { presence: { ...quiet.presence, atWork: false, nextShiftAt: sampleMoment } }, /your next shift begins <!date/],
  ['nothing', { waiting: [] }, /No case is with you.*No draft waits.*No promise of yours is open/],
  ['what came of a press', { notice: 'The promise is kept.' }, /The promise is kept/],
  [
    'a card to decide on',
    { waiting: [{ case: sampleCase(), until: sampleMoment, cardUrl: 'https://o.slack.com/archives/C/p1' }] },
    /Go to its card/,
  ],
  ['a draft without a card', { waiting: [{ case: sampleCase(), until: sampleMoment, cardUrl: undefined }] }, /Decide in the console/],
  [
    'who is with nobody',
    { office: { atWork: 1, waiting: 1, unassigned: [sampleCase()], due: [], moreDue: false } },
    /1 case is with nobody.*Take it/,
  ],
])('it shows %s', (_, given, words) => {
  expect(wordsOf(given)).toMatch(words)
})

it('a clerk without decisions sees no decisions and no office', () => {
  expect(wordsOf({})).not.toMatch(/decision|The office/)
})

it('the form for a promise that was not kept keeps Slack’s limits', () => {
  const ref = { promiseId: id, caseId: id }
  fc.assert(
    fc.property(hostile, (note) => {
      expect(faultsInView(promiseForm({ ref, note, problem: 'Say why.' }))).toEqual([])
    }),
  )
  expect(readPromiseOrigin(promiseForm({ ref }).private_metadata ?? '')).toEqual({ ...ref, channel: null })
  expect(readPromiseOrigin('no')).toBeUndefined()
})

it('a stranger sees one sentence', () => {
  expect(faultsInHome(strangersHome('Please ask an administrator.'))).toEqual([])
})
