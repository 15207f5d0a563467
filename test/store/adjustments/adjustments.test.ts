// Adjustments from proposal to echo, and holds, at the verbs that every channel calls, on a real database.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountHistory } from '../../../src/accounts/account-history.ts'
import type { Adjustment } from '../../../src/adjustments/adjustments.ts'
import { writeExportFiles } from '../../../src/adjustments/export-lines.ts'
import { investigate } from '../../../src/billing/investigate/investigate.ts'
import { worksheetOf } from '../../../src/billing/investigate/worksheet.ts'
import { tariffOf } from '../../../src/billing/tariff.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { addDays, type Day, dayOf } from '../../../src/kernel/days.ts'
import { cents } from '../../../src/kernel/money.ts'
import { keptAlarms } from '../../support/kept-alarms.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

const day = 86_400_000
let desk: SampleDesk
let now = new Date('2026-11-26T16:00:00Z')
const alarms = keptAlarms()
const exportFolder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-export-'))

beforeAll(async () => {
  desk = await openSampleDesk({ parts: { clock: { now: () => now }, alarms } })
})
afterAll(async () => {
  await desk.close()
  rmSync(exportFolder, { recursive: true, force: true })
})

const adjustments = () => desk.office.adjustments
const account = (index = 0) => desk.sample.accounts[index]?.history as AccountHistory
const today = (): Day => dayOf(now, 'America/Chicago')
const balance = (number: string) => desk.office.accounts.balanceCents(number, today())

function asked(change: object = {}) {
  const plain = {
    accountNumber: account().account.number,
    kind: 'credit',
    reasonCode: 'BILLING-ERROR',
    amountCents: cents(-2_500),
    worksheet: null,
  } as const
  return { ...plain, note: 'The meter of the neighbour was billed.', caseId: null, by: desk.clerk, ...change }
}
async function proposed(change: object = {}): Promise<Adjustment> {
  const proposal = await adjustments().propose(asked(change))
  if (!proposal.ok) throw new Error(JSON.stringify(proposal.refusal))
  return proposal.value
}
const deciding = ({ id, contentHash }: Adjustment, by = desk.supervisor) => ({ id, contentHash, by, kind: 'approve' as const })
async function approved(change: object = {}): Promise<Adjustment> {
  const decided = await adjustments().decide(deciding(await proposed(change)))
  if (!decided.ok) throw new Error(JSON.stringify(decided.refusal))
  return decided.value
}

describe('a proposal', () => {
  it.each([
    ['nothing', { amountCents: cents(0) }, { kind: 'no-amount' }],
    ['more than anybody means', { amountCents: cents(-100_000_001) }, { kind: 'too-large', limitCents: 100_000_000 }],
    ['a credit that charges', { amountCents: cents(1) }, { kind: 'wrong-sign', adjustment: 'credit' }],
    ['a reason that the rulebook does not have', { reasonCode: 'KINDNESS' }, { kind: 'unknown-reason', code: 'KINDNESS' }],
    ['a reason for another kind', { reasonCode: 'FINAL-BILL' }, { kind: 'unknown-reason', code: 'FINAL-BILL' }],
    ['a rebill without its worksheet', { kind: 'rebill' }, { kind: 'worksheet-missing' }],
    ['an amount without a word', { note: ' ' }, { kind: 'note-missing' }],
    ['an account that is not there', { accountNumber: '1' }, { kind: 'no-account' }],
  ])('of %s is refused', async (_, change, refusal) => {
    expect(await adjustments().propose(asked(change))).toEqual({ ok: false, refusal })
  })

  it('is for clerks and supervisors, not for administrators', async () => {
    expect(await adjustments().propose(asked({ by: desk.administrator }))).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
  })

  it('moves nothing, is withdrawn by its author alone, and waits in a list', async () => {
    const before = await balance(account().account.number)
    const proposal = await proposed()
    expect(proposal).toMatchObject({ status: 'proposed', reference: expect.stringMatching(/^ADJ-\d{6}$/) })
    expect((await adjustments().list({ status: ['proposed'] })).map(({ id }) => id)).toContain(proposal.id)
    expect(await balance(account().account.number)).toBe(before)
    expect(await adjustments().withdraw({ id: proposal.id, by: desk.supervisor })).toMatchObject({ refusal: { kind: 'not-authorised' } })
    expect(await adjustments().withdraw({ id: proposal.id, by: desk.clerk })).toEqual({ ok: true, value: undefined })
    expect(await adjustments().decide(deciding(proposal))).toMatchObject({ refusal: { kind: 'stale' } })
    expect(await desk.office.approvals.pending('adjustment')).toEqual([])
  })
})

