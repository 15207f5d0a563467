// Which attachments may do harm: by name, by type, by what is in them, and by what is in what is in them.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFile, readMail } from '../../../src/mailroom/reading/read-mail.ts'
import { zipOf } from '../../support/zip-archive.ts'

const pdf = Buffer.from('%PDF-1.7\n')
const old = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** A mail with these files; each has a boundary of its own, so that it can stand in another. */
function mailWith(...files: { name: string; content: Buffer; type?: string }[]): Buffer {
  const boundary = `b${randomUUID()}`
  const parts = files.map(({ name, content, type = 'application/octet-stream' }) =>
    [
      `--${boundary}`,
      `Content-Type: ${type}; name="${name}"`,
      'Content-Disposition: attachment',
      ...(type === 'message/rfc822'
        ? ['', content.toString('latin1')]
        : ['Content-Transfer-Encoding: base64', '', content.toString('base64')]),
      '',
    ].join('\r\n'),
  )
  const head = `From: ana@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`
  return Buffer.from(
    `${head}--${boundary}\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n${parts.join('')}--${boundary}--\r\n`,
    'latin1',
  )
}

const harmOf = (name: string, content: Buffer, type?: string) =>
  readMail(mailWith({ name, content, ...(type ? { type } : {}) })).harmful.map(({ why }) => why)

describe('a file may do harm', () => {
  it.each([
    ['a program by its name', 'bill.exe', pdf],
    ['a script by its name', 'bill.pdf.js', pdf],
    ['a name that hides its ending behind dots and spaces', 'bill.exe. .', pdf],
    ['a shortcut by its name', 'bill.LNK', pdf],
    ['a disk image by its name', 'bill.iso', pdf],
    ['a document with macros by its name', 'bill.xlsm', zipOf([])],
    ['a program of Windows that is called a bill', 'bill.pdf', Buffer.from('MZ\x90\0')],
    ['a program of Linux that is called a picture', 'meter.jpg', Buffer.from('\x7fELF\x02', 'latin1')],
    ['a program of macOS', 'meter', Buffer.from('cffaedfe07000001', 'hex')],
    ['a script without an ending', 'readme', Buffer.from('#!/bin/sh\n')],
    ['a shortcut that is called a text', 'bill.txt', Buffer.from('4c0000000114020000000000c00000000000004600', 'hex')],
    ['a document with macros in it', 'bill.docx', zipOf(['[Content_Types].xml', 'word/vbaProject.bin'])],
    ['an old document with macros in it', 'bill.doc', Buffer.concat([old, Buffer.alloc(600), Buffer.from('_VBA_PROJECT', 'utf16le')])],
    ['an archive with a program in it', 'bill.zip', zipOf(['bill.pdf', 'bill.pdf.exe'])],
    ['an archive with a program in it, that is called something else', 'bill.dat', zipOf(['a/b/run.scr'])],
    ['an archive in an archive', 'bill.zip', zipOf(['inner.zip'])],
    ['a locked archive', 'bill.zip', zipOf(['bill.pdf'], { locked: true })],
    ['an archive whose end is cut off', 'bill.zip', zipOf(['bill.pdf']).subarray(0, -4)],
    ['an archive that cannot be looked into', 'bill.rar', Buffer.from('Rar!\x1a\x07')],
    ['one of another make, called something else', 'bill.pdf', Buffer.from('377abcaf271c0004', 'hex')],
    ['a mail with a program in it', 'mail.eml', mailWith({ name: 'bill.exe', content: pdf })],
  ])('as %s', (_, name, content) => {
    expect(harmOf(name, content)).toHaveLength(1)
  })

  it('as a program by its type', () => {
    expect(harmOf('bill', pdf, 'application/x-msdownload')).toHaveLength(1)
  })

  it('as a mail with a mail with a program in it', () => {
    const inner = mailWith({ name: 'bill.exe', content: pdf })
    expect(harmOf('a.eml', mailWith({ name: 'b.eml', content: inner, type: 'message/rfc822' }), 'message/rfc822')).toEqual([
      'a mail with a file in it that may do harm',
    ])
  })
})

it.each([
  ['a bill', 'bill.pdf', pdf],
  ['a picture', 'meter.jpg', Buffer.from('ffd8ffe000104a464946', 'hex')],
  ['a page', 'bill.html', Buffer.from('<html><script>alert(1)</script></html>')],
  ['a drawing', 'meter.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a document', 'bill.docx', zipOf(['[Content_Types].xml', 'word/document.xml'])],
  ['an old document', 'bill.doc', Buffer.concat([old, Buffer.alloc(600)])],
  ['an archive of pictures', 'meters.zip', zipOf(['1.jpg', '2.jpg'])],
  ['a mail', 'mail.eml', Buffer.from('From: a@example.com\r\n\r\nHello')],
  ['a text that begins like a word', 'notes.txt', Buffer.from('BZ, please call me back')],
  ['an empty file', 'empty.txt', Buffer.alloc(0)],
])('%s does none', (_, name, content) => {
  expect(harmOf(name, content)).toEqual([])
})

it('an archive that is broken anywhere is an archive still', () => {
  const whole = zipOf(['bill.pdf', 'meter.jpg'])
  const broken = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(whole.length))
  fc.assert(
    fc.property(broken, ([place, byte, length]) => {
      const content = Buffer.from(whole)
      content[place] = byte
      const harm = harmOf('bill.zip', content.subarray(0, length))
      expect(length < whole.length ? harm.length : 1).toBe(1) // cut short, nobody knows what was in it
    }),
  )
})

it('a file is found again by its place', () => {
  const mail = mailWith({ name: 'meter.txt', content: Buffer.from('one') }, { name: 'run.exe', content: Buffer.from('two') })
  const { attachments, harmful } = readMail(mail)
  expect(harmful).toEqual([{ number: 1, why: 'a file of a kind that runs when it is opened' }])
  const found = readFile(mail, 1)
  expect(found).toMatchObject({ attachment: attachments[1], harm: harmful[0]?.why })
  expect(Buffer.from(found?.content ?? []).toString()).toBe('two')
  expect(readFile(mail, 2)).toBeNull()
})
