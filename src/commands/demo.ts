// The demo: a sample office with its own small post office, in one process, with nothing to set. The first start writes
// the sample records and works two complaints to their answers, through the same doors as any mail.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../config.ts'
import { findDemoFolder, openDemoFolder } from '../demo/demo-folder.ts'
import {
  begunFile,
  demoEnvironment,
  demoOffice,
  demoRecords,
  demoStaff,
  hasBegun,
  wantedDemoFolder,
  writeDemoRulebook,
} from '../demo/demo-settings.ts'
import { sendCustomerMail } from '../demo/post-office/customer-mail.ts'
import { openPostOffice } from '../demo/post-office/post-office.ts'
import { findRunningPostOffice } from '../demo/post-office/running-post-office.ts'
import { type SampleComplaint, sampleComplaints } from '../demo/sample-office/sample-complaints.ts'
import { walkText } from '../demo/walk.ts'
import { type Office, openOffice, startDesk } from '../office.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLog } from '../platform/log.ts'
import { createPresence } from '../platform/presence.ts'
import { UsageProblem } from '../platform/problem.ts'

const answeredAtFirst = 2
const preparationLimitMilliseconds = 60_000

export async function runDemo({ folder: caller, fresh, print }: { folder: string; fresh: boolean; print(text: string): void }) {
  const place = await openDemoFolder({ wanted: wantedDemoFolder(caller, process.env), fresh })
  const { folder } = place
  const log = createLog(process.env.LOG_LEVEL ?? 'warn')
  const database = await startEmbeddedPostgres(folder)
  const presence = createPresence(database.connection, { alone: true })
  await presence.announce() // a second demo on this folder ends here, before it touches any mail
  const kept = hasBegun(folder)
  if (!kept) begin(folder)
  const begunAt = readBegun(folder)
  const { address: officeAddress, authservId, customersDomain } = demoOffice
  const postOffice = await openPostOffice({
    folder: path.join(folder, 'post-office'),
    officeAddress,
    authservId,
    genuineDomains: [customersDomain],
    log,
  })
  const config = readConfig(demoEnvironment({ folder, ...postOffice, startsOn: new Date(begunAt.getTime() - 60_000) }, process.env), folder)
  const office = await openOffice(config, { log, database, presence })
  const records = demoRecords(begunAt)
  await fill(office, records)
  const complaints = inDemoOrder(sampleComplaints(records.sample))
  const customers = complaints.slice(answeredAtFirst + 1).map((complaint) => complaint.from.address)
  const desk = await startDesk(office, { demo: { ...postOffice, customers } })
  if ((await office.cases.queue({ limit: 1 })).cases.length === 0) {
    print('Preparing the sample office: two complaints are being answered …')
    await answerFirst(office, postOffice.smtpPort, complaints)
  }
  const { movedFrom } = place
  const walk = {
    officeName: demoOffice.name,
    officeAddress,
    folder,
    kept,
    consoleUrl: `http://127.0.0.1:${desk.port}`,
    smtpPort: postOffice.smtpPort,
  }
  print(
    walkText({
      ...walk,
      customerAddress: customers[0] ?? '',
      ...(movedFrom === undefined ? {} : { movedFrom }),
    }),
  )
  return {
    async stop() {
      await desk.stop()
      await postOffice.close()
    },
  }
}

/** Mails the next of the sample complaints to the demo that runs in this folder; says which. */
export async function sendDemoComplaint(caller: string): Promise<string> {
  const folder = await findDemoFolder({ wanted: wantedDemoFolder(caller, process.env) })
  const running = folder && (await findRunningPostOffice(path.join(folder, 'post-office')))
  if (!running) throw new UsageProblem('No demo runs in this folder. Start it first, in another terminal: npm run demo')
  const counter = path.join(folder, 'complaints-sent')
  const sent = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) : answeredAtFirst + 1
  const complaint = nextComplaint(inDemoOrder(sampleComplaints(demoRecords(readBegun(folder)).sample)), sent)
  await mail(running.smtpPort, complaint)
  writeFileSync(counter, String(sent + 1))
  return `Mailed "${complaint.subject}" from ${complaint.from.name} <${complaint.from.address}>.`
}

/** A different story each time before any comes again. */
function inDemoOrder(complaints: readonly SampleComplaint[]): SampleComplaint[] {
  return [...complaints.filter((_, index) => index % 2 === 0), ...complaints.filter((_, index) => index % 2 === 1)]
}

function nextComplaint(complaints: readonly SampleComplaint[], sent: number): SampleComplaint {
  return complaints[sent % complaints.length] as SampleComplaint
}

function begin(folder: string): void {
  writeDemoRulebook(folder)
  writeFileSync(path.join(folder, begunFile), new Date().toISOString())
}

function readBegun(folder: string): Date {
  return new Date(readFileSync(path.join(folder, begunFile), 'utf8'))
}

function mail(smtpPort: number, { from, subject, text }: SampleComplaint): Promise<unknown> {
  return sendCustomerMail(smtpPort, { from: `"${from.name}" <${from.address}>`, to: demoOffice.address, subject, text })
}

/** Once: records and staff are there together or not at all. */
async function fill(office: Office, { sample, today }: ReturnType<typeof demoRecords>): Promise<void> {
  await office.db.inTransaction(async (tx) => {
    const first = sample.accounts[0]?.history.account.number ?? ''
    if ((await office.accounts.existing(tx, [first])).has(first)) return
    await office.accounts.addSample(
      tx,
      sample.accounts.map((account) => account.history),
      today,
    )
    for (const person of demoStaff) await office.staff.add(tx, person, 'desk')
  })
}

/** Two complaints to their answers and a third to its draft, as customers, post office and supervisor would. */
async function answerFirst(office: Office, smtpPort: number, complaints: readonly SampleComplaint[]): Promise<void> {
  const supervisor = await office.staff.byEmail(demoStaff[1].email)
  if (!supervisor) throw new Error('the sample staff is missing')
  const until = Date.now() + preparationLimitMilliseconds
  for (const complaint of complaints.slice(0, answeredAtFirst)) await mail(smtpPort, complaint)
  const decided = new Set<string>()
  while (decided.size < answeredAtFirst) {
    for (const { view } of await office.replies.waiting()) {
      const approved = await office.replies.approve({ draftId: view.draft.id, contentHash: view.draft.contentHash, by: supervisor })
      if (approved.ok) decided.add(view.draft.caseId)
    }
    if (Date.now() > until) throw new Error('the sample complaints got no drafts in time')
    await pause(100)
  }
  await mail(smtpPort, nextComplaint(complaints, answeredAtFirst))
  while ((await office.cases.counts()).answered < answeredAtFirst || (await office.replies.waiting()).length === 0) {
    if (Date.now() > until) throw new Error('the sample answers did not leave in time')
    await pause(100)
  }
}
