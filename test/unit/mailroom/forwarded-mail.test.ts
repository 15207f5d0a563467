// Whose mail was passed on, and under which subject; what he passes on stays with the customer's words.
import { describe, expect, it } from 'vitest'
import type { EnclosedMail } from '../../../src/mailroom/reading/mail-reading.ts'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'
import { forwardedAsAttachment } from '../../../src/mailroom/reading/words/forwarded-mail.ts'
import { readWords } from '../../../src/mailroom/reading/words/new-words.ts'

const landlord = { from: { address: 'olek@example.net', name: 'Olek Nowak' }, subject: 'Water shut off' }
const outlook =
  'From: Olek Nowak <olek@example.net>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ana <ana@example.com>\nSubject: Water shut off\n\nPay.'
const marked = '---------- Forwarded message ---------'

describe('a mail passed on', () => {
  it.each([
    [
      'Gmail in Spanish',
      `${'---------- Forwarded message ---------'}\nDe: Olek Nowak <olek@example.net>\nDate: lun, 2 mar 2026\nSubject: Water shut off\nTo: <a@b.example>`,
    ],
    [
      'Apple Mail in Japanese',
      '転送されたメッセージ：\n\n> 差出人: Olek Nowak <olek@example.net>\n> 件名: Water shut off\n> 日付: 2026年3月2日 9:00:00 JST\n> 宛先: a@b.example',
    ],
    [
      'Apple Mail in Chinese',
      '开始转发的邮件：\n\n> 发件人: Olek Nowak <olek@example.net>\n> 主题: Water shut off\n> 日期: 2026年3月2日 GMT-6\n> 收件人: a@b.example',
    ],
    [
      'Apple Mail in Korean',
      '전달된 메시지 시작:\n\n보낸 사람: Olek Nowak <olek@example.net>\n제목: Water shut off\n날짜: 2026년 3월 2일\n받는 사람: a@b.example',
    ],
    [
      'NetEase',
      '-------- 转发邮件信息 --------\n发件人："Olek Nowak" <olek@example.net>\n发送日期：2026-03-02 09:00:00\n收件人：a@b.example\n主题：Water shut off',
    ],
    [
      'NetEase with a table',
      '---- 转发的邮件 ----\n| 发件人 | Olek Nowak<olek@example.net> |\n| 日期 | 2026年03月02日 09:00 |\n| 收件人 | <a@b.example> |\n| 主题 | Water shut off |',
    ],
    [
      'Thunderbird in Chinese of Taiwan',
      '-------- 轉寄郵件 --------\n主旨: \tWater shut off\n日期: \tMon, 2 Mar 2026\n從: \tx\n寄件者: \tOlek Nowak <olek@example.net>\n收件者: \ta@b.example',
    ],
    [
      'Gmail in Vietnamese',
      '---------- Thư được chuyển tiếp ---------\nTừ: Olek Nowak <olek@example.net>\nNgày: Th 2, 2 thg 3, 2026\nChủ đề: Water shut off\nĐến: a@b.example',
    ],
    [
      'Thunderbird in Greek',
      '-------- Προωθημένο μήνυμα --------\nΘέμα: \tWater shut off\nΗμερομηνία: \tMon, 2 Mar 2026\nΑπό: \tOlek Nowak <olek@example.net>\nΠρος: \ta@b.example',
    ],
    [
      'Thunderbird in Arabic',
      '-------- الرسالة المعاد توجيهها --------\nالموضوع: \tWater shut off\nالتاريخ: \tMon, 2 Mar 2026\nمن: \tOlek Nowak <olek@example.net>\nإلى: \ta@b.example',
    ],
    [
      'Thunderbird in Hebrew',
      '-------- הודעה שהועברה --------\nנושא: \tWater shut off\nתאריך: \tMon, 2 Mar 2026\nמאת: \tOlek Nowak <olek@example.net>\nאל: \ta@b.example',
    ],
    [
      'Thai',
      '---------- ข้อความที่ส่งต่อ ---------\nจาก: Olek Nowak <olek@example.net>\nวันที่: 2 มี.ค. 2026\nเรื่อง: Water shut off\nถึง: a@b.example',
    ],
    [
      'Indonesian',
      '---------- Pesan yang diteruskan ---------\nDari: Olek Nowak <olek@example.net>\nTanggal: 2 Mar 2026\nSubjek: Water shut off\nKepada: a@b.example',
    ],
    [
      'Tagalog',
      '---------- Ipinasang mensahe ---------\nMula kay: Olek Nowak <olek@example.net>\nPetsa: Mar 2, 2026\nPaksa: Water shut off\nPara kay: a@b.example',
    ],
    [
      'Estonian',
      '-------- Edastatud kiri --------\nTeema: \tWater shut off\nKuupäev: \tMon, 2 Mar 2026\nSaatja: \tOlek Nowak <olek@example.net>\nSaaja: \ta@b.example',
    ],
    [
      'Zoho',
      '============ Forwarded message ============\nFrom: Olek Nowak <olek@example.net>\nTo: <a@b.example>\nDate: Mon, 02 Mar 2026 09:00:00 -0600\nSubject: Water shut off\n============ Forwarded message ============',
    ],
    [
      'a header with blank lines between',
      `${marked}\n\nFrom: Olek Nowak <olek@example.net>\n\nDate: Mon, Mar 2, 2026\n\nSubject: Water shut off\n\nTo: a@b.example`,
    ],
    [
      'a header whose recipients are wrapped',
      `${marked}\nFrom: Olek Nowak\n <olek@example.net>\nTo: Ana <a@b.example>,\n Ben <b@b.example>\nSubject: Water shut off`,
    ],
    [
      'a header whose subject is wrapped',
      `${marked}\nFrom: Olek Nowak <olek@example.net>\nDate: Mon, Mar 2, 2026\nSubject: Water\n shut off\nTo: <a@b.example>`,
    ],
    [
      'lost accents',
      '-------- Message transfere --------\nSujet : Water shut off\nDate : Mon, 2 Mar 2026\nDe : Olek Nowak <olek@example.net>\nPour : a@b.example',
    ],
  ])('by %s', (_, header) => {
    expect(readWords(`Please read.\n\n${header}\n\nPay.`).forwarded).toEqual(landlord)
  })

  it('by a program whose language nobody here knows is told from its form', () => {
    const text =
      '________________________________\nNga: Olek Nowak <olek@example.net>\nDërguar: 2 mars\nPër: a@b.example\nTema: Water shut off\n\nx'
    expect(readWords(text).forwarded?.from).toEqual(landlord.from)
  })

  it('by Yandex, with a line of its own, has the subject of the mail around it', () => {
    const text = '-------- Пересылаемое сообщение --------\n02.03.2026, 09:00, "Olek Nowak" <olek@example.net>:\n\nPay.'
    expect(readWords(text, { subject: 'Fwd: Water shut off', recipients: [] }).forwarded).toEqual(landlord)
  })

  it('stays with the words of him who passes it on; his signature does not', () => {
    const text = `Please read.\n\nSent from my iPhone\n\n${marked}\nFrom: Olek Nowak <olek@example.net>\nSubject: Water shut off\n\n> Pay.`
    const words = readWords(text, { subject: 'Fwd: Water shut off', recipients: [] })
    expect(words.newText).toContain('Please read.')
    expect(words.newText).toContain('> Pay.')
    expect(words).toMatchObject({ quotedText: '', signature: 'Sent from my iPhone', forwarded: landlord })
  })

  it('twice is told by its outer sender', () => {
    const inner = `${marked}\nFrom: Tenant <t@example.org>\nSubject: Cold\n\nNo water.`
    const text = `${marked}\nFrom: Olek Nowak <olek@example.net>\nSubject: Water shut off\n\nSee.\n\n${inner}`
    expect(readWords(text).forwarded).toEqual(landlord)
  })
})

