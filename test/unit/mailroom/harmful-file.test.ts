import { expect, it } from 'vitest'
import { mayDoHarm } from '../../../src/mailroom/reading/harm/harmful-file.ts'

it.each([
  ['invoice.pdf.exe', 'application/pdf'],
  ['INVOICE.EXE', 'application/octet-stream'],
  ['bill.exe. ', 'application/octet-stream'],
  ['bill.js', 'text/plain'],
  ['bill.docm', 'application/octet-stream'],
  ['bill', 'application/x-msdownload'],
  ['bill', 'application/x-ms-dos-executable'],
  ['bill.xls', 'application/vnd.ms-excel.sheet.macroEnabled.12'],
  ['photo.jpg.lnk', 'image/jpeg'],
  ['disk.iso', 'application/octet-stream'],
])('%s (%s) may do harm', (filename, contentType) => expect(mayDoHarm({ filename, contentType })).toBe(true))

it.each([
  ['bill.pdf', 'application/pdf'],
  ['photo of the pit.jpg', 'image/jpeg'],
  ['bill.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['letter.txt', 'text/plain'],
  ['exe', 'image/png'],
  ['reads.csv', 'text/csv'],
  ['forwarded.eml', 'message/rfc822'],
  ['bills.zip', 'application/zip'],
])('%s (%s) is only looked at', (filename, contentType) => expect(mayDoHarm({ filename, contentType })).toBe(false))
