// Which of a customer's words are still to be answered.
import { describe, expect, it } from 'vitest'
import type { AccountHistory, BillRecord } from '../../../../src/accounts/account-history.ts'
import type { TimelineEntry, TimelineKind } from '../../../../src/cases/case.ts'
import { day } from '../../../../src/kernel/days.ts'
import { cents } from '../../../../src/kernel/money.ts'
import { customerWords, requestsIn } from '../../../../src/replies/asked/customer-words.ts'
import { chooseBill, explainedBill, mustAsk } from '../../../../src/replies/asked/explained-bill.ts'

const at = new Date('2026-04-20T15:00:00Z')
type Told = [kind: TimelineKind, content: TimelineEntry['content']]

function timeline(...told: Told[]): TimelineEntry[] {
  return told.map(([kind, content], index) => ({ seq: index + 1, at, kind, actor: 'customer', content }))
}
const mail = (newText: string, subject = 'My bill'): Told => ['mail-received', { newText, subject }]
const left = (draftId: string, template: string): Told[] => [
  ['draft-written', { draftId, template }],
  ['sent', { draftId }],
]
const asks = (entries: TimelineEntry[]) => requestsIn(customerWords(entries)).map(({ id }) => id)

describe('the words still to be answered', () => {
  it('are those since the last reply', () => {
    expect(asks(timeline(mail('Why is my bill so high?'), ...left('a', 'en/high-bill'), mail('Please waive the late fee.')))).toEqual([
      '4:remove-penalty',
    ])
  })

  it('and those before it, where that reply only asked something', () => {
    const entries = timeline(mail('Please waive the late fee.'), ...left('a', 'es/which-bill'), mail('Why is my bill so high?'))
    expect(asks(entries)).toEqual(['1:remove-penalty', '4:explain-bill'])
  })

  it('are all of them, where nothing was said since', () => {
    expect(asks(timeline(mail('Please waive the late fee.'), ...left('a', 'en/high-bill')))).toEqual(['1:remove-penalty'])
  })

  it('what is asked again counts where it was asked last', () => {
    expect(asks(timeline(mail('Please waive the late fee.'), mail('Please remove the penalty now!')))).toEqual(['2:remove-penalty'])
  })

  it('the subject belongs to the first mail', () => {
    expect(asks(timeline(mail('', 'Why was I charged a penalty?'), mail('Hello?', 'Re: Why was I charged a penalty?')))).toEqual([
      '1:explain-penalty',
    ])
  })

  it('what was destroyed is gone', () => {
    expect(customerWords(timeline(['mail-received', null]))).toEqual([])
  })
})

describe('the bill of a case', () => {
  const record = (id: string, issued: string, totalCents: number): BillRecord => ({
    ...{ id, issuedOn: day(issued), dueOn: day(issued), fromReadId: '', toReadId: '', quantityCubicFeet: 0 },
    ...{ totalCents: cents(totalCents), schedule: '', lines: [] },
  })
  const history = {
    bills: [record('B-1', '2026-01-08', 9_950), record('B-2', '2026-03-08', 21_240)],
    reads: [],
    ledger: [],
  } as unknown as AccountHistory
  const when = { today: day('2026-04-20'), timeZone: 'America/Chicago' }
  const of = (topic: 'high-bill' | 'payment-not-posted', ...texts: string[]) => {
    const choice = chooseBill({ topic, disputed: null }, customerWords(timeline(...texts.map((text) => mail(text)))), history, when)
    return { asks: mustAsk(choice, topic), bill: explainedBill(history, choice, topic, when.today)?.id, kind: choice.bill.kind }
  }

  it('is named by the newest mail that names one', () => {
    expect(of('high-bill', 'My bill of $999.99 is wrong.', 'I mean the one of January 8, 2026.')).toEqual({
      asks: false,
      bill: 'B-1',
      kind: 'chosen',
    })
    expect(of('high-bill', 'My bill of $99.50 is wrong.', 'Hello?')).toEqual({ asks: false, bill: 'B-1', kind: 'chosen' })
  })

  it('is asked for only where the letter explains one', () => {
    expect(of('high-bill', 'My bill of $999.99 is wrong.')).toMatchObject({ asks: true })
    expect(of('payment-not-posted', 'My bill of $999.99 is wrong.')).toMatchObject({ asks: false, bill: 'B-2' })
  })

  it('a letter about payments speaks of the newest, whatever bill the mail names', () => {
    expect(of('payment-not-posted', 'I paid the bill of $99.50.')).toMatchObject({ bill: 'B-2' })
  })
})
