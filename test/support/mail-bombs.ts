// Mails that are made to hurt whoever reads them.

const head = 'From: Ana Ruiz <ana@example.com>\r\nSubject: My bill\r\nMessage-ID: <bomb@example.com>\r\n'

/** Built one at a time, since each is large. */
export const mailBombs: { [name: string]: () => Buffer } = {
  '100,000 header fields': () => mail('X-Filler: some words that fill a line\r\n'.repeat(100_000), 'Too much.'),
  'a header field of 20 MB': () => mail(`X-Filler: ${'a '.repeat(10_000_000)}\r\n`, 'Too much.'),
  '50,000 addresses': () => mail(`To: ${'"A, B" <a@example.com>, '.repeat(50_000)}b@example.com\r\n`, 'Too much.'),
  '2,000 nested parts': () => nested(2_000),
  '200 nested parts': () => nested(200),
  '20,000 parts side by side': () => mail('Content-Type: multipart/mixed; boundary=b\r\n', `${'--b\r\n\r\nx\r\n'.repeat(20_000)}--b--\r\n`),
  '200 mails inside each other': () =>
    mail('Content-Type: message/rfc822\r\n', `${'Content-Type: message/rfc822\r\n\r\n'.repeat(200)}Hello`),
  '50 MB of text': () => mail('', 'A long story about a bill, told again. '.repeat(1_300_000)),
  '29 MB of text': () => mail('', 'A long story about a bill, told again. '.repeat(750_000)),
  '29 MB of text without an end of line': () => mail('', 'On Monday '.repeat(2_900_000)),
  '29 MB of quoted-printable': () => mail('Content-Transfer-Encoding: quoted-printable\r\n', '=C3=A4=\r\n'.repeat(3_200_000)),
  '29 MB of base64 attachment': () => mail(attached, Buffer.alloc(21_000_000, 7).toString('base64').replace(/.{76}/g, '$&\r\n')),
  'base64 that is all padding': () => mail(attached, 'QQ==QQ='.repeat(4_000_000)),
  '50,000 nested divs': () => mail(page, `${'<div>'.repeat(50_000)}My bill is too high.${'</div>'.repeat(50_000)}`),
  '1 MB of open tags': () => mail(page, '<a '.repeat(350_000)),
  '1 MB of open comments': () => mail(page, '<!-- '.repeat(200_000)),
  '200,000 entities': () => mail(page, '&amp;&#1234;'.repeat(100_000)),
  'quadratic attribution lines': () => mail('', `${'On '.repeat(100_000)}${'a '.repeat(50_000)}`),
  '100,000 lines that begin a quotation': () => mail('', 'On Mon, Jan 1, 2026 at 1:00 PM A <a@example.com> wrote:\r\n'.repeat(100_000)),
  '300,000 quote marks on a line': () => mail('', `${'>'.repeat(300_000)} why\r\n`.repeat(5)),
  '100,000 lines of a forwarded header': () => mail('', 'From: a@example.com\r\nSent: today\r\nTo: b\r\nSubject: c\r\n\r\n'.repeat(25_000)),
  'encoded words without an end': () => mail(`Subject: ${'=?utf-8?q?'.repeat(100_000)}\r\n`, 'Too much.'),
  'a boundary of every line': () => mail('Content-Type: multipart/mixed; boundary="-"\r\n', `${'---\r\n'.repeat(200_000)}`),
  'comments without an end in 40 fields': () =>
    mail(['To', 'Cc', 'Reply-To', 'From'].map((name) => `${name}: ${'('.repeat(60_000)}\r\n`.repeat(10)).join(''), 'Too much.'),
  'lines like delimiters in a long header': () =>
    mail(`Content-Type: multipart/mixed; x="${'a'.repeat(18_000)}"; boundary=b\r\n${'--a\r\n'.repeat(50_000)}`, 'Too much.'),
  'a header in bold, with spaces between its words': () => mail('', `*From: a${spaces(3_900)}b\r\n`.repeat(120)),
  'rows of a table, with spaces between their words': () => mail('', `|${spaces(3_900)}x\r\n`.repeat(120)),
  '100,000 blank lines in a quotation': () => mail(page, `<blockquote><pre>a${'\n'.repeat(100_000)}b</pre></blockquote>`),
  'lines of dashes that end in a letter': () => mail('', `${'-'.repeat(390)}x\r\n`.repeat(1_200)),
  'a margin said 80,000 times': () => mail(page, `<blockquote style="${'margin'.repeat(80_000)}">b</blockquote>`),
  '50 files with spaces in their names': () =>
    mail(
      'Content-Type: multipart/mixed; boundary=b\r\n',
      `${`--b\r\nContent-Type: application/pdf; name="a${spaces(19_000)}b"\r\n\r\nx\r\n`.repeat(50)}--b--\r\n`,
    ),
  'a uuencoded file without an end': () => mail('', `begin 644 a\r\n${`M${'#'.repeat(60)}\r\n`.repeat(20_000)}`.repeat(20)),
  'a report of 100,000 recipients': () =>
    mail(
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n',
      `--b\r\nContent-Type: message/delivery-status\r\n\r\n${'Final-Recipient: rfc822; a@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'.repeat(100_000)}--b--\r\n`,
    ),
}

const page = 'Content-Type: text/html; charset=utf-8\r\n'
const attached = 'Content-Type: application/pdf; name=bill.pdf\r\nContent-Transfer-Encoding: base64\r\n'

function spaces(count: number): string {
  return ' '.repeat(count)
}

function mail(fields: string, body: string): Buffer {
  return Buffer.from(`${head}${fields}\r\n${body}`, 'latin1')
}

function nested(levels: number): Buffer {
  let text = ''
  for (let level = 0; level < levels; level++) text += `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`
  return Buffer.from(`${head}${text}Content-Type: text/plain\r\n\r\nHello`)
}