describe('below a header that stands above answers too', () => {
  const about = (subject: string | null, recipients: string[] = []) => ({
    subject,
    recipients: recipients.map((address) => ({ address, name: null })),
  })

  it.each([
    'Fwd: Water shut off',
    'WG: Water shut off',
    '[Tenants] FW: Water shut off',
    'İLT: Water shut off',
    '转发：Water shut off',
    'VS: x',
  ])('the subject %s says that it is passed on', (subject) => {
    expect(readWords(`See.\n\n${outlook}`, about(subject))).toMatchObject({ forwarded: landlord, quotedText: '' })
  })

  it.each(['Re: Water shut off', 'AW: FW: Water shut off', 'Odp: x', '回复: x', 'RE : x'])(
    'the subject %s says that it is answered',
    (subject) => {
      expect(readWords(`No.\n\n${outlook}`, about(subject))).toMatchObject({ forwarded: null, newText: 'No.' })
    },
  )

  it('VS means an answer where the header is Finnish', () => {
    const text =
      'Ei.\n\nLähettäjä: Olek <olek@example.net>\nLähetetty: maanantai 2. maaliskuuta 2026\nVastaanottaja: a@b.example\nAihe: x\n\nMaksa.'
    expect(readWords(text, about('VS: x')).forwarded).toBeNull()
    expect(readWords(text, about('VL: x')).forwarded?.from.address).toBe('olek@example.net')
  })

  it('a subject that says neither leaves it to whom the mail goes', () => {
    expect(readWords(`See.\n\n${outlook}`, about('My bill', ['water@city.example'])).forwarded).toEqual(landlord)
    expect(readWords(`See.\n\n${outlook}`, about('My bill', ['water@city.example'])).newText).toContain('Pay.')
    expect(readWords(`No.\n\n${outlook}`, about('My bill', ['olek+7@example.net'])).forwarded).toBeNull()
    expect(readWords(`No.\n\n${outlook}`, about('My bill', ['office@example.net'])).newText).toBe('No.')
  })

  it('a quoted mail that was passed on earlier is only quoted', () => {
    const text = `No.\n\nOn Mon, Mar 2, 2026 at 9:00 AM Olek <olek@example.net> wrote:\n> ${marked}\n> From: T <t@example.org>\n> Subject: x\n`
    expect(readWords(text, about('Re: x')).forwarded).toBeNull()
  })
})

