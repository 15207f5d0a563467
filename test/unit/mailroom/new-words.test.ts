// What the customer added is kept; what he quotes is not taken for his words. Each example stands as the mail program writes it,
// with a letter before each line for where it belongs: n his own words, q quoted, s signature, - in none of them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWords } from '../../../src/mailroom/reading/words/new-words.ts'
import { aboveMarked, aboveUnmarked, ofCustomers, ofDevices } from '../../fixtures/lines-around-words.ts'

const answers: [string, string][] = [
  [
    'Gmail',
    'n No, it is wrong.\n\nq On Mon, Mar 2, 2026 at 9:00 AM City Water <water@city.example> wrote:\n\nq > We read it.\nq > Regards',
  ],
  [
    'Gmail, wrapped',
    'n Thanks.\n\nq On Mon, Mar 2, 2026, City Water Department Customer Accounts\nq <water@city.example> wrote:\n\nq > Hello\nq >\nq > Regards',
  ],
  ['Gmail, Spanish', 'n No es correcto.\n\nq El lun, 2 mar 2026 a las 9:00, City Water (<water@city.example>)\nq escribió:\n\nq > Leímos'],
  [
    'Gmail, Portuguese',
    'n Está errado.\n\nq Em seg., 2 de mar. de 2026 às 09:00, City Water <water@city.example>\nq escreveu:\n\nq > Lemos',
  ],
  ['Gmail, French', 'n C’est faux.\n\nq Le lun. 2 mars 2026 à 09:00, City Water <water@city.example> a écrit :\n\nq > Relevé'],
  [
    'Gmail, German',
    'n Das stimmt nicht.\n\nq Am Mo., 2. März 2026 um 09:00 Uhr schrieb City Water <\nq water@city.example>:\n\nq > Abgelesen',
  ],
  [
    'Gmail, Italian',
    'n È sbagliato.\n\nq Il giorno lun 2 mar 2026 alle ore 09:00 City Water <water@city.example>\nq ha scritto:\n\nq > Letto',
  ],
  ['Gmail, Polish', 'n To błąd.\n\nq pon., 2 mar 2026 o 09:00 City Water <water@city.example> napisał(a):\n\nq > Odczyt'],
  ['Gmail, Russian', 'n Это ошибка.\n\nq пн, 2 мар. 2026 г. в 09:00, City Water <water@city.example>:\n\nq > Показания'],
  ['Gmail, Ukrainian', 'n Це помилка.\n\nq пн, 2 бер. 2026 р. о 09:00 City Water <water@city.example> пише:\n\nq > Показання'],
  ['Gmail, Chinese', 'n 账单有误。\n\nq City Water <water@city.example> 于2026年3月2日周一 09:00写道：\n\nq > 读数'],
  ['Gmail, Chinese of Taiwan', 'n 帳單有誤。\n\nq City Water <water@city.example> 於 2026年3月2日 週一 上午9:00寫道：\n\nq > 讀數'],
  ['Gmail, Japanese', 'n 違います。\n\nq 2026年3月2日(月) 9:00 City Water <water@city.example>:\n\nq > 検針'],
  ['Gmail, Korean', 'n 틀렸습니다.\n\nq 2026년 3월 2일 (월) 오전 9:00, City Water <water@city.example>님이 작성:\n\nq > 검침'],
  ['Gmail, Vietnamese', 'n Sai rồi.\n\nq Vào Th 2, 2 thg 3, 2026 vào lúc 09:00 City Water <water@city.example>\nq đã viết:\n\nq > Đọc'],
  [
    'Gmail, Arabic',
    'n هذا خطأ.\n\nq في الاثنين، 2 مارس 2026 في 9:00 ص تمت كتابة ما يلي بواسطة City Water <water@city.example>:\n\nq > قراءة',
  ],
  ['Gmail, Hebrew', 'n זו טעות.\n\nq ‫בתאריך יום ב׳, 2 במרץ 2026 ב-9:00 מאת ‪City Water‬‏ <‪water@city.example‬‏>:‬\n\nq > קריאה'],
  ['Gmail, Thai', 'n ผิดครับ\n\nq เมื่อ จ. 2 มี.ค. 2026 เวลา 09:00 City Water <water@city.example> เขียนว่า:\n\nq > อ่าน'],
  ['Gmail, Dutch', 'n Dat klopt niet.\n\nq Op ma 2 mrt 2026 om 09:00 schreef City Water <water@city.example>:\n\nq > Stand'],
  ['Apple Mail', 'n No.\n\nq > On Mar 2, 2026, at 9:00 AM, City Water <water@city.example> wrote:\nq >\nq > We read it.'],
  ['Apple Mail, Danish', 'n Nej.\n\nq > Den 2. mar. 2026 kl. 09.00 skrev City Water <water@city.example>:\nq >\nq > Aflæst'],
  [
    'an iPhone',
    'n No.\n\ns Sent from my iPhone\n\nq > On Mar 2, 2026, at 9:00 AM, City Water <water@city.example> wrote:\nq >\nq > ﻿We read it.',
  ],
  ['Thunderbird', 'n No.\n\nq On 3/2/2026 9:00 AM, City Water wrote:\nq > We read it.\nq >'],
  ['Thunderbird below the quotation', 'q On 3/2/2026 9:00 AM, City Water wrote:\nq > We read it.\n\nn No, you did not.'],
  [
    'Thunderbird between the lines',
    'q Am 02.03.26 um 09:00 schrieb City Water:\nq > Stimmt der Stand?\nn Nein.\nq > Tropft es?\nn Auch nicht.',
  ],
  ['Yahoo', 'n No.\n\nq On Monday, March 2, 2026 at 09:00:00 AM CST, City Water <water@city.example> wrote:\n\nq We read it.\n\nq Regards'],
  ['Outlook for the Mac', 'n No.\n\nq ﻿On 3/2/26, 9:00 AM, "City Water" <water@city.example> wrote:\n\nq     We read it.'],
  [
    'Outlook on the web',
    'n No.\nq ________________________________\nq From: City Water <water@city.example>\nq Sent: Monday, March 2, 2026 9:00 AM\nq To: Ana Ruiz <ana@example.com>\nq Subject: Re: bill\n\nq We read it.',
  ],
  [
    'Outlook on a telephone',
    'n No.\n\ns Get Outlook for iOS<https://aka.ms/o0ukef>\nq ________________________________\nq From: City Water <water@city.example>\nq Sent: Monday, March 2, 2026 9:00:00 AM\nq To: ana@example.com\nq Subject: bill\n\nq We read it.',
  ],
  [
    'Outlook on a desk, with bold labels',
    'n No.\n\nq *From:* City Water <water@city.example>\nq *Sent:* Monday, March 2, 2026 9:00 AM\nq *To:* ana@example.com\nq *Subject:* bill\n\nq We read it.',
  ],
  [
    'Outlook, Spanish',
    'n No.\n\nq De: City Water <water@city.example>\nq Enviado el: lunes, 2 de marzo de 2026 9:00\nq Para: Ana\nq Asunto: RE: factura\n\nq Leímos.',
  ],
  [
    'Outlook, Polish',
    'n Nie.\n\nq Od: City Water <water@city.example>\nq Wysłano: poniedziałek, 2 marca 2026 09:00\nq Do: Ana\nq Temat: RE: rachunek\n\nq Odczyt.',
  ],
  [
    'Outlook, French',
    'n Non.\n\nq De : City Water <water@city.example>\nq Envoyé : lundi 2 mars 2026 09:00\nq À : Ana\nq Objet : RE: facture\n\nq Relevé.',
  ],
  [
    'Outlook, Chinese',
    'n 不对。\n\nq 发件人: City Water <water@city.example>\nq 发送时间: 2026年3月2日 9:00\nq 收件人: Ana\nq 主题: 回复: 账单\n\nq 读数',
  ],
  [
    'Outlook, in a language nobody here knows',
    'n Jo.\nq ________________________________\nq Nga: City Water <water@city.example>\nq Dërguar: e hënë, 2 mars 2026\nq Për: ana@example.com\nq Tema: fatura\n\nq Lexuar.',
  ],
  [
    'an old Outlook',
    'n No.\n\nq -----Original Message-----\nq From: City Water [mailto:water@city.example]\nq Sent: Monday, March 02, 2026 9:00 AM\nq To: Ana\nq Subject: bill\n\nq We read it.',
  ],
  [
    'a Samsung',
    'n No.\n\ns Sent from my Galaxy S21\n\nq -------- Original message --------\nq From: City Water <water@city.example>\nq Date: 3/2/26 9:00 AM (GMT-06:00)\nq To: ana@example.com\nq Subject: bill\n\nq We read it.',
  ],
  [
    'QQ',
    'n 不对。\n\nq ------------------ 原始邮件 ------------------\nq 发件人: "City Water" <water@city.example>;\nq 发送时间: 2026年3月2日(星期一) 上午9:00\nq 收件人: "Ana"<ana@example.com>;\nq 主题: 账单\n\nq 读数',
  ],
  [
    'Proton',
    'n No.\n\nq ------- Original Message -------\nq On Monday, March 2nd, 2026 at 9:00 AM, City Water <water@city.example> wrote:\n\nq > We read it.',
  ],
  ['Zoho', 'n No.\n\nq ---- On Mon, 02 Mar 2026 09:00:00 -0600 City Water <water@city.example> wrote ----\n\nq We read it.'],
  ['GroupWise', 'n No.\n\nq >>> City Water <water@city.example> 3/2/2026 9:00 AM >>>\nq We read it.'],
  ['a program that leaves no blank line', 'n No.\nq On 3/2/26, City <w@city.example> wrote:\nq >We read it.\nn You did not.'],
  ['one below a line with a number', 'n Account 10-2003\nq 02.03.2026 9:00, City <w@city.example> пишет:\nq > We read it.'],
  ['one below a line with a day', 'n On March 1 I paid\nq On 3/2/26 9:00, City <w@city.example> wrote:\nq > We read it.'],
  ['a program that marks without an introduction', 'q > We read it.\n\nn No, you did not.'],
  [
    'a customer who answers inside an unmarked quotation, and says so',
    'n See my answers below in red.\n\nn From: City Water <water@city.example>\nn Sent: Monday, March 2, 2026 9:00 AM\nn To: Ana\nn Subject: bill\n\nn Do you have a leak? NO LEAK.',
  ],
]

