// Pages set by typst: what people are called and what they wrote is text there, and nothing else.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createPdfRenderer } from '../../../src/platform/pdf.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-letters-'))
writeFileSync(path.join(folder, 'note.typ'), '#let data = json(bytes(sys.inputs.data))\n#set text(font: "Libertinus Serif")\n#data.words')
writeFileSync(path.join(folder, 'curious.typ'), '#read("/etc/hostname")')
const render = createPdfRenderer(folder)

it.each(['#read("/etc/passwd")', '$x^2$ \\ *bold* _it_ <tag> @ref', 'Zażółć gęślą jaźń, señora Núñez', '王小明'])(
  '%s stands there as it is written',
  (words) => {
    const file = path.join(folder, 'note.pdf')
    writeFileSync(file, render('note', { words }))
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })).toContain(words)
  },
)

it('a template reads nothing outside its folder, and one that cannot be set says why', () => {
  expect(() => render('curious', {})).toThrow(/the page curious could not be set/)
  expect(() => render('missing', {})).toThrow(/could not be set|not found/)
})
