// How mail programs speak of other mails, in the languages an American city meets: the labels of a header block, the words of
// an attribution, of forwarding, of the original. Written as the programs write them; compared without case and accents.
import { folded } from './fold-words.ts'

export type Field = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other'

const labels: Record<Field, string> = {
  from: `From|Von|Absender|De|Da|Mittente|Od|Nadawca|Odesílatel|Odosielateľ|Van|Afzender|Fra|Avsender|Afsender|Från|Avsändare|Lähettäjä
    |Feladó|Küldő|Expeditor|Expeditorul|De la|Expéditeur|Remitente|Remetente|От|От кого|Отправитель|Від|Від кого|Відправник|Kimden|Gönderen
    |Šalje|Pošiljatelj|Šalje se od|Saatja|Kellelt|Από|Αποστολέας|发件人|寄件者|寄件人|發件人|发信人|發信人|来自|來自|差出人|送信元|送信者|보낸 사람|보낸사람|보낸이|발신자|발신인
    |Từ|Người gửi|من|المرسل|מאת|จาก|ผู้ส่ง|Dari|Pengirim|Daripada|Mula kay|Mula sa|Mula|Galing kay|Nuo|Siuntėjas|از|फ़्रॉम|प्रेषक`,
  date: `Date|Sent|Sent on|Date sent|Datum|Gesendet|Gesendet am|Envoyé|Envoyé le|Date d'envoi|Date d’envoi|Fecha|Enviado|Enviado el|Fecha de envío|Enviada|Enviada em
    |Enviado em|Enviadas|Data|Data de envio|Inviato|Data invio|Inviato il|Verzonden|Verzonden op|Dato|Sendt|Skickat|Päivämäärä|Päiväys|Lähetetty|Dátum|Elküldve|Küldve
    |Küldés ideje|Küldési idő|Dată|Trimis|Trimis la|Data trimiterii|Дата|Отправлено|Дата отправки|Відправлено|Надіслано|Дата відправлення|Tarih|Gönderilen|Gönderildi
    |Gönderim Tarihi|Gönderme Tarihi|Odesláno|Odoslané|Dátum odoslania|Poslano|Vrijeme|Datum slanja|Wysłano|Wysłane|Data wysłania|Wysłany|Saadetud|Saatmisaeg|Kuupäev|Ημερομηνία|Εστάλη|Στάλθηκε|Αποστολή
    |日期|发送时间|發送時間|寄件日期|傳送時間|传送时间|发送日期|發送日期|傳送日期|时间|時間|日付|送信日時|送信日|日時|날짜|보낸 날짜|보낸날짜|보낸 시간|발신일|전송일|일시
    |Ngày|Đã gửi|Ngày gửi|Thời gian|التاريخ|تاريخ|تاريخ الإرسال|تم الإرسال|أرسلت|أُرسلت|תאריך|נשלח|נשלח בתאריך|วันที่|ส่ง|ส่งเมื่อ|Tanggal|Dikirim|Terkirim|Petsa|Ipinadala|Tarikh|تاریخ|दिनांक`,
  to: `To|An|Empfänger|A|À|Para|Pour|Destinataire|Destinataires|Destinatario|Destinatari|Destinatário|Aan|Naar|Ontvanger|Til|Mottaker|Modtager|Till|Mottagare|Vastaanottaja|Címzett
    |Címzettek|Komu|Pre|Příjemce|Príjemca|Do|Adresat|Odbiorca|Prima|Za|Primatelj|Către|Destinatar|Destinatarul|Кому|Получатель|Одержувач|Отримувач|Kime|Alıcı|Saaja|Kellele|Προς|Παραλήπτης
    |收件人|收件者|收信人|发给|宛先|送信先|받는 사람|받는사람|받는이|수신자|수신인|수신|Đến|Tới|Người nhận|إلى|الى|المستلم|אל|ל|נמען|ถึง|ผู้รับ|Kepada|Para kay|Para sa|Kay|Gavėjas|به|प्रति`,
  cc: `Cc|Bcc|Kopie|Kopie (CC)|Kopie an|Kopia|Kopi|Kopio|Kopija|Kópia|Copie|Copie à|Copie carbone|Copia|Copia a|Com cópia|Cópia|Másolat|Másolatot kap|Копия|Копії|Копія|Bilgi|DW|UDW|Do wiadomości|Koopia
    |Κοιν.|Κοιν|Κοινοποίηση|抄送|副本|副本抄送|密件副本|参照|참조|Đồng gửi|نسخة|نسخة إلى|עותק|העתק|สำเนา|สำเนาถึง|Tembusan|Kopya|Cci|Ccn|Cco|C.c.|CC/CCI`,
  subject: `Subject|Betreff|Asunto|Assunto|Objet|Sujet|Oggetto|Onderwerp|Temat|Předmět|Predmet|Tárgy|Subiect|Subiectul|Emne|Ämne|Aihe|Teema|Naslov|Тема|Konu|Θέμα|主题|主題|主旨|标题|標題|题目|件名|제목
    |Chủ đề|Tiêu đề|الموضوع|موضوع|נושא|เรื่อง|หัวเรื่อง|หัวข้อ|Subjek|Perihal|Subyek|Paksa|Tema|Temos|Assumpte|विषय`,
  other: `Reply-To|Reply to|Antwort an|Répondre à|Responder a|Rispondi a|Beantwoorden|Odpowiedz do|Svar til|Svara till|Sender|Importance|Wichtigkeit|Importancia|Importância|Priority|Priorität|Sensitivity
    |Attachments|Attachment|Anlagen|Anlage|Anhänge|Pièces jointes|Pièce jointe|Datos adjuntos|Adjuntos|Anexos|Allegati|Bijlagen|Bijlage|Załączniki|Přílohy|Prílohy|Vedhæftede filer|Vedlegg|Bifogade filer|Liitteet|Mellékletek
    |Вложения|Ekler|附件|添付ファイル|첨부 파일|첨부|Organization|Organisation|Message-ID|Mail-Id|Resent-From|Security|X-Mailer|Flag|Follow Up Flag|Flag Status|Categories`,
}

