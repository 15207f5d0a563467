// How an absent person's mail program words its notice, in the languages an American city meets. A person on holiday uses the
// same words, so each is only one sign of several.

/** A subject that only a machine writes, with a colon or nothing behind it; "Automatic payment was taken twice" is a person's. */
export const automaticSubjects: RegExp[] = [
  /^(?:yahoo! )?\[?auto(?:matic|mated|matically)?[\s:_-]{0,3}(?:reply|response|responder|answer|acknowledge?ment)\]?(?=\s{0,3}(?:$|[:：–—\-([]|(?:from|re|to your|for)\b))/iu,
  /^(?:automatische (?:antwort|beantwortung)|abwesenheits(?:notiz|nachricht|assistent)|respuesta autom[aá]tica|auto-?respuesta|contestaci[oó]n autom[aá]tica|r[ée]ponse automatique|risposta automatica|resposta autom[aá]tica|automatyczna odpowied[zź]|odpowied[zź] automatyczna|autoodpowied[zź]|automatisch antwoord|автоответ|автоматический ответ|awtomatikong (?:tugon|sagot)|rep[oò]ns otomatik|tr[aả] l[oờ]i t[uự] [dđ][oộ]ng|thư tr[aả] l[oờ]i t[uự] [dđ][oộ]ng|स्वचालित (?:उत्तर|जवाब)|خودکار جواب|(?:ال)?رد (?:ال)?تلقائي)(?=\s{0,3}(?:$|[:：–—\-([]|re\b))/iu,
  /^(?:自动(?:回复|答复)|自動(?:回覆|回复|返信|應答)|자동 ?(?:응답|회신|답장))/u,
]

const before = String.raw`^(?:(?:re|aw|odp|sv|rv|回复|答复|回覆)\s{0,3}[:：]\s{0,3})?`
const after = String.raw`(?=\s{0,3}(?:$|[:：\-–—(,.!]|(?:until|till|from|through|auto|reply|re:|notif|notice|message|response|hasta|del|desde|do|od|du|jusqu|с|до|hanggang|mula|jiska|đến|từ)(?![\p{L}])))`
const subject = (words: string) => new RegExp(`${before}(?:${words})${after}`, 'iu')

/** A subject that an absent person's program writes, and a person may write too. */
export const absenceSubjects: RegExp[] = [
  subject(
    String.raw`(?:i(?:'m| am) )?(?:currently )?(?:out[\s-]of[\s-](?:the[\s-])?(?:office|town)|ooo|oof|on (?:annual |medical |parental |maternity )?(?:vacation|leave|holiday)|away(?: from (?:my )?(?:desk|email|e-mail|office|the office))?|vacation(?: (?:notice|reply|response|message))?|holiday notice|absence)`,
  ),
  subject('fuera de (?:la )?oficina|de vacaciones|estoy de vacaciones|ausente|(?:aviso|mensaje) de ausencia|ausencia'),
  subject('poza biurem|nieobecno[sś][cć]|urlop|jestem na urlopie|na urlopie'),
  subject("absence(?: du bureau)?|absent(?:e)? du bureau|en vacances|en cong[ée]s?|(?:message|notification|avis) d'absence"),
  subject('fuori ufficio|afwezig|nicht im b[uü]ro|abwesend|im urlaub|fora do escrit[oó]rio|de f[eé]rias|ausente do escrit[oó]rio'),
  subject('в отпуске|отпуск|вне офиса|отсутствую|меня нет (?:на месте|в офисе)'),
  subject('wala sa opisina|nasa bakasyon|naka-?leave|nakabakasyon'),
  subject('v[aắ]ng m[aặ]t|ngh[iỉ] ph[eé]p|không có mặt (?:tại|ở) (?:văn phòng|cơ quan)'),
  subject('(?:m |mwen )?pa nan biwo(?: a)?|an vakans|nan vakans|an konje'),
  subject('कार्यालय से बाहर|छुट्टी पर|अवकाश पर|دفتر سے باہر|چھٹی پر|خارج المكتب|في إجازة|في اجازة'),
  /^(?:(?:re|回复|答复|回覆)\s{0,3}[:：]\s{0,3})?(?:不在(?:办公室|辦公室)|休假|外出|我正在休假|我不在|放假|年假|부재 ?중|휴가 ?중|휴가 안내)/u,
]

/** What such a notice says of itself. */
export const absenceSigns: Record<'away' | 'back' | 'instead' | 'limited' | 'thanks', RegExp[]> = {
  away: [
    /\b(?:i am|i'm|i will be|i'll be|we are|we're|our office is|the office is) (?:currently |presently |now |still )?(?:out of (?:the |my )?(?:office|town|country)|away|on (?:annual |medical |sick |family |parental |maternity |paternity |my )?(?:leave|vacation|holiday|pto)|travell?ing|unavailable|not in the office|closed)\b/i,
    /\b(?:estar[eé]|estoy|me encuentro|nos encontramos|estamos) (?:actualmente )?(?:fuera|de vacaciones|ausente|de licencia|de baja|de viaje)/iu,
    /(?:przebywam|jestem|b[eę]d[eę]) (?:obecnie |teraz )?(?:na (?:urlopie|zwolnieniu)|poza biurem|nieobecn[ay])/iu,
    /休假|度假|不在(?:办公室|辦公室|公司)|外出|出差|放假|(?:请|請)假/u,
    /\b(?:je suis|je serai|nous sommes) (?:actuellement )?(?:absente?|en vacances|en cong[ée]|hors du bureau)/iu,
    /\bich bin (?:derzeit |momentan |bis )?.{0,30}(?:nicht im b[uü]ro|abwesend|im urlaub)/iu,
    /(?:estou|estarei) (?:de f[eé]rias|fora do escrit[oó]rio|ausente)|(?:sono|sar[oò]) (?:in ferie|fuori ufficio|assente)/iu,
    /(?:нахожусь|буду|сейчас|я) .{0,20}(?:в отпуске|вне офиса|в командировке|отсутств)|отсутствую|меня не будет/iu,
    /(?:wala (?:ako|po ako|akong)|ako (?:ay |po ay )?(?:kasalukuyang )?(?:wala|nasa bakasyon|naka-?leave|nakabakasyon))|nasa bakasyon|wala sa opisina/iu,
    /(?:خارج المكتب|في إجازة|في اجازة|غير متواجد|دفتر سے باہر|چھٹی پر|رخصت پر)/u,
    /(?:đang|sẽ|hiện) .{0,15}(?:nghỉ phép|đi vắng|đi công tác|vắng mặt|nghỉ lễ)|không có mặt (?:tại|ở) (?:văn phòng|cơ quan)/iu,
    /휴가 ?중|부재 ?중|자리를 비|출장 ?중|사무실에 없|휴가(?:를|로|입니다)/u,
    /(?:कार्यालय|ऑफिस|दफ़्तर|दफ्तर) (?:से|में) .{0,10}(?:बाहर|नहीं)|छुट्टी पर|अवकाश पर/u,
    /\b(?:mwen|m|m'|n) (?:pa nan biwo|an vakans|nan vakans|an konje|pa la|p ?ap nan biwo|deyò)/iu,
  ],
  back: [
    /\b(?:i|we)(?:'ll| will| shall| do not expect to| plan to| expect to)? (?:be back|return(?:ing)?|be returning|reply|respond|answer|get back)\b|\b(?:and|will|shall) (?:be back|return|reply|respond|answer|get back)\b|\b(?:upon|on|after) my return\b|\bback (?:in the office|on)\b|\b(?:until|till|through) (?:further notice|next|the|mon|tues|wednes|thurs|fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d)|\bwhen i (?:return|am back|get back)\b/i,
    /\b(?:regresar[eé]|volver[eé]|regreso|retorno|(?:le |te |les )?(?:responder[eé]|contestar[eé])|de vuelta|hasta el)(?![\p{L}])/iu,
    /(?:wracam|wr[oó]c[eę]|po powrocie|odpowiem|odpisz[eę]|powr[oó]t|do dnia)/iu,
    /返回|回来|回來|回到|尽快(?:回复|答复)|(?:儘|盡)快回[覆复]|(?:会|將|将|會).{0,10}(?:回复|回覆|答复)|恢复(?:上班|工作)/u,
    /(?:de retour|mon retour|je (?:vous )?(?:r[ée]pondrai|reviendrai|reviens)|jusqu'au)/iu,
    /(?:bin ich wieder|wieder (?:da|erreichbar|im b[uü]ro)|zur[uü]ck|retornarei|voltarei|responderei|torner[oò]|risponder[oò])/iu,
    /вернусь|отвечу|по возвращени|после возвращения|буду (?:снова )?на месте/iu,
    /(?:babalik|makakabalik|sasagot|sasagutin|tutugon|tutugunan|pagbalik)/iu,
    /(?:سأعود|أعود|سوف أعود|سأرد|سوف أرد|عند عودتي|سأقوم بالرد|واپس|واپسی|جواب دوں)/u,
    /(?:sẽ|khi) .{0,15}(?:trở lại|quay lại|trả lời|phản hồi|hồi âm)/iu,
    /복귀|돌아오|돌아와|(?:답변|회신|답장)(?:을|를)? ?(?:드리|하)/u,
    /(?:वापस|लौट)|(?:उत्तर|जवाब) (?:दूंगा|दूँगा|दूंगी|दूँगी|देंगे)/u,
    /\b(?:m ap|map|mwen ap|m pral|mwen pral|m'ap) (?:tounen|retounen|reponn)|\blè (?:m|mwen) (?:tounen|retounen)/iu,
  ],
  instead: [
    /\b(?:if|for|in case|should)\b.{0,80}(?:urgent|immediate|emergenc|time[- ]sensitive).{0,120}(?:contact|call|e-?mail|reach|write|text)|\b(?:please |kindly )(?:contact|call|e-?mail) .{1,80} (?:in my absence|instead)|in my absence|while i am (?:away|out)/i,
    /(?:urgen|emergencia|inmediat).{0,120}(?:contact|llam|escrib|comun|dirig)|en mi ausencia/iu,
    /(?:piln|nag[lł]).{0,120}(?:kontakt|prosz[eę]|dzwoni)|pod moj[aą] nieobecno/iu,
    /(?:紧急|緊急|急事|要事).{0,60}(?:联系|聯繫|联络|聯絡|致电|致電|拨打|撥打|电话)/u,
    /(?:urgen(?:t|ce)|absence).{0,120}(?:contact|appel|[ée]cri|joindre|adress)|(?:dringend|vertretung).{0,120}(?:wenden|kontakt|anruf)/iu,
    /срочн.{0,120}(?:обращ|звон|свяж|пиш)|в моё отсутствие/iu,
    /(?:apurahan|madalian|kagyat|agaran|emergency|urgent|mahalaga).{0,120}(?:makipag-ugnayan|tumawag|kontak|tawag|sumulat|mag-email)/iu,
    /(?:عاجل|طارئ|الطوارئ|للضرورة|فوری|ہنگامی|ضروری).{0,120}(?:اتصل|الاتصال|التواصل|تواصل|مراسلة|رابطہ|کال)/u,
    /(?:khẩn|gấp).{0,120}(?:liên hệ|liên lạc|gọi)/iu,
    /(?:긴급|급한|급하).{0,80}(?:연락|문의|전화)/u,
    /(?:तत्काल|अत्यावश्यक|ज़रूरी|जरूरी|आपात).{0,120}(?:संपर्क|फ़ोन|फोन|कॉल)/u,
    /\b(?:ijan|ijans|prese)\b.{0,120}(?:kontakte|rele|ekri)/iu,
  ],
  limited: [
    /\b(?:limited|no|little|intermittent|sporadic|without) access to (?:my |the )?(?:e-?mail|internet|messages)|not (?:be )?(?:checking|reading|monitoring) (?:my |this )?(?:e-?mail|messages|mailbox|inbox)|(?:e-?mail|inbox|mailbox) (?:is|will) not (?:be )?(?:monitored|read|checked)/i,
    /(?:sin|poco|limitado) acceso .{0,20}(?:correo|email|internet)|acceso limitado|ograniczony dost[eę]p|acc[eè]s (?:limit[ée]|restreint)|无法(?:及时|查看|收发)|無法(?:及時|查看|收發)|нет доступа к (?:почте|интернету)|ограниченн.{0,20}доступ/iu,
  ],
  thanks: [
    /\bthank(?:s| you) for (?:your|the|e-?mailing|writing|contacting|reaching)|\bi (?:have )?received your (?:e-?mail|message|mail)/i,
    /gracias por (?:su|tu|el|escribir|contactar|comunicar)|dzi[eę]kuj[eę] (?:bardzo )?za (?:wiadomo|mail|e-mail|kontakt)|merci (?:de|pour) (?:votre|ton|m'avoir)|vielen dank f[uü]r ihre|obrigad[oa] (?:pel|por)|grazie per/iu,
    /(?:感谢|感謝|谢谢|謝謝)(?:您|你)的?(?:来信|來信|邮件|郵件|来函|联系|聯繫)|(?:您|你)的(?:邮件|郵件|来信|來信)(?:我)?(?:已|已经|已經)?收到|已收到(?:您|你)的(?:邮件|郵件|来信|來信)/u,
    /спасибо за (?:ваше |твоё |ваш )?(?:письмо|сообщение|обращение)|salamat (?:po )?sa (?:iyong|inyong|pag)|cảm ơn .{0,20}(?:đã|vì)|(?:메일|이메일|연락|문의).{0,10}감사/iu,
    /(?:شكرا|شكراً|شکریہ)|धन्यवाद|\bmèsi\b/iu,
  ],
}
