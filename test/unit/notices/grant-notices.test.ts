// Few automatic mails to one address, and a bounded number to one domain.
import { describe, expect, it } from 'vitest'
import { grantNotices } from '../../../src/notices/grant-notices.ts'

const none = { byAddress: new Map<string, number>(), byDomain: new Map<string, number>() }
const limits = { anAddress: 2, aDomain: 3, providers: ['mail.example'] }

describe('of the automatic mails that would leave', () => {
  it('few go to one address, whoever else is written to', () => {
    expect(grantNotices(['a@x.example', 'a@x.example', 'b@y.example', 'a@x.example'], none, limits)).toEqual([true, true, true, false])
  })

  it('a bounded number goes to one domain, however many addresses it has', () => {
    const addresses = ['a', 'b', 'c', 'd', 'e'].map((local) => `${local}@x.example`)
    expect(grantNotices(addresses, none, limits)).toEqual([true, true, true, false, false])
  })

  it('those of a provider of mail are many people', () => {
    const addresses = ['a', 'b', 'c', 'd', 'a', 'a'].map((local) => `${local}@mail.example`)
    expect(grantNotices(addresses, none, limits)).toEqual([true, true, true, true, true, false])
  })

  it('what was sent before counts', () => {
    const had = { byAddress: new Map([['a@x.example', 2]]), byDomain: new Map([['x.example', 2]]) }
    expect(grantNotices(['a@x.example', 'b@x.example', 'c@x.example'], had, limits)).toEqual([false, true, false])
  })
})
