// A note in the folder of where the running post office listens, for the command that mails another complaint.
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const Running = z.object({ pid: z.number().int().positive(), smtpPort: z.number(), imapPort: z.number(), officeAddress: z.string() })

export type RunningPostOffice = z.infer<typeof Running>

/** Undefined where none runs; a note left behind by a killed process counts as none. */
export async function findRunningPostOffice(folder: string): Promise<RunningPostOffice | undefined> {
  let note: string
  try {
    note = await readFile(noteFile(folder), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const running = Running.safeParse(safeJson(note))
  return running.success && isAlive(running.data.pid) ? running.data : undefined
}

export async function noteRunning(folder: string, running: RunningPostOffice): Promise<void> {
  await writeFile(noteFile(folder), JSON.stringify(running), { mode: 0o600 })
}

export async function forgetRunning(folder: string): Promise<void> {
  await rm(noteFile(folder), { force: true })
}

function noteFile(folder: string): string {
  return path.join(folder, 'running.json')
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // half-written by a process that was killed: nobody runs
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
