// Mails in files for other programs: a line for each, in order, whatever they are.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InspectAsked, inspectMail } from '../../../src/commands/mail-inspect.ts'
import { threadMail } from '../../../src/commands/mail-thread.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'mails-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const complaint = 'From: Ana Ruiz <ana@example.com>\nTo: water@city.example\nSubject: My bill\nMessage-ID: <1@x>\n'
const vouched =
  'Authentication-Results: mx.city.example; spf=pass smtp.mailfrom=example.com; dkim=none; dmarc=pass header.from=example.com\n'

beforeAll(() => {
  mkdirSync(path.join(folder, 'box/cur'), { recursive: true })
  writeFileSync(path.join(folder, 'box/b.eml'), `${vouched}${complaint}\nMi factura de agua es demasiado alta este mes.\n`)
  writeFileSync(
    path.join(folder, 'box/a.eml'),
    'From: mailer-daemon@example.com\nSubject: Undelivered Mail\nX-Failed-Recipients: bo@example.com\n\nno',
  )
  writeFileSync(path.join(folder, 'box/notes.txt'), 'no mail at all')
  writeFileSync(
    path.join(folder, 'box/cur/c.eml'),
    'From: water@city.example\nIn-Reply-To: <1@x>\nMessage-ID: <2@x>\nSubject: Re: My bill\n\nHello',
  )
  mkdirSync(path.join(folder, 'maildir'))
  writeFileSync(path.join(folder, 'maildir/1700000000.M1P1.mx:2,S'), `${complaint}\nHello`)
  writeFileSync(
    path.join(folder, 'body'),
    '-------- Forwarded Message --------\nSubject: High bill\nDate: Mon, 2 Mar 2026\nFrom: Bo Li <bo@example.com>\nTo: ana@example.com\n\nWhy?',
  )
  const lines = [
    '{"id":"1","path":"box/b.eml"}',
    'nonsense',
    '{"id":"2"}',
    '{"id":"3","text":"Hello there, neighbour of mine","subject":"Hi"}',
  ]
  writeFileSync(path.join(folder, 'lines'), lines.join('\n'))
})

async function inspected(paths: string[], asked: InspectAsked = {}): Promise<Record<string, unknown>[]> {
  const lines: string[] = []
  await inspectMail(paths, asked, folder, (line) => lines.push(line))
  return lines.map((line) => JSON.parse(line))
}

describe('mail inspect', () => {
  it('tells of a folder its mails, in the order of their names', async () => {
    expect((await inspected(['box'])).map(({ file, kind }) => [file, kind])).toEqual([
      ['box/a.eml', 'bounce'],
      ['box/b.eml', 'person'],
      ['box/cur/c.eml', 'person'],
    ])
  })

  it('takes every file of a folder that names none as a mail', async () => {
    expect(await inspected(['maildir'])).toMatchObject([{ kind: 'person', from: { address: 'ana@example.com', name: 'Ana Ruiz' } }])
  })

  it('has every field that is promised, and no other', async () => {
    const [mail] = await inspected(['box/b.eml'])
    expect(Object.keys(mail ?? {}).sort()).toEqual(
      'attachments authentication bounces cc date file forwarded from inReplyTo kind language messageId newText problems quotedText reasons references replyTo signature subject text to'.split(
        ' ',
      ),
    )
    expect(mail).toMatchObject({ messageId: '<1@x>', language: 'es', date: null, to: [{ address: 'water@city.example', name: null }] })
  })

  it('believes the named server only', async () => {
    const nobody = { spf: 'not-checked', dkim: 'not-checked', dmarc: 'not-checked', verdict: 'not-established' }
    expect((await inspected(['box/b.eml']))[0]?.authentication).toEqual(nobody)
    expect((await inspected(['box/b.eml'], { authservId: 'mx.other.example' }))[0]?.authentication).toEqual(nobody)
    const believed = { spf: 'pass', dkim: 'none', dmarc: 'pass', verdict: 'established' }
    expect((await inspected(['box/b.eml'], { authservId: 'mx.city.example' }))[0]?.authentication).toEqual(believed)
  })

  it('knows the desk by any of its addresses', async () => {
    const [mail] = await inspected(['box/cur/c.eml'], { ownAddress: ['bills@city.example', 'water@city.example'] })
    expect(mail?.kind).toBe('own-loop')
  })

  it('tells of a bare body what it passes on', async () => {
    expect(await inspected([], { text: ['body'] })).toMatchObject([
      { file: 'body', from: { address: null }, forwarded: { from: { address: 'bo@example.com', name: 'Bo Li' }, subject: 'High bill' } },
    ])
  })

  it('says so of what cannot be read, and goes on', async () => {
    expect(await inspected(['none.eml', 'box/b.eml'])).toMatchObject([
      { file: 'none.eml', kind: 'unreadable', problems: ['the file cannot be read: ENOENT'] },
      { kind: 'person' },
    ])
  })

  it('answers a batch line by line', async () => {
    expect(await inspected([], { batch: 'lines' })).toMatchObject([
      { id: '1', file: 'box/b.eml', subject: 'My bill' },
      { id: null, error: 'not a JSON object with an id' },
      { id: '2', error: 'expected a path, or a text' },
      { id: '3', subject: 'Hi', newText: 'Hello there, neighbour of mine' },
    ])
  })

  it('asks for something to inspect', async () => {
    await expect(inspected([])).rejects.toThrow(UsageProblem)
  })
})

describe('mail thread', () => {
  async function threads(given: string | undefined, batch?: string): Promise<Record<string, unknown>[]> {
    const lines: string[] = []
    await threadMail(given, batch === undefined ? {} : { batch }, folder, (line) => lines.push(line))
    return lines.map((line) => JSON.parse(line))
  }

  it('tells the conversations of a folder', async () => {
    const [bounce, mail, answer] = await threads('box')
    expect(mail).toEqual({ file: 'box/b.eml', messageId: '<1@x>', thread: mail?.thread })
    expect(answer?.thread).toBe(mail?.thread)
    expect(bounce?.thread).not.toBe(mail?.thread)
  })

  it('takes the mails of a batch for one folder', async () => {
    const lines = ['{"id":"1","path":"box/b.eml"}', '{"no":"id"}', '{"id":"2","path":"box/cur/c.eml"}', '{"id":"3","path":"none"}']
    writeFileSync(path.join(folder, 'threads'), lines.join('\n'))
    const [first, wrong, second, missing] = await threads(undefined, 'threads')
    expect(first).toMatchObject({ id: '1', file: 'box/b.eml', messageId: '<1@x>' })
    expect(wrong).toMatchObject({ id: null })
    expect(second).toMatchObject({ id: '2', thread: first?.thread })
    expect(missing).toMatchObject({ id: '3', messageId: null })
    expect(missing?.thread).not.toBe(first?.thread)
  })
})