const fieldByLabel = new Map(
  Object.entries(labels).flatMap(([field, list]) => wordsOf(list).map((label): [string, Field] => [folded(label), field as Field])),
)
export const labelLimitCharacters = 44

/** The field that a label names, whatever program or language wrote it. */
export function fieldNamed(label: string): Field | undefined {
  return fieldByLabel.get(folded(label).replace(/\s+/g, ' '))
}

export const subjectLabels = wordsOf(labels.subject).filter((label) => label.length > 2)
export const senderLabels = wordsOf(labels.from)

/** Stems that occur in every way of saying that a message was passed on. */
const forwardStems =
  wordsOf(`forward|fwd|reenvia|reexpedi|encaminha|transfer|transmis|weitergeleitet|weiterleit|inoltra|girato|doorgestuurd|doorgezonden|doorsturen
  |vidarebef|videresen|videresend|przekaz|przesłan|przesyłan|podanej dalej|přepos|prepos|předan|továbbít|redirec|retrimis|edastat|edasi saad|proslij|prosljeđ|proslje|välitet|välite|edelleen|переадрес|пересл|пересыл|пересил|перенапр
  |iletilen|iletilmiş|ileti başlangıcı|yönlendir|προωθ|转发|轉寄|轉發|转寄|転送|전달|chuyển tiếp|diteruskan|terusan|dimajukan|ipinasa|ส่งต่อ|הועבר|מועבר|העברה|معاد توجيه|إعادة توجيه|محولة|المعاد|persiųst|पूर्वप्रेषित`).map(
    folded,
  )

