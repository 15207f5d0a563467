import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../src/replies/draft.ts'
import { compileTemplate } from '../../../src/replies/render-template.ts'

const total: Fact = { id: 'bill.total', kind: 'money', value: 1450, label: 'Total', source: 'bill:B-1', text: '$14.50' }

describe('filling a reply template', () => {
  it('keeps where each fact stands, however often it does', () => {
    const rendered = compileTemplate('Total {{bill.total}}.\n\n\n\nAgain {{bill.total}}\n')({ bill: { total } })
    expect(rendered).toEqual({
      ok: true,
      value: {
        text: 'Total $14.50.\n\nAgain $14.50\n',
        claims: [
          { start: 6, end: 12, text: '$14.50', factId: 'bill.total' },
          { start: 21, end: 27, text: '$14.50', factId: 'bill.total' },
        ],
      },
    })
  })

  it('is ineligible when a field is missing, rather than leaving a gap', () => {
    const rendered = compileTemplate('Due {{bill.due}}')({ bill: { total } })
    expect(rendered.ok).toBe(false)
  })

  it('takes nothing from a fact as template or mark', () => {
    const hostile: Fact = { ...total, kind: 'name', text: '{{bill.total}}\uE000x\uE001<b>' }
    const rendered = compileTemplate('Dear {{name}}')({ name: hostile, bill: { total } })
    expect(rendered.ok && rendered.value.text).toBe('Dear {{bill.total}}x<b>\n')
  })
})