const signatures: [string, string][] = [
  ['a marked signature', 'n Please check.\n- -- \ns Ana Ruiz\ns 773 555 0101'],
  [
    'one above a quotation',
    'n Please check.\n- -- \ns Ana Ruiz\n\nq On Mon, Mar 2, 2026 at 9:00 AM City Water <w@city.example> wrote:\nq > Hello',
  ],
  ['words below a signed quotation', 'n Please check.\n- -- \ns Ana\n\nq > Hello\n\nn My account is 10-2003.'],
  ['a telephone’s line', 'n Please check.\n\ns Sent from my iPhone'],
  ['one in Spanish', 'n Revise, por favor.\n\ns Enviado desde mi iPhone'],
  ['one in Polish', 'n Proszę sprawdzić.\n\ns Wysłane z iPhone’a'],
  ['one in Chinese', 'n 请查一下。\n\ns 发自我的iPhone'],
  ['one in German', 'n Bitte prüfen.\n\ns Von meinem iPhone gesendet'],
  ['one in French', 'n Vérifiez.\n\ns Envoyé de mon iPhone'],
  ['one in Japanese', 'n 確認してください。\n\ns iPhoneから送信'],
  ['one of Yahoo', 'n Please check.\n\ns Sent from Yahoo Mail on Android'],
  ['thanks with a number below, which may be the account’s', 'n Please check.\n\nn Thanks,\nn Ana Ruiz\nn 10-2003-4\nn 773 555 0101'],
  ['an afterthought below the mark', 'n Please check.\nn -- \nn Ana\nn P.S. The meter is in the cellar.'],
  ['a dash between two matters', 'n The bill is too high.\nn --\nn There is a leak in the street as well.\nn It is 12 Oak St'],
  ['a signature behind a mark that lost its space', 'n Please check.\n- --\ns Ana Ruiz\ns 12 Oak St, Springfield'],
  ['a signature alone', 'n Sent from my iPhone'],
  [
    'a sentence that begins like a telephone’s line',
    'n My letter was\nn sent from my mother on 4412 Lake Street in December, and nobody answered it until now at all',
  ],
]

