// Mails for pictures of the mailroom's pages: what fills a quarantine and a ledger in an office's week, and what tries them.
import iconv from 'iconv-lite'
import type { FetchedMail } from '../../src/mailroom/mailroom.ts'
import type { Office } from '../../src/office.ts'
import { openedFolder } from './mail-folder.ts'

const longWord = 'a-very-long-and-unbroken-name-as-programs-make-them-'.repeat(4)

function mail(from: string, subject: string, fields: string[], text: string): Buffer {
  const head = [`From: ${from}`, 'To: water@samplecity.example', `Subject: ${subject}`, ...fields]
  return Buffer.from([...head, '', text, ''].join('\n').replaceAll('\n', '\r\n'))
}

const inInbox: (Buffer | { tooLarge: Buffer })[] = [
  mail('Ada Abernathy <ada@mail.example>', 'Automatic reply: Your bill', ['Auto-Submitted: auto-replied'], 'I am away until Monday.'),
  mail(
    'Weekly Offers <news@offers.example>',
    'Forty percent off water filters',
    ['List-Id: <weekly.offers.example>', 'Precedence: bulk'],
    'Buy now.',
  ),
  { tooLarge: mail('"Jordan Vasquez-Montgomery, Facilities" <facilities@long-company-name.example>', 'Scans of all bills', [], '') },
  mail('', 'Meter number 40117 in the pit', [], 'The lid is broken and the pit is full of water.\nPlease send somebody.\n\nThe neighbour'),
  mail(
    `"${longWord}" <${longWord.slice(0, 60)}@mail.example>`,
    `<script>alert('subject')</script> ${longWord}`,
    ['List-Id: <hostile.example>'],
    `<img src=x onerror=alert(1)>\n${longWord}`,
  ),
  mail(
    'Mail Delivery System <MAILER-DAEMON@mx.example>',
    'Undelivered Mail Returned to Sender',
    ['Return-Path: <>', 'Auto-Submitted: auto-replied'],
    '<bob@mail.example>: host mx.mail.example said: 550 5.1.1 User unknown',
  ),
  Buffer.concat([
    mail(
      'Zofia Zielińska <zofia@mail.example>'.normalize('NFD').replace(/\p{M}/gu, ''),
      'Rachunek za wode',
      ['Content-Type: text/plain; charset=iso-8859-1'],
      '',
    ),
    iconv.encode('Proszę o wyjaśnienie, skąd ta należność.\r\n', 'iso-8859-2'),
  ]),
  mail('Fred Fletcher <fred@mail.example>', 'Photos of the meter', ['Message-ID: <photos@mail.example>'], 'See the pictures.'),
  mail('Fred Fletcher <fred@mail.example>', 'Photos of the meter', ['Message-ID: <photos@mail.example>'], 'See the pictures.'),
]

export async function fillLedger({ mailroom, db }: Pick<Office, 'mailroom' | 'db'>): Promise<void> {
  const fetched = inInbox.map((given, at): FetchedMail => {
    const known = { uid: BigInt(at + 1), internalDate: new Date() }
    return Buffer.isBuffer(given)
      ? { ...known, size: given.length, bytes: given }
      : { ...known, size: 50_000_000, bytes: null, head: given.tooLarge }
  })
  const inbox = await openedFolder(mailroom, { mailbox: 'billing', uidValidity: 4_294_967_295n })
  await mailroom.ingest({ folder: inbox, startsOn: new Date(0) }, fetched)
  const spam = mail('Lottery <win@lottery.example>', 'You have won $1,000,000', [], 'Send us your bank account.')
  const junk = await openedFolder(mailroom, { mailbox: 'billing', path: 'Junk', role: 'junk', uidValidity: 7n })
  await mailroom.ingest({ folder: junk, startsOn: new Date(0) }, [{ uid: 1n, size: spam.length, internalDate: new Date(), bytes: spam }])
  const told = { gone: 0, waiting: 0, problem: null }
  await mailroom.noteReconciliation('billing', [
    { ...told, mailbox: 'billing', folder: 'Junk', role: 'junk', listed: 1, recorded: 1, differences: [] },
    {
      ...told,
      ...{ mailbox: 'billing', folder: 'INBOX', role: 'inbox', listed: 10, recorded: 9 },
      differences: [
        { uid: '10', difference: 'missing', detail: 'it has no disposition: the cursor has gone past it', mended: true },
        { uid: '4', difference: 'other-mail', detail: 'recorded with 1,204 bytes, and on the server it has 80,112', mended: false },
      ],
    },
  ])
  await db.client.undeliverableAddress.create({
    data: {
      address: `${longWord.slice(0, 50)}@gone.example`,
      since: new Date(),
      status: '5.1.1',
      reason: 'smtp; 550 5.1.1 The email account that you tried to reach does not exist',
    },
  })
}
