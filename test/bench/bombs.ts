// How long mails take that are made to hurt, and how much memory: each in a process of its own, by `mail inspect`, beside an
// ordinary mail in such a process.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { mailBombs } from '../support/mail-bombs.ts'
import { benchMail } from './bench-office.ts'

const root = path.resolve(import.meta.dirname, '../..')
const peakMemory = 'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))'

export async function benchBombs(print: (line: string) => void = console.log): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-bombs-'))
  try {
    const file = path.join(folder, 'mail.eml')
    writeFileSync(file, benchMail(1))
    const ordinary = inspect(file)
    print(
      `bombs: an ordinary mail takes ${ordinary.seconds.toFixed(2)} s and ${ordinary.megabytes.toFixed(0)} MB, the start of the process included`,
    )
    for (const [name, make] of Object.entries(mailBombs)) {
      const bytes = make()
      writeFileSync(file, bytes)
      const { seconds, megabytes, kind } = inspect(file)
      const size = `${(bytes.length / 1e6).toFixed(1)} MB`
      print(
        `  ${name.padEnd(40)} ${size.padStart(8)}  ${seconds.toFixed(2)} s  ${megabytes.toFixed(0).padStart(4)} MB  ratio ${(seconds / ordinary.seconds).toFixed(2)}  ${kind}`,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function inspect(file: string): { seconds: number; megabytes: number; kind: string } {
  const began = performance.now()
  const ran = spawnSync(process.execPath, ['--import', peakMemory, 'src/main.ts', 'mail', 'inspect', file], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  })
  const seconds = (performance.now() - began) / 1000
  if (ran.status !== 0) throw new Error(`mail inspect ended with ${ran.status}: ${ran.stderr.slice(0, 500)}`)
  return { seconds, megabytes: Number(ran.stderr.trim().split('\n').at(-1)) / 1000, kind: JSON.parse(ran.stdout).kind }
}