describe('a mail attached as a mail', () => {
  const enclosed: EnclosedMail[] = [{ messageId: null, date: null, ...landlord, text: 'Pay.' }]
  const told = (subject: string, words: string, contentType = 'multipart/mixed') =>
    forwardedAsAttachment(enclosed, { subject, words, contentType })

  it('is passed on where subject or words say so, or nothing else is said', () => {
    expect(told('Fwd: Water shut off', 'Hello')).toEqual(landlord)
    expect(told('Bill', 'I am forwarding this')).toEqual(landlord)
    expect(told('Bill', 'Adjunto el aviso')).toEqual(landlord)
    expect(told('Water shut off', 'Hello')).toEqual(landlord)
    expect(told('', '')).toEqual(landlord)
  })

  it('is not where it only lies beside a letter, or a report encloses it', () => {
    expect(told('My bill', 'It is too high.')).toBeNull()
    expect(told('Fwd: x', '', 'multipart/report')).toBeNull()
  })

  it('is read out of the mail', () => {
    const inner = 'From: Olek Nowak <olek@example.net>\r\nSubject: Water shut off\r\n\r\nPay.'
    const mail = `From: ana@example.com\r\nSubject: FW: Water shut off\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee.\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--x--\r\n`
    expect(readMail(Buffer.from(mail))).toMatchObject({ newText: 'See.', forwarded: landlord })
  })
})