describe('a decision', () => {
  it('by somebody else with the authority posts the entry once, whatever is pressed how often', async () => {
    const number = account(1).account.number
    const before = await balance(number)
    const proposal = await proposed({ accountNumber: number })
    const decisions = await Promise.all(
      [desk.supervisor, desk.otherSupervisor, desk.supervisor, desk.administrator].map((by) =>
        adjustments().decide(deciding(proposal, by)),
      ),
    )
    expect(decisions.filter(({ ok }) => ok)).toHaveLength(1)
    for (const decision of decisions) if (!decision.ok) expect(decision.refusal).toEqual({ kind: 'stale', reason: 'already-decided' })
    expect(await balance(number)).toBe(before - 2_500)
    const entry = (await desk.office.accounts.history(number))?.ledger.find(({ reference }) => reference === proposal.reference)
    expect(entry).toMatchObject({ kind: 'adjustment', amountCents: -2_500, enteredOn: today() })
    expect(await desk.office.db.client.exportLine.count({ where: { subject: `adjustment:${proposal.id}` } })).toBe(1)
  })

  it.each<[string, () => Promise<[Adjustment, Parameters<typeof deciding>[1]]>, object]>([
    ['its author', async () => [await proposed({ by: desk.supervisor }), desk.supervisor], { kind: 'own-draft' }],
    ['a clerk', async () => [await proposed({ by: desk.supervisor }), desk.clerk], { kind: 'not-authorised', role: 'clerk' }],
    [
      'a supervisor above the limit',
      async () => [await proposed({ amountCents: cents(-100_001) }), desk.supervisor],
      { kind: 'over-limit', limitCents: 100_000 },
    ],
    [
      'somebody who saw other words',
      async () => [{ ...(await proposed()), contentHash: 'x' }, desk.supervisor],
      { kind: 'stale', reason: 'content-changed' },
    ],
  ])('by %s is refused and moves nothing', async (_, setting, refusal) => {
    const [proposal, by] = await setting()
    const before = await balance(proposal.accountNumber)
    expect(await adjustments().decide(deciding(proposal, by))).toEqual({ ok: false, refusal })
    expect(await balance(proposal.accountNumber)).toBe(before)
    await adjustments().withdraw({ id: proposal.id, by: proposal.proposedBy === desk.clerk.id ? desk.clerk : desk.supervisor })
  })

  it('above a supervisor’s limit is an administrator’s', async () => {
    expect(await adjustments().decide(deciding(await proposed({ amountCents: cents(-100_001) }), desk.administrator))).toMatchObject({
      ok: true,
    })
  })

  it('to return one says why', async () => {
    const proposal = await proposed()
    const back = { ...deciding(proposal), kind: 'return' as const }
    expect(await adjustments().decide({ ...back, reason: ' ' })).toEqual({ ok: false, refusal: { kind: 'reason-missing' } })
    expect(await adjustments().decide({ ...back, reason: 'Which bill?' })).toMatchObject({
      ok: true,
      value: { status: 'returned', decisionNote: 'Which bill?' },
    })
  })

  it('is written into the case it belongs to, and into the audit log', async () => {
    const received = await receiveFrom(desk, desk.complaint('leak'), {})
    const accountNumber = received.case.accountNumber as string
    await approved({ accountNumber, caseId: received.case.id })
    const kinds = (await desk.office.cases.timeline(received.case.id)).map(({ kind }) => kind)
    expect(kinds.slice(-2)).toEqual(['adjustment-proposed', 'adjustment-decided'])
    expect(await desk.office.cases.verifyChain(received.case.id)).toEqual({ ok: true })
    const audited = await desk.office.db.client.officeAudit.findMany({ where: { subject: accountNumber }, select: { act: true } })
    expect(audited.map(({ act }) => act)).toEqual(expect.arrayContaining(['adjustment-proposed', 'adjustment-exported']))
  })
})

