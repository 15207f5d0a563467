// A reply about a high bill: its facts gathered, its template filled and every statement of it checked, for accounts that stand among
// many; beside the bare query of the account's history, which nothing of it can be faster than.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { CaseRecord } from '../../src/cases/case.ts'
import { sampleComplaints } from '../../src/demo/sample-office/sample-complaints.ts'
import { type Office, openOffice } from '../../src/office.ts'
import { createLog } from '../../src/platform/log.ts'
import { bindClaims } from '../../src/replies/bind-claims.ts'
import { gatherFacts } from '../../src/replies/gather-facts.ts'
import { readTemplates } from '../../src/replies/templates.ts'
import { writeReply } from '../../src/replies/write-draft.ts'
import { receiveFrom } from '../support/receive.ts'
import { fillSampleOffice, sampleConfig } from '../support/sample-desk.ts'
import { importAlone } from './accounts.ts'
import { writeUtility } from './generated-utility.ts'

const defaultAccounts = 20_000
const rounds = 40

export async function benchDraft(print: (line: string) => void = console.log): Promise<void> {
  const accounts = Number(process.argv[process.argv.indexOf('--accounts') + 1]) || defaultAccounts
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-bench-'))
  chmodSync(folder, 0o711) // the database's user passes through to its own part
  const office = await openOffice(sampleConfig(folder, 0), { log: createLog('error') })
  try {
    await writeUtility(path.join(folder, 'set'), accounts)
    await importAlone(office.connection, path.join(folder, 'set'))
    const records = await highBillCases(office)
    print(`draft: ${records.length} high-bill cases of the sample office among ${accounts} accounts`)
    await measure(office, records, print)
  } finally {
    await office.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function highBillCases(office: Office): Promise<CaseRecord[]> {
  const sample = await fillSampleOffice(office)
  const records: CaseRecord[] = []
  for (const complaint of sampleComplaints(sample)) {
    const { case: record } = await receiveFrom({ office }, complaint)
    if (record.topic === 'high-bill') records.push(record)
  }
  return records
}

async function measure(office: Office, records: readonly CaseRecord[], print: (line: string) => void): Promise<void> {
  const templates = readTemplates(path.resolve('templates/replies'))
  const sources = { ...office, office: office.config.office }
  const parts = { history: [] as number[], facts: [] as number[], text: [] as number[], check: [] as number[], whole: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    for (const record of records) {
      await office.db.inTransaction(async (tx) => {
        const began = performance.now()
        await office.accounts.history(record.accountNumber as string, tx)
        const asked = performance.now()
        const gathered = await gatherFacts(tx, record, office.clock.now(), sources)
        const known = performance.now()
        const written = writeReply(gathered, templates, 'en')
        const filled = performance.now()
        const { unsupported } = bindClaims(written.text, gathered.facts, { vouched: [], promises: [] })
        const checked = performance.now()
        if (written.needsWords !== null || unsupported.length > 0) throw new Error(`the draft of ${record.number} is not whole`)
        if (round === 0) return // the first look at each warms what stays warm
        parts.history.push(asked - began)
        parts.facts.push(known - asked)
        parts.text.push(filled - known)
        parts.check.push(checked - filled)
        parts.whole.push(checked - asked)
      })
    }
  }
  const at = (times: number[], share: number) => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] as number
  const line = (name: string, times: number[]) =>
    print(`  ${name.padEnd(34)} median ${at(times, 0.5).toFixed(1)} ms, 99th percentile ${at(times, 0.99).toFixed(1)} ms`)
  line("bound: the account's history", parts.history)
  line('facts', parts.facts)
  line('rendering', parts.text)
  line('check', parts.check)
  line(`together, of ${parts.whole.length} drafts`, parts.whole)
  print(`  together, as a multiple of the bound   ${(at(parts.whole, 0.5) / at(parts.history, 0.5)).toFixed(1)}`)
}
