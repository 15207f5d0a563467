// Who gets a reply, from the customer's mail to the envelope: only addresses on file for the account, approved as they are.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CaseRecord, subjectToken } from '../../../src/cases/case.ts'
import type { OutgoingMail, SendOutcome } from '../../../src/mailroom/mailroom.ts'
import { mailText, reportText } from '../../support/mail-desk.ts'
import { openedFolder } from '../../support/mail-folder.ts'
import { openMail } from '../../support/opened-mail.ts'
import { authservId, openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

const spouse = 'spouse@home.example'
const stranger = 'reporter@news.example'

let desk: SampleDesk
let sent: OutgoingMail[]
let answer: SendOutcome
beforeEach(async () => {
  sent = []
  answer = { kind: 'accepted', response: '250 ok' }
  const transport = {
    send: async (mail: OutgoingMail) => {
      sent.push(mail)
      return answer
    },
    verify: async () => {},
    close: async () => {},
  }
  desk = await openSampleDesk({ parts: { transport } })
  await desk.office.jobs.start()
  const { accountNumber } = desk.complaint('leak')
  const client = desk.office.db.client
  await client.person.create({ data: { id: 'P-spouse', name: 'The Spouse', email: spouse } })
  await client.accountPerson.create({ data: { accountNumber, personId: 'P-spouse', role: 'account-holder' } })
})
afterEach(async () => {
  await desk.office.jobs.stop()
  await desk.close()
})

let uid = 0n
async function complain(fields: string[], { established = true, subject }: { established?: boolean; subject?: string } = {}) {
  const { office } = desk
  const complaint = desk.complaint('leak')
  const domain = complaint.from.address.split('@')[1]
  const raw = mailText({
    from: `${complaint.from.name} <${complaint.from.address}>`,
    subject: subject ?? complaint.subject,
    text: complaint.text,
    authentication: null,
    headers: [...(established ? [`Authentication-Results: ${authservId}; dmarc=pass header.from=${domain}`] : []), ...fields],
  })
  const folder = await openedFolder(office.mailroom)
  const mail = { uid: ++uid, size: raw.length, internalDate: office.clock.now(), bytes: Buffer.from(raw) }
  await office.mailroom.ingest({ folder, startsOn: new Date(0) }, [mail])
  const record = (await office.cases.queue({ search: complaint.from.address })).cases[0] as CaseRecord
  await office.replies.caseHeard({ caseId: record.id, opened: true })
  const view = await office.replies.view(record.id)
  if (!view) throw new Error('no draft')
  return { record, draft: view.draft, customer: complaint.from.address }
}

async function approve(draftId: string) {
  const { office, supervisor } = desk
  const { contentHash } = (await office.replies.viewDraft(draftId))!.draft
  return office.replies.approve({ draftId, contentHash, by: supervisor })
}

async function dispatch(caseId: string) {
  const [mail] = (await desk.office.mailroom.outgoingOfCase(caseId)).filter(({ kind }) => kind === 'reply')
  if (!mail) throw new Error('no reply')
  await desk.office.mailroom.dispatch(mail.id)
  return (await desk.office.mailroom.outgoingOfCase(caseId)).find(({ id }) => id === mail.id)!
}

const kindsOf = async (caseId: string) => (await desk.office.cases.timeline(caseId)).map(({ kind }) => kind)

describe('a reply with account detail', () => {
  it('goes as a copy to whom Cc names and the account knows, and to nobody else in Cc or Reply-To', async () => {
    const { record, draft, customer } = await complain([
      `Cc: ${spouse}, ${stranger}, water@samplecity.example`,
      `Reply-To: away@elsewhere.example`,
    ])
    expect(draft).toMatchObject({ recipient: customer, cc: [spouse] })
    expect(draft.dropped).toEqual([
      { address: 'away@elsewhere.example', field: 'Reply-To', because: 'not-on-file' },
      { address: stranger, field: 'Cc', because: 'not-on-file' },
    ])
    expect(await approve(draft.id)).toMatchObject({ ok: true })
    expect(await dispatch(record.id)).toMatchObject({ status: 'sent', cc: [spouse] })
    const reply = sent.find((mail) => mail.messageId.startsWith('<reply.'))!
    expect(reply).toMatchObject({ to: customer, cc: [spouse] })
    expect((await openMail(reply)).headers).toMatchObject({ To: customer, Cc: spouse })
  })

  it('goes to a differing Reply-To that the account knows', async () => {
    const { draft } = await complain([`Reply-To: The Spouse <${spouse}>`])
    expect(draft).toMatchObject({ recipient: spouse, cc: [], dropped: [] })
  })

  it('without account detail goes to the sender alone', async () => {
    const { draft, customer } = await complain([`Cc: ${spouse}`, `Reply-To: ${spouse}`], { established: false })
    expect(draft).toMatchObject({ template: 'en/ask-for-proof', recipient: customer, cc: [] })
    expect(draft.dropped).toEqual([{ address: spouse, field: 'Reply-To', because: 'no-account-proven' }])
  })

  it('is held when a copy’s address leaves the file, before approval and before it leaves', async () => {
    const { record, draft } = await complain([`Cc: ${spouse}`])
    const away = () => desk.office.db.client.person.update({ where: { id: 'P-spouse' }, data: { email: null } })
    expect(await approve(draft.id)).toMatchObject({ ok: true })
    await away()
    expect(await dispatch(record.id)).toMatchObject({ status: 'recalled' })
    const held = (await desk.office.replies.view(record.id))!.draft
    expect(held).toMatchObject({ status: 'held', hold: { why: 'facts-changed', changes: [{ label: 'Goes to' }] } })
    expect(sent.filter((mail) => mail.messageId.startsWith('<reply.'))).toEqual([])
    const fresh = await desk.office.replies.redraft({ caseId: record.id, by: desk.supervisor })
    expect(fresh.ok && fresh.value.draft).toMatchObject({ cc: [], dropped: [{ address: spouse }] })
  })

  it('does not leave to a copy that nobody approved', async () => {
    const { record, draft } = await complain([])
    await approve(draft.id)
    await desk.office.db.client.outgoing.updateMany({ where: { draftId: draft.id }, data: { cc: [stranger] } })
    expect(await dispatch(record.id)).toMatchObject({ status: 'held' })
    expect(sent.filter((mail) => mail.messageId.startsWith('<reply.'))).toEqual([])
  })

  it('waits for a person where a copy’s address is marked as undeliverable, and leaves once the mark is cleared', async () => {
    const { office, administrator } = desk
    await office.db.client.undeliverableAddress.create({ data: { address: spouse, since: new Date(0), reason: '550 5.1.1 no such user' } })
    const { record, draft } = await complain([`Cc: ${spouse}`])
    await approve(draft.id)
    expect(await dispatch(record.id)).toMatchObject({ status: 'held', lastError: expect.stringContaining(spouse) })
    const cleared = await office.mailroom.clearUndeliverable({ address: spouse, by: administrator, reason: 'it takes mail again' })
    expect(cleared).toMatchObject({ ok: true, value: { leaving: 1 } })
    expect(await dispatch(record.id)).toMatchObject({ status: 'sent' })
  })
})

describe('of a reply that has left', () => {
  const left = async () => {
    const { record, draft, customer } = await complain([`Cc: ${spouse}`])
    await approve(draft.id)
    return { record, customer, mail: await dispatch(record.id) }
  }
  const statusOf = async ({ id }: CaseRecord) => (await desk.office.cases.byId(id))?.status

  it('a copy that comes back marks its address and tells the case, which stays answered', async () => {
    const { record, mail } = await left()
    const raw = reportText({
      recipient: spouse,
      messageId: mail.messageId,
      to: `water+${subjectToken(record).slice(1, -1)}@samplecity.example`,
    })
    const folder = await openedFolder(desk.office.mailroom)
    await desk.office.mailroom.ingest({ folder, startsOn: new Date(0) }, [
      { uid: ++uid, size: raw.length, internalDate: desk.office.clock.now(), bytes: Buffer.from(raw) },
    ])
    expect(await desk.office.mailroom.undeliverable([spouse])).toHaveLength(1)
    expect(await statusOf(record)).toBe('answered')
    expect((await kindsOf(record.id)).at(-1)).toBe('bounced')
  })

  it('what one report says of a copy and of the customer counts for both, whoever comes first in it', async () => {
    const { record, customer, mail } = await left()
    const { messageId } = mail
    const both = ['Status: 5.1.1', `\r\nFinal-Recipient: rfc822; ${customer}`, 'Action: failed', 'Status: 5.1.1'].join('\r\n')
    const raw = reportText({ recipient: spouse, messageId, to: 'water@samplecity.example' }).replace('Status: 5.1.1', both)
    const folder = await openedFolder(desk.office.mailroom)
    await desk.office.mailroom.ingest({ folder, startsOn: new Date(0) }, [
      { uid: ++uid, size: raw.length, internalDate: desk.office.clock.now(), bytes: Buffer.from(raw) },
    ])
    expect(await desk.office.mailroom.undeliverable([spouse, customer])).toHaveLength(2)
    expect(await statusOf(record)).toBe('open')
    const [reply] = (await desk.office.mailroom.outgoingOfCase(record.id)).filter(({ kind }) => kind === 'reply')
    expect(reply).toMatchObject({ delivery: 'failed' })
  })

  it('which the server refused to each recipient, only those are marked who do not exist', async () => {
    const { record, draft, customer } = await complain([`Cc: ${spouse}`])
    await approve(draft.id)
    const refused = [
      { address: customer, error: '550 5.7.1 refused by policy' },
      { address: spouse, error: '550 5.1.1 no such user' },
    ]
    answer = { kind: 'refused', error: 'all recipients were rejected: 550 5.1.1 no such user', refused }
    expect(await dispatch(record.id)).toMatchObject({ status: 'failed' })
    expect((await desk.office.mailroom.undeliverable()).map(({ address }) => address)).toEqual([spouse])
  })

  it.each([
    ['only the copy: the case is answered', () => spouse, 'answered'],
    ['the customer: the case needs a person', (customer: string) => customer, 'open'],
  ] as const)('the server refused %s', async (_, whom, status) => {
    const { record, draft, customer } = await complain([`Cc: ${spouse}`])
    await approve(draft.id)
    answer = { kind: 'accepted', response: '250 ok', refused: [{ address: whom(customer), error: '550 5.1.1 no such user' }] }
    expect(await dispatch(record.id)).toMatchObject({ status: 'sent' })
    expect(await statusOf(record)).toBe(status)
    expect(await desk.office.mailroom.undeliverable([whom(customer)])).toHaveLength(1)
    expect((await kindsOf(record.id)).slice(-2)).toEqual(['sent', 'send-failed'])
  })
})
