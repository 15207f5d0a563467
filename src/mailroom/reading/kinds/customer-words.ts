// Whether the words of a mail are a customer's: he asks, names an amount, speaks of water and bills, and of himself. Such words
// outweigh weak signs of a machine, for a customer's mail set aside is the worst mistake.
import type { MailReading } from '../mail-reading.ts'

const wordsLimitCharacters = 4_000

export type CustomerSigns = { asks: boolean; amount: boolean; business: boolean; himself: boolean }

export function customerSigns({ subject, newText }: Pick<MailReading, 'subject' | 'newText'>): CustomerSigns {
  const words = `${subject.replace(answered, '')}\n${newText.slice(0, wordsLimitCharacters).replace(salutation, '')}`
  return { asks: question.test(words), amount: amount.test(words), business: business.test(words), himself: himself.test(words) }
}

/** What an answer's subject repeats, and a line that greets the water department, are not his words. */
const answered = /(?:^|[\s:])(?:re|aw|odp|rv|回复|回覆)\s?[:：].*$/iu
const salutation = /^\s{0,20}(?:dear|hello|hi|estimad[oa]s?|hola|szanowni|bonjour)\b[^\n]{0,80}[,!:.]?\s*$/im

/** Two of them: one alone stands in many a machine's mail. */
export function speaksAsCustomer(mail: Pick<MailReading, 'subject' | 'newText'>): boolean {
  return Object.values(customerSigns(mail)).filter(Boolean).length >= 2
}

/** What he wants done with his own water or meter: no notice of absence says so, and who goes away asks for it. */
export function asksForService({ newText }: Pick<MailReading, 'newText'>): boolean {
  return serviceAsked.test(newText.slice(0, wordsLimitCharacters).replace(/\s+/g, ' '))
}

const acts =
  '(?:turn(?:ed|ing)?|shut(?:ting)?|switch(?:ed|ing)?|suspend(?:ed|ing)?|stop(?:ped|ping)?|start(?:ed|ing)?|(?:dis|re)connect(?:ed|ing)?|restor(?:e|ed|ing)|resum(?:e|ed|ing)|transfer(?:red|ring)?|hold|pause|read|check(?:ed|ing)?) (?:(?:off|on|back) )?'
const things = '(?:water|service|meter|account|supply|valve|irrigation|sprinklers?)\\b'
const serviceAsked = new RegExp(
  [
    `\\b${acts}(?:my|our) ${things}`,
    `\\b(?:please|kindly|can|could|would|want|need|like|ask|request)(?: \\S{1,20}){0,4} ${acts}the ${things}`,
    '(?<!\\p{L})(?:cort(?:en?|ar)|cierr(?:en?)|cerrar|suspend(?:an?|er)|desconect(?:en?|ar)|reconect(?:en?|ar)|le(?:an?|er)|revis(?:en?|ar)) (?:el|mi|la|nuestr[oa]) (?:agua|servicio|suministro|medidor|llave)',
    '(?<!\\p{L})(?:zakr[eę]ci[cć]|wy[lł][aą]czy[cć]|odci[aą][cć]|odczyta[cć]|wstrzyma[cć]) (?:m[oó]j |moj[aą] )?(?:wod|licznik|dostaw)',
    '(?:停|关|關|切断|暂停)(?:掉|闭|閉|止)?(?:一下)?(?:供)?水',
  ].join('|'),
  'iu',
)

/** A question, or a request that no notice of absence makes. */
const question =
  /[?？؟]|\b(?:please|kindly|can you|could you) (?:(?:stop|start|cancel|call me|send|fix|check|explain|change|correct|remove|return|refund)\b|(?:do not|don't) (?!reply|respond))|por favor (?:env[ií]e|corrij|revis|cancel|no )|prosz[eę] (?:o (?:wyja[sś]nienie|zwrot|korekt)|wys[lł]a[cć]|sprawdzi[cć])/iu
const amount =
  /[$€£]\s?\d|\d[.,]\d\d(?:\s?(?:usd|zł|dollars?|dólares))?(?![\d.])|\b\d{1,9} (?:dollars?|bucks|dólares|dola)\b|\d{1,9}\s?(?:元|美元|달러)/iu
const business =
  /(?<!\p{L})(?:bill(?:s|ed)?|water|meter|leak(?:s|ing)?|invoice|payments?|charged?|gallons|shut[\s-]?off|sewer|penalt(?:y|ies)|account (?:number|no\b)|agua|factura|recibo|medidor|fuga|cobro|cobraron|pagu[eé]|cuenta de agua|wod[aęąy]|rachunek|licznik|przeciek|tubig|bayarin|kuntador|dlo|bòdwo|facture|compteur|fuite)(?!\p{L})|水费|水費|水表|水錶|账单|帳單|漏水|счет|счёт|воду|вода|счетчик|فاتورة|مياه|عداد|hóa đơn|đồng hồ nước|tiền nước|수도|요금|계량기|पानी|बिल|पाणी|پانی|بل(?!\p{L})/iu
const himself =
  /(?<![\p{L}])(?:i|i'm|i've|my|me|we|our|yo|mi|mis|me|mój|moja|moje|mojego|mam|ako|ko|aking|mwen|je|mon|ma|mes|tôi|я|мой|моя|мне)(?![\p{L}])|我|저는|제가|मेरा|मेरी|मैं|میرا|میری|میں|أنا|لدي/iu
