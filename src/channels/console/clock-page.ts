// How each clock of a case counted: interval by interval, who held the case, since when and why, and how much of it counted. It is what
// a supervisor shows to a customer who asks.
import { Router } from 'express'
import { caseName } from '../../cases/case.ts'
import { clockWords, holderWords } from '../../cases/standards/clock-words.ts'
import { caseAsked } from './case-asked.ts'
import { durationWords } from './duty-view.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'

export function clockPage({ office, show }: { office: Pick<ConsoleOffice, 'cases' | 'duty'>; show: ShowPage }): Router {
  const routes = Router()
  routes.get('/cases/:name/clock', async (request, response) => {
    const record = await caseAsked(office, request)
    if (!record) return response.redirect(303, '/queue')
    const name = caseName(record)
    const clocks = (await office.duty.explain(record)).map((clock) => ({
      name: clock.standard.name,
      target: durationWords(clock.targetMinutes),
      counted: durationWords(clock.elapsedMinutes),
      running: clock.running,
      late: clock.elapsedMinutes > clock.targetMinutes,
      dueAt: clock.dueAt === null ? null : new Date(clock.dueAt),
      rulebook: clock.rulebook,
      pauses: clock.standard.pauses_on.map((state) => clockWords[state]),
      hours: clock.standard.targets[record.urgency].counts === 'always' ? 'It counts round the clock.' : 'It counts in the office’s hours.',
      intervals: clock.intervals.map(({ from, to, holder, because, countedMinutes, anew }) => ({
        from: new Date(from),
        to: new Date(to),
        holder: holderWords[holder],
        because: clockWords[because] ?? because,
        counted: countedMinutes === 0 ? '–' : durationWords(countedMinutes),
        anew,
      })),
    }))
    await show(request, response, {
      template: 'clock',
      title: `${name}: its clocks`,
      current: 'queue',
      view: { name, subject: record.subject || '(no subject)', clocks },
    })
  })
  return routes
}