const originalStems =
  wordsOf(`original|ursprung|ursprüng|oryginaln|pierwotn|originele|oorspronkelijk|oprindelig|opprinnelig|původní|pôvodn|eredeti|izvorn|исходн|оригинал|первоначал|оригінал|початков
  |orijinal|özgün|αρχικ|原始|原邮件|原郵件|元のメッセージ|原文|원본|gốc|asli|ต้นฉบับ|ข้อความเดิม|מקורית|الأصلية|الأصليّة|alkuper|algne|algsõnum|orihinal|mensaje anterior|messaggio originale|reply message|mensagem anterior`).map(
    folded,
  )

export function saysForwarded(phrase: string): boolean {
  const words = folded(phrase)
  return forwardStems.some((stem) => words.includes(stem))
}

export function saysOriginal(phrase: string): boolean {
  const words = folded(phrase)
  return originalStems.some((stem) => words.includes(stem))
}

/** What an attribution says its person did. */
const attributionVerbs =
  /(?:^|[\s,)>"”»':])(?:wrote|writes|escribio|escreveu|(?:a )?ecrit|schrieb|geschrieben|schreef|geschreven|ha scritto|scrive|skrev|kirjoitti|napisala?|napisal\(a\)|pisze|napsala?|napsal\(a\)|napisao(?:\/la)?|je napisao|irta|ezt irta|a scris|kirjutas|va escriure|написала?|написал\(а\)|писал|пишет|написав|написала|пише|yazdı|yazmış|εγραψε|da viet|menulis|sumulat|isinulat|rase|napisa)(?=$|[\s,:;(<"„«'-])|写道|寫道|写信|のメッセージ|書きました|書いた|작성|썼습니다|씀|كتب|تمت كتابة|נכתב|כתבה?|เขียน/

export function saysWrote(foldedLine: string): boolean {
  return attributionVerbs.test(foldedLine)
}

/** How the first line of an attribution begins when it does not begin with a name. */
export const attributionOpeners =
  /^(?:on|in a message dated|el|le|il|am|em|no dia|op|den|d\.|dne|dna|dnia|w dniu|u|dana|la|в|у|στις|vao|luc|pada|noong|tarihinde)\s|^(?:在|于|於|في|بتاريخ|בתאריך|ב-|เมื่อ|วันที่)|^\d|^[\p{L}\p{M}]{1,14}[.,]{0,2}\s+\d/u

/** A person who speaks of himself or of the one he writes to is no mail program. */
export const personsVoice =
  /(?:^|[\s,])(?:i|you|your|my|we|our|yo|usted|ustedes|vous|votre|ich|mein|meine|wir|pan|pani|мне|вы|ваш|мой)(?=[\s,.]|$)/

/** A customer who says that his answers stand inside what he quotes. */
export const answersInside =
  /\b(?:(?:see|my|our|the|please find) (?:my |our |the )?(?:answers?|replies|repl(?:y|ies)|responses?|comments?|notes?|remarks?)\b.{0,30}\b(?:below|inline|in-line|in line|in red|in blue|in green|in bold|in caps|underneath|within|between)|(?:answered|replied|responded|commented|answering|replying|responding) (?:below|inline|in-line|in line|in red|in blue|in bold|in caps|within|between)|see (?:inline|in-line|in red|in blue)|inline (?:answers?|replies|comments?))\b|\b(?:respuestas?|comentarios?|contesto|respondo) .{0,30}(?:abajo|debajo|en rojo|en azul|entre lineas|intercalad)|\b(?:reponses?|commentaires?) .{0,30}(?:ci-dessous|en rouge|en bleu|dans le texte)|\b(?:antworten?|anmerkungen|kommentare) .{0,30}(?:unten|in rot|im text)|\b(?:odpowiedzi?|komentarz[ey]?|uwagi) .{0,30}(?:ponizej|w tresci|na czerwono)|(?:回复|回答|答复|答覆|回覆).{0,12}(?:下面|下方|红色|紅色|文中|如下)/

function wordsOf(list: string): string[] {
  return list
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