describe('a rebill', () => {
  const tariff = tariffOf(readSampleRates())
  const wrong = async (index: number) => {
    const { account: billed, bills } = account(index)
    const bill = bills.at(-2)!
    await desk.office.db.client
      .$executeRaw`UPDATE bill_line SET amount_cents = amount_cents + 1500 WHERE bill_id = ${bill.id} AND position = 0`
    await desk.office.db.client.$executeRaw`UPDATE bill SET total_cents = total_cents + 1500 WHERE id = ${bill.id}`
    const history = (await desk.office.accounts.history(billed.number)) as AccountHistory
    const investigation = investigate(history, { from: addDays(today(), -800), to: today() }, tariff)
    if (!investigation.ok) throw new Error('not investigated')
    return { history, bill, worksheet: worksheetOf(investigation.value) }
  }
  const rebill = { kind: 'rebill', reasonCode: 'BILLING-ERROR', note: '' } as const

  it('takes exactly its worksheet’s amount, of its own account', async () => {
    const { history, worksheet } = await wrong(3)
    const of = { ...rebill, accountNumber: history.account.number, worksheet }
    expect(worksheet.differenceCents).toBe(-1500)
    expect(await adjustments().propose(asked({ ...of, amountCents: cents(-1499) }))).toMatchObject({
      refusal: { kind: 'worksheet-differs' },
    })
    const elsewhere = { ...of, accountNumber: account(4).account.number, amountCents: cents(-1500) }
    expect(await adjustments().propose(asked(elsewhere))).toMatchObject({ refusal: { kind: 'worksheet-of-another-account' } })
    const decided = await approved({ ...of, amountCents: cents(-1500) })
    expect((await adjustments().byId(decided.id))?.worksheet).toEqual(worksheet)
  })

  it('is not decided, nor proposed again, once a bill or a read that it rests on has changed', async () => {
    const { history, bill, worksheet } = await wrong(5)
    const of = { ...rebill, accountNumber: history.account.number, worksheet, amountCents: cents(-1500) }
    const proposal = await proposed(of)
    await desk.office.db.client.$executeRaw`UPDATE meter_read SET value = value + 1 WHERE id = ${bill.toReadId}`
    expect(await adjustments().decide(deciding(proposal))).toEqual({ ok: false, refusal: { kind: 'records-changed' } })
    await desk.office.db.client.$executeRaw`UPDATE meter_read SET value = value - 1 WHERE id = ${bill.toReadId}`
    await desk.office.db.client.$executeRaw`UPDATE bill SET total_cents = total_cents - 1500 WHERE id = ${bill.id}`
    expect(await adjustments().decide(deciding(proposal))).toEqual({ ok: false, refusal: { kind: 'records-changed' } })
    expect(await adjustments().propose(asked(of))).toEqual({ ok: false, refusal: { kind: 'records-changed' } })
    await adjustments().withdraw({ id: proposal.id, by: desk.clerk })
  })
})

describe('service that was not billed in its time', () => {
  const tariff = tariffOf(readSampleRates())
  const rebillOf = async (index: number, back: number) => {
    const { account: billed, bills } = account(index)
    const bill = bills.at(back)!
    await desk.office.db.client
      .$executeRaw`UPDATE bill_line SET amount_cents = amount_cents - 1500 WHERE bill_id = ${bill.id} AND position = 0`
    await desk.office.db.client.$executeRaw`UPDATE bill SET total_cents = total_cents - 1500 WHERE id = ${bill.id}`
    const history = (await desk.office.accounts.history(billed.number)) as AccountHistory
    const investigation = investigate(history, { from: addDays(today(), -1100), to: today() }, tariff)
    if (!investigation.ok) throw new Error('not investigated')
    const worksheet = worksheetOf(investigation.value)
    return asked({
      accountNumber: billed.number,
      kind: 'rebill',
      reasonCode: 'NOT-BILLED',
      note: '',
      worksheet,
      amountCents: worksheet.differenceCents,
    })
  }

  it('is charged within the limit, and beyond it only once the office has decided, or for a cause without a limit', async () => {
    expect(await adjustments().propose(await rebillOf(20, -2))).toMatchObject({ ok: true })
    const late = await rebillOf(21, 2)
    expect(await adjustments().propose(late)).toEqual({
      ok: false,
      refusal: { kind: 'setting-missing', about: 'billing: back_billing.applies' },
    })
    expect(await adjustments().propose({ ...late, reasonCode: 'TAMPERING' })).toMatchObject({ ok: true })
  })
})

