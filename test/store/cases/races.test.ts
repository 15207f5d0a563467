// Two people, or a person and a mail, at the same moment on the same case, again and again on a real PostgreSQL: one of them is told what
// the other did, nothing is lost, nothing leaves twice, and the chains hold. RACE_ROUNDS says how often.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import type { DraftView } from '../../../src/replies/draft.ts'
import { receiveFrom } from '../../support/receive.ts'
import { assignmentOf, openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

const rounds = Number(process.env.RACE_ROUNDS ?? 100)
const limit = 30_000 + rounds * 500

describe(`${rounds} times at once`, () => {
  let desk: SampleDesk
  beforeAll(async () => {
    desk = await openSampleDesk({ recallSeconds: 600, rules: { assignment: assignmentOf(true) } })
  })
  afterAll(async () => {
    await desk.office.jobs.stop()
    await desk.close()
  })

  const open = async (from = `${randomUUID()}@mail.example`): Promise<CaseRecord> =>
    (await receiveFrom(desk, desk.complaint('leak'), { from })).case
  async function drafted(): Promise<DraftView> {
    const { case: record } = await receiveFrom(desk, desk.complaint('leak'))
    await desk.office.replies.caseHeard({ caseId: record.id, opened: true })
    return (await desk.office.replies.view(record.id)) as DraftView
  }
  const replies = async (caseId: string) => (await desk.office.mailroom.outgoingOfCase(caseId)).filter(({ kind }) => kind === 'reply')

  it(
    'a decision is taken by one of eight, and the others are told',
    async () => {
      const { office, supervisor, otherSupervisor } = desk
      for (let round = 0; round < rounds; round++) {
        const contentHash = randomUUID()
        const asked = await office.db.inTransaction((tx) =>
          office.approvals.request(tx, { subjectKind: 'draft', subjectId: randomUUID(), contentHash, authorIds: [] }),
        )
        const decide = (index: number) =>
          office.db.inTransaction((tx) =>
            office.approvals.decide(tx, {
              ...{ approvalId: asked.id, contentHash, by: index % 2 ? supervisor : otherSupervisor },
              ...(index % 3 === 0 ? { kind: 'return' as const, reason: 'no' } : { kind: 'approve' as const }),
            }),
          )
        const answers = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(decide))
        expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
        for (const answer of answers) if (!answer.ok) expect(answer.refusal).toEqual({ kind: 'stale', reason: 'already-decided' })
      }
    },
    limit,
  )

  it(
    'a reply is approved or edited, never both, and leaves at most once',
    async () => {
      const { office, supervisor, otherSupervisor, clerk } = desk
      let view = await drafted()
      const { caseId } = view.draft
      for (let round = 0; round < rounds; round++) {
        const { draft } = view
        const seen = { draftId: draft.id, contentHash: draft.contentHash }
        const [approved, edited, again] = await Promise.all([
          office.replies.approve({ ...seen, by: supervisor }),
          office.replies.edit({
            ...seen,
            text: `${draft.text.trimEnd()}\n\nThank you.\n`.replace(/(?:\n\nThank you\.)+\n$/, round % 2 ? '\n' : '\n\nThank you.\n'),
            by: clerk,
          }),
          office.replies.approve({ ...seen, by: otherSupervisor }),
        ])
        const done = [approved, again].filter(({ ok }) => ok)
        expect(done.length, 'approved at most once').toBeLessThan(2)
        const queued = (await replies(caseId)).filter(({ status }) => status === 'queued')
        const standing = (await office.replies.view(caseId)) as DraftView
        if (standing.draft.status === 'approved') expect(queued.map(({ draftId }) => draftId)).toEqual([standing.draft.id])
        else expect(queued).toEqual([])
        if (edited.ok) expect(standing.draft.id).toBe(edited.value.draft.id)
        if (standing.draft.status !== 'approved') view = standing
        else {
          expect(await office.replies.recall({ draftId: standing.draft.id, by: clerk })).toMatchObject({ ok: true })
          const fresh = await office.replies.redraft({ caseId, by: clerk })
          if (!fresh.ok) throw new Error(fresh.refusal.kind)
          view = fresh.value
        }
      }
      expect(await office.cases.verifyChain(caseId)).toEqual({ ok: true })
    },
    limit,
  )

  it(
    'a mail that comes while its case is merged stands in the case that goes on',
    async () => {
      const { office, clerk } = desk
      for (let round = 0; round < rounds; round++) {
        const from = `${randomUUID()}@mail.example`
        const [first, second] = [await open(from), await open(from)]
        const [merged, received] = await Promise.all([
          office.duty.merge({ fromId: first.id, intoId: second.id, reason: 'one matter', by: clerk }),
          receiveFrom(desk, desk.complaint('leak'), { joins: first.id, from }),
        ])
        expect(merged.ok).toBe(true)
        const [before, after] = [await office.cases.timeline(first.id), await office.cases.timeline(second.id)]
        const mergedAt = before.findIndex(({ kind }) => kind === 'case-merged')
        const lateMail = before.findIndex(({ kind }, index) => kind === 'mail-received' && index > mergedAt)
        expect(lateMail, 'no mail in a case that is no more').toBe(-1)
        expect((await office.cases.byId(first.id))?.status).toBe('merged')
        const mails = [...before, ...after].filter(({ kind }) => kind === 'mail-received')
        expect(mails).toHaveLength(3)
        expect([first.id, second.id]).toContain(received.case.id)
        for (const { id } of [first, second]) expect(await office.cases.verifyChain(id)).toEqual({ ok: true })
      }
    },
    limit,
  )

  it(
    'a case that several take and the desk gives has one owner, and its timeline says which',
    async () => {
      const { office, clerk, supervisor, otherSupervisor } = desk
      for (let round = 0; round < rounds; round++) {
        const record = await open()
        await Promise.all([
          office.duty.caseHeard({ caseId: record.id }),
          ...[clerk, supervisor, otherSupervisor].map((by) => office.duty.assign({ caseId: record.id, to: by, by })),
          office.duty.assign({ caseId: record.id, to: clerk, by: supervisor }),
          office.duty.caseHeard({ caseId: record.id }),
          office.db.inTransaction((tx) => office.cases.note(tx, record.id, 'looked at it', clerk)),
        ])
        const last = (await office.cases.timeline(record.id)).findLast(({ kind }) => kind === 'assigned')
        expect((await office.cases.byId(record.id))?.assigneeId).toBe(last?.content?.assigneeId)
        expect(await office.cases.verifyChain(record.id)).toEqual({ ok: true })
      }
    },
    limit,
  )
})
