// Starts that cannot work: said in words, with the right exit code, and nothing left running.
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPostmaster } from '../support/find-postmaster.ts'

describe('a start that cannot work', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-start-'))
    chmodSync(folder, 0o711)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const settings = { OFFICE_NAME: 'Office', OFFICE_TIME_ZONE: 'America/Chicago', OFFICE_ADDRESS: 'water@city.example', LOG_LEVEL: 'error' }
  const start = (env: NodeJS.ProcessEnv) =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn(process.execPath, [path.resolve('src/main.ts'), 'start'], {
        env: { PATH: process.env.PATH, INIT_CWD: folder, DATA_DIR: path.join(folder, 'data'), ...env },
      })
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk
      })
      child.once('exit', (code) => resolve({ code, said }))
    })

  it('names every wrong setting at once and starts nothing', async () => {
    const { code, said } = await start({ OFFICE_TIME_ZONE: 'Chicago', MAILBOXES: 'a', SMTP_URL: 'smtp.example' })
    expect(code).toBe(2)
    for (const name of ['OFFICE_NAME', 'OFFICE_TIME_ZONE', 'OFFICE_ADDRESS', 'MAILBOX_A_URL', 'MAILBOX_A_STARTS_ON', 'SMTP_URL'])
      expect(said).toContain(name)
    expect(findPostmaster(folder)).toBeUndefined()
  })

  it('says which port is taken, and stops the database it had started', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    const { code, said } = await start({ ...settings, CONSOLE_PORT: String(port) })
    other.close()
    expect(code).toBe(2)
    expect(said).toContain(`127.0.0.1:${port}`)
    expect(findPostmaster(folder)).toBeUndefined()
  })

  it('refuses a rulebook that does not fit before it starts the database', async () => {
    mkdirSync(path.join(folder, 'data/rulebook/sending'), { recursive: true })
    writeFileSync(path.join(folder, 'data/rulebook/sending/2026-01-01.yaml'), 'recall_seconds: soon')
    const { code, said } = await start(settings)
    expect(code).toBe(2)
    expect(said).toContain('recall_seconds')
    expect(findPostmaster(folder)).toBeUndefined()
  })

  it('says that a database server does not answer, and whose turn it is', async () => {
    const { code, said } = await start({ ...settings, DATABASE_URL: 'postgresql://desk@127.0.0.1:1/desk', SECRET_KEY: 'x'.repeat(32) })
    expect(code).toBe(3)
    expect(said).toContain('doctor')
    expect(said).not.toContain('    at ')
  })
})