describe('a reversal', () => {
  it('is a new entry of the opposite amount, once, and decided like any other', async () => {
    const number = account(7).account.number
    const before = await balance(number)
    const adjustment = await approved({ accountNumber: number })
    const taken = { id: adjustment.id, reasonCode: 'ENTERED-IN-ERROR', note: 'It was the other account.', by: desk.clerk }
    const first = await adjustments().reverse(taken)
    if (!first.ok) throw new Error('refused')
    expect(await adjustments().reverse(taken)).toMatchObject({ refusal: { kind: 'already-reversed' } })
    await adjustments().withdraw({ id: first.value.id, by: desk.clerk })
    const second = await adjustments().reverse(taken)
    if (!second.ok) throw new Error('refused')
    expect(await adjustments().decide(deciding(second.value))).toMatchObject({ ok: true })
    expect(await balance(number)).toBe(before)
    const entries = (await desk.office.accounts.history(number))?.ledger.filter(({ reference }) => reference !== null) ?? []
    expect(entries.map(({ amountCents }) => amountCents).sort()).toEqual([-2_500, 2_500])
    expect(entries.find(({ amountCents }) => amountCents > 0)?.reversesId).toBe(entries.find(({ amountCents }) => amountCents < 0)?.id)
    expect(await adjustments().reverse({ ...taken, id: (await proposed()).id })).toMatchObject({ refusal: { kind: 'not-posted' } })
  })
})

describe('the export', () => {
  it('holds each line once, in files that are whole, and writes one that was cut off again under its name', async () => {
    const adjustment = await approved({ accountNumber: account(8).account.number })
    const db = desk.office.db
    const files = (await Promise.all([1, 2, 3].map(() => writeExportFiles(db, exportFolder, () => now)))).flat()
    const written = readdirSync(exportFolder).sort()
    expect([...new Set(files)].sort()).toEqual(written)
    const lines = written.flatMap((file) => readFileSync(path.join(exportFolder, file), 'utf8').trim().split('\r\n').slice(1))
    expect(lines).toHaveLength(await db.client.exportLine.count())
    expect(lines.filter((line) => line.includes(adjustment.reference))).toEqual([
      `adjustment,${adjustment.reference},${adjustment.accountNumber},2026-11-26,-25.00,BILLING-ERROR,,,,`,
    ])
    expect(await writeExportFiles(db, exportFolder, () => now)).toEqual([])

    // The desk was killed after the file had its name, before it was noted as written.
    await db.client.exportLine.updateMany({ where: { file: written.at(-1) as string }, data: { writtenAt: null } })
    const text = readFileSync(path.join(exportFolder, written.at(-1) as string), 'utf8')
    expect(await writeExportFiles(db, exportFolder, () => now)).toEqual([written.at(-1)])
    expect(readFileSync(path.join(exportFolder, written.at(-1) as string), 'utf8')).toBe(text)
  })
})

describe('the billing system’s answer', () => {
  const echoOf = ({ reference, accountNumber, amountCents }: Adjustment, change = {}) => ({
    ...{ reference, accountNumber, amountCents, sourceId: `S-${reference}`, enteredOn: '2026-11-27', refusal: null },
    ...change,
  })

  it('that it was taken ends the waiting; heard twice, it changes nothing', async () => {
    const adjustment = await approved()
    for (const _ of [1, 2]) await adjustments().echoed(echoOf(adjustment))
    expect(await adjustments().byId(adjustment.id)).toMatchObject({ status: 'echoed', echoedAt: now })
  })

  it.each([
    ['refused', { refusal: 'account closed' }, 'The billing system did not take it: account closed'],
    ['entered with another amount', { amountCents: -25 }, 'The billing system entered -$0.25'],
    ['entered on another account', { accountNumber: 'A-9' }, 'The billing system entered it on account A-9'],
  ])('that it was %s alarms until a person has reversed it', async (_, change, problem) => {
    const adjustment = await approved()
    await adjustments().echoed(echoOf(adjustment, change))
    expect(await adjustments().byId(adjustment.id)).toMatchObject({ status: 'refused', echoProblem: problem })
    expect(alarms.standing.get(`adjustment:${adjustment.reference}`)?.text).toContain(problem)
    expect(await adjustments().reverse({ id: adjustment.id, reasonCode: 'REFUSED', note: 'refused', by: desk.clerk })).toMatchObject({
      ok: true,
    })
  })

  it('that does not come within the rulebook’s days alarms until it does', async () => {
    const adjustment = await approved()
    const key = `adjustment:${adjustment.reference}`
    now = new Date(now.getTime() + 5 * day)
    await adjustments().sweep()
    expect(alarms.standing.has(key)).toBe(false)
    now = new Date(now.getTime() + day)
    await adjustments().sweep()
    expect(alarms.standing.get(key)?.text).toContain('no import has brought it back')
    await adjustments().echoed(echoOf(adjustment))
    expect(alarms.standing.has(key)).toBe(false)
  })

  it('about a proposal that nobody has decided is not believed', async () => {
    const proposal = await proposed()
    await adjustments().echoed(echoOf(proposal))
    expect((await adjustments().byId(proposal.id))?.status).toBe('proposed')
  })
})