const letters: [string, string][] = [
  ['that only quotes', 'n > We read it.'],
  ['that speaks of what somebody wrote', 'n On my bill it says what your clerk wrote:\nn nothing at all.'],
  ['that tells of a day', 'n On March 2, 2026 at 9:00 I called and your clerk wrote:\nn nothing at all.'],
  [
    'that ends a story with what was written',
    'n I was there on March 2.\nn I called at 9:00 again.\nn This is what he wrote:\nn pay at once',
  ],
  ['that lists a period', 'n My reads.\n\nn From: 1 March\nn To: 31 March\nn Use: 12 units\nn Please check.'],
  ['with a line of dashes', 'n Reads below.\n\nn ----------\nn 1 March: 12\nn 2 March: 13\nn 3 March: 15'],
  [
    'that begins with a header of its own',
    'n From: Ana Ruiz\nn Date: March 2, 2026\nn To: City Water\nn Subject: My bill\n\nn Dear Sirs, it is wrong.',
  ],
  ['that begins a line with From, which servers escape', 'n It is wrong.\nn >From March on I paid twice.\nn Ana'],
]

describe('the new words of', () => {
  it.each(answers)('an answer by %s', (_, marked) => expectSorted(marked))
  it.each(signatures)('a mail with %s', (_, marked) => expectSorted(marked))
  it.each(letters)('a letter %s', (_, marked) => expectSorted(marked))

  it.each(aboveMarked)('an answer above “%s” and marks', (line) => {
    expect(readWords(`No.\n\n${line}\n\n> We read it.`)).toMatchObject({ newText: 'No.', forwarded: null })
  })
  it.each(aboveUnmarked)('an answer above “%s”', (line) => {
    expect(readWords(`No.\n\n${line}\n\nWe read it.`)).toMatchObject({ newText: 'No.', forwarded: null })
  })
  it.each(ofDevices)('a mail that ends in “%s”', (line) => {
    expect(readWords(`It is wrong.\n\n${line}`)).toMatchObject({ newText: 'It is wrong.', signature: line })
  })
  it.each(ofCustomers)('a mail that ends in “%s”, which no telephone says', (line) => {
    expect(readWords(`It is wrong.\n\n${line}`)).toMatchObject({ newText: `It is wrong.\n\n${line}`, signature: '' })
  })

  it.each([
    'Problems in my house:\n> no water\n> brown water\n\nPlease come.',
    'Problems in my house:\n> no water\n> brown water',
    'Your inspector came.\nOn 11/16/2026 at 10:30 the inspector wrote:\nNo leak.\nThis is false. Come back and look again.',
  ])('a mail that answers nothing are all of it: %s', (text) => {
    expect(readWords(text, { subject: 'My bill', recipients: [], isFirst: true })).toMatchObject({ newText: text, quotedText: '' })
  })

  it.each(['On Mon, Mar 2, 2026 at 9:00 AM City Water <w@city.example> wrote:\n> Hello', '> Hello'])(
    'a mail that answers nothing are not what it quotes at its end: %s',
    (quoted) => {
      const { newText, quotedText } = readWords(`No.\n\n${quoted}`, { subject: 'My bill', recipients: [], isFirst: true })
      expect({ newText, quotedText }).toEqual({ newText: 'No.', quotedText: quoted })
    },
  )

  it('any mail lose no line, and keep their order', () => {
    const known = [...answers, ...signatures, ...letters].flatMap(([, marked]) => parse(marked).map(({ line }) => line))
    const line = fc.oneof(fc.constantFrom('', '', ...known), fc.string({ maxLength: 30 }))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n')
        const { newText, quotedText, signature } = readWords(text)
        const told = [newText, quotedText, signature].map(saying)
        expect(told.flat().filter(isNoMark).sort()).toEqual(saying(text).filter(isNoMark).sort())
        for (const part of told) expect(isInOrder(part, saying(text))).toBe(true)
        if (saying(text).length > 0) expect(newText).not.toBe('')
      }),
    )
  })

  it.each([
    ['one endless line', `${'On a '.repeat(100_000)}`],
    ['one endless quotation', `x\n${'> '.repeat(250_000)}`],
    ['a hundred thousand beginnings of an introduction', 'On a\n'.repeat(100_000)],
    ['nothing but labels', 'From: a\n'.repeat(60_000)],
    ['nothing but announcements', '---------- Forwarded message ---------\n'.repeat(12_000)],
    ['nothing but dashes', '-'.repeat(500_000)],
    ['nothing but signs of a signature', '-- \n'.repeat(120_000)],
    ['nothing but blank lines', '\n'.repeat(500_000)],
    ['introductions without an end', 'El 2 a@b.example <a@b.example> 9:00\n'.repeat(14_000)],
  ])('%s come to an end', (_, text) => {
    expect(readWords(text).newText).toBeTypeOf('string')
  })
})

type Marked = { where: string; line: string }

function parse(marked: string): Marked[] {
  return marked.split('\n').map((line) => (line === '' ? { where: '', line } : { where: line[0] as string, line: line.slice(2) }))
}

function expectSorted(marked: string): void {
  const lines = parse(marked)
  const those = (where: string) => saying(lines.flatMap((one) => (one.where === where ? [one.line] : [])).join('\n'))
  const { newText, quotedText, signature } = readWords(lines.map(({ line }) => line).join('\n'))
  expect({ new: saying(newText), quoted: saying(quotedText), signature: saying(signature) }).toEqual({
    new: those('n'),
    quoted: those('q'),
    signature: those('s'),
  })
}

function saying(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The mark of a signature is no word: it goes where it marks one, and stays where it does not. */
function isNoMark(line: string): boolean {
  return line !== '--'
}

function isInOrder(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0
  for (const line of whole) if (line === part[at]) at++
  return at === part.length
}
