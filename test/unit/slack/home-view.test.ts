// Whatever people are called and write, Slack takes the home.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type HomeShown, homeView, strangersHome } from '../../../src/channels/slack/home-view.ts'
import type { Day } from '../../../src/kernel/days.ts'
import { faultsInHome } from '../../support/slack-block-rules.ts'
import { sampleCase } from '../../support/slack-samples.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom('<!channel> & <@U1>'.repeat(40), '*_~`'.repeat(200), '\u202e'.repeat(300), '👩‍👩‍👧'.repeat(100), ' ', ''),
)
const record = hostile.map((subject) => sampleCase({ subject, number: 999_999_999, dueAt: new Date('2026-12-01T12:00:00Z') }))
const records = fc.array(record, { maxLength: 20 })
const shown: fc.Arbitrary<HomeShown> = fc.record({
  name: hostile,
  atWork: fc.boolean(),
  mine: records,
  more: fc.boolean(),
  waiting: fc.option(records),
  promises: fc.array(fc.record({ promise: hostile.map((text) => ({ text, dueOn: 20_800 as Day })), case: record, late: fc.boolean() }), {
    maxLength: 20,
  }),
  office: fc.option(fc.record({ atWork: fc.nat(), unassigned: fc.nat(), dueInADay: fc.nat() })),
  urlOf: fc.constant(() => `https://desk.office.example/${'a'.repeat(150)}/cases/WD-999999999`),
  consoleUrl: fc.constant(`https://desk.office.example/${'a'.repeat(150)}`),
})

it('the home keeps Slack’s limits and calls nobody', () => {
  fc.assert(
    fc.property(shown, (given) => {
      const view = homeView(given)
      expect(faultsInHome(view)).toEqual([])
      expect(JSON.stringify(view)).not.toMatch(/<!(?:channel|here|everyone)|<@U1>/)
    }),
  )
})

it('a stranger sees one sentence', () => {
  expect(faultsInHome(strangersHome('Please ask an administrator.'))).toEqual([])
})