describe('a hold on a disputed amount', () => {
  const hold = (change: object = {}) => {
    const plain = {
      accountNumber: account(2).account.number,
      billId: account(2).bills.at(-1)?.id ?? null,
      stops: ['penalty', 'shut-off'],
    } as const
    const rest = {
      disputedCents: cents(12_345),
      reason: 'Says the meter ran backwards.',
      expiresOn: addDays(today(), 30),
      caseId: null,
      by: desk.supervisor,
    }
    return adjustments().placeHold({ ...plain, stops: [...plain.stops], ...rest, ...change })
  }

  it.each<[string, () => object, () => object]>([
    ['by a clerk', () => ({ by: desk.clerk }), () => ({ kind: 'not-authorised' })],
    ['of no amount', () => ({ disputedCents: cents(0) }), () => ({ kind: 'no-amount' })],
    ['that stops nothing', () => ({ stops: [] }), () => ({ kind: 'nothing-stopped' })],
    ['without a reason', () => ({ reason: ' ' }), () => ({ kind: 'reason-missing' })],
    ['that is over', () => ({ expiresOn: addDays(today(), -1) }), () => ({ kind: 'already-over' })],
    [
      'for longer than the rulebook lets',
      () => ({ expiresOn: addDays(today(), 61) }),
      () => ({ kind: 'too-long', latest: addDays(today(), 60) }),
    ],
    [
      'about another account’s bill',
      () => ({ billId: account(3).bills[0]?.id }),
      () => ({ kind: 'no-bill', billId: account(3).bills[0]?.id }),
    ],
  ])('%s is refused', async (_, change, refusal) => {
    expect(await hold(change())).toEqual({ ok: false, refusal: refusal() })
  })

  it('stands on the account until a person ends it, and the billing system hears of both', async () => {
    const placed = await hold()
    if (!placed.ok) throw new Error(JSON.stringify(placed.refusal))
    const accountNumber = account(2).account.number
    expect(await adjustments().holds({ accountNumber, standing: true })).toEqual([placed.value])
    const end = { id: placed.value.id, by: desk.supervisor, reason: 'Settled.' }
    const ends = await Promise.all([adjustments().endHold(end), adjustments().endHold(end)])
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await adjustments().holds({ accountNumber, standing: true })).toEqual([])
    const subjects = await desk.office.db.client.exportLine.findMany({
      where: { subject: { endsWith: placed.value.id } },
      orderBy: { id: 'asc' },
      select: { line: true },
    })
    expect(subjects.map(({ line }) => (line as { type: string }).type)).toEqual(['hold', 'hold-end'])
  })

  it('that runs out ends after its last day, once, and alarms', async () => {
    const placed = await hold({ expiresOn: addDays(today(), 1) })
    if (!placed.ok) throw new Error('refused')
    now = new Date(now.getTime() + day)
    await adjustments().sweep()
    expect(alarms.standing.has(`hold:${placed.value.id}`)).toBe(false)
    now = new Date(now.getTime() + day)
    await Promise.all([adjustments().sweep(), adjustments().sweep()])
    expect(alarms.raised.filter((key) => key === `hold:${placed.value.id}`)).toHaveLength(1)
    expect((await adjustments().holds({ accountNumber: account(2).account.number }))[0]).toMatchObject({
      endedBy: null,
      endReason: 'It expired.',
    })
  })
})
