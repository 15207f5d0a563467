// What clamd says of a file, and what its silence means.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { clamdVersion } from '../../../src/channels/clamd/ask-clamd.ts'
import { createClamdScanner } from '../../../src/channels/clamd/clamd-scanner.ts'
import { clamdFinding } from '../../../src/commands/check-clamd.ts'
import { type ClamdDouble, eicar, startClamd } from '../../support/clamd-double.ts'

let clamd: ClamdDouble
afterEach(() => clamd?.stop())

it('a file goes to it whole, and is clean or not', async () => {
  clamd = await startClamd()
  const scanner = createClamdScanner(clamd.address)
  const files = [randomBytes(200_000), Buffer.alloc(0), Buffer.concat([randomBytes(70_000), eicar])]
  const verdicts = []
  for (const file of files) verdicts.push(await scanner.scan(file))
  expect(verdicts).toEqual([{ kind: 'clean' }, { kind: 'clean' }, { kind: 'infected', signature: 'Win.Test.EICAR_HDB-1' }])
  expect(clamd.scanned.map((file, index) => file.equals(files[index] as Buffer))).toEqual([true, true, true])
})

it('it may listen at a socket of this machine', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'clamd-'))
  clamd = await startClamd({ path: path.join(folder, 'clamd.ctl') })
  expect(await createClamdScanner(clamd.address).scan(eicar)).toMatchObject({ kind: 'infected' })
  rmSync(folder, { recursive: true })
})

it('a file over its limit is refused for good', async () => {
  clamd = await startClamd({ streamLimitBytes: 1_000 })
  expect(await createClamdScanner(clamd.address).scan(Buffer.alloc(2_000))).toEqual({
    kind: 'refused',
    problem: 'INSTREAM size limit exceeded. ERROR',
    passing: false,
  })
})

it.each([
  ['breaks off', 'breaks-off'],
  ['is out of memory', { answers: "stream: Can't allocate memory ERROR" }],
  ['says something new', { answers: 'stream: MAYBE' }],
] as const)('one that %s and answers otherwise may be asked again', async (_, how) => {
  clamd = await startClamd()
  clamd.behaves(how)
  expect(await createClamdScanner(clamd.address).scan(Buffer.from('a bill'))).toMatchObject({ kind: 'refused', passing: true })
})

it('one that is not there, or says nothing, is unreachable', async () => {
  clamd = await startClamd()
  await clamd.stop()
  expect(await createClamdScanner(clamd.address).scan(Buffer.from('a bill'))).toMatchObject({ kind: 'unreachable' })
  await expect(clamdVersion(clamd.address)).rejects.toThrow(/ECONNREFUSED/)
  clamd = await startClamd()
  clamd.behaves('silent')
  expect(await createClamdScanner(clamd.address, { silenceMilliseconds: 50 }).scan(Buffer.from('a bill'))).toMatchObject({
    kind: 'unreachable',
    problem: 'clamd was silent for 0.05 seconds',
  })
})

it('the doctor says which it is, or that it is away', async () => {
  expect(await clamdFinding({})).toMatchObject({ state: 'not-configured' })
  clamd = await startClamd()
  expect(await clamdFinding({ clamd: clamd.address })).toMatchObject({ state: 'well', says: expect.stringContaining('ClamAV 1') })
  await clamd.stop()
  const { address } = clamd
  clamd = await startClamd()
  expect(await clamdFinding({ clamd: address })).toMatchObject({ state: 'unreachable', says: expect.stringContaining('ECONNREFUSED') })
})
