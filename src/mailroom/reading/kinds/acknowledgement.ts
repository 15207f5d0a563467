// A ticket system's acknowledgement, an office's "thank you for contacting us", and a filter that wants its sender confirmed,
// where no header says that a program wrote them.
import { headerOf, type MailReading } from '../mail-reading.ts'
import { customerSigns } from './customer-words.ts'
import type { Judged } from './judged.ts'
import { isPassedOn, senderSign } from './sender-signs.ts'

const wordsLimitCharacters = 4_000
const enough = 3

export function acknowledgement(mail: MailReading): Judged | undefined {
  if (isPassedOn(mail.subject)) return undefined
  const words = mail.newText.slice(0, wordsLimitCharacters).replace(/\s+/g, ' ')
  const { asks, amount, business, himself } = customerSigns(mail)
  const concern = [asks, amount, business].filter(Boolean).length
  if (challenges.filter((sign) => sign.test(`${mail.subject}\n${words}`)).length - concern >= 2)
    return { kind: 'auto-reply', reasons: ['it asks its sender to prove that he is a person'] }
  const signs = [
    ticketSubject.test(mail.subject),
    ticketNumber.test(words),
    saysAutomatic.test(words),
    promises.test(words),
    /type your reply above this line/i.test(words),
    headerOf(mail, 'x-powered-by') !== undefined || helpDesk.test(headerOf(mail, 'x-mailer') ?? ''),
    senderSign(mail) === 'no-reply',
  ].filter(Boolean).length
  const weight = (acknowledges.test(words) ? 2 : 0) + signs
  // An office says "we" where a customer says "I".
  const against = concern + (himself && !/\b(?:we|our)\b/i.test(words.slice(0, 500)) ? 2 : 0)
  const isOne = acknowledges.test(words) || (ticketSubject.test(mail.subject) && saysAutomatic.test(words))
  return isOne && weight - against >= enough
    ? { kind: 'auto-reply', reasons: ["it acknowledges a mail in a ticket system's words"] }
    : undefined
}

const acknowledges =
  /(?:we(?:'ve| have)? received your (?:request|message|e-?mail|inquiry|enquiry|ticket|case|submission)|your (?:request|ticket|case|message|e-?mail|inquiry|enquiry)(?: \S{1,40}| \(.{1,40}\))? (?:has been|was|is) (?:received|created|logged|opened|registered|submitted|assigned)|(?:ticket|case|request)(?: for \S{1,40}| \S{1,30})? (?:has been|was) (?:created|opened|assigned|logged|registered)|thank(?:s| you) for (?:contacting|reaching out to|getting in touch with|writing to|your (?:e-?mail|message|inquiry|request))(?=[ .,!])|(?:hemos recibido su|su (?:solicitud|mensaje|correo|consulta) (?:ha sido|fue) (?:recibid|registrad)|gracias por (?:contactar|comunicarse|escribir))|(?:otrzymali[sś]my (?:pa[nń]stwa|twoj)|zg[lł]oszenie .{0,30}zosta[lł]o (?:przyj|zarejestr|utworz))|nous avons (?:bien )?re[cç]u votre|(?:我们|我們)已(?:经|經)?收到(?:您|你)的|(?:您|你)的(?:请求|請求|申请|工单|工單).{0,20}(?:已|被)(?:收到|创建|建立|受理)|ваш(?:е|а)? (?:запрос|обращение|заявка).{0,30}(?:получен|зарегистрирован|принят))/iu
const ticketSubject =
  /(?:\[?\b(?:ticket|case|request|incident|issue|zgłoszenie|solicitud|caso)\b ?(?:id|no\.?|number|#)?[ :#-]{0,3}\d{3,}|\[#\d{2,}\]|\[\S{1,60} #\d{2,}\]|^(?:request|ticket|message|case|inquiry) received|ticket (?:opened|created)|(?:we(?:'ve| have)? )?received your (?:request|message|e-?mail|ticket)|thank(?:s| you) for (?:contacting|your (?:message|e-?mail|inquiry)))/iu
const ticketNumber =
  /(?:ticket|case|request|reference|tracking|incident)(?: id| number| no\.?)?(?: is| has)?[ :#(-]{1,4}[a-z]{0,6}-?\d{2,}/i
const saysAutomatic =
  /(?:(?:this is an?|this) (?:e-?mail |message |notification )?(?:is )?(?:an )?(?:automatic(?:ally)?|automated|auto-?generated|system-generated)|automatically generated|do not (?:reply|respond) to this|(?:mensaje|correo) (?:es )?autom[aá]tico|no responda|generado autom[aá]ticamente|wygenerowan[ay] automatycznie|prosimy nie odpowiada|自动(?:发送|生成)|请勿回复|請勿回覆|автоматически)/iu
const promises =
  /(?:(?:will|shall) (?:be answered|be in touch|get back|respond|reply|review|contact you)|being (?:reviewed|processed)|as soon as possible|within (?:\d+|one|two|three|24|48) (?:business |working )?(?:hours?|days?)|nos pondremos en contacto|le responderemos|a la brevedad|odpowiemy|尽快|儘快|ответим)/iu
const helpDesk = /zendesk|freshdesk|zammad|otrs|znuny|osticket|help ?scout|kayako|request tracker|servicenow|jira/i

/** Each is one sign of a filter that lets only confirmed senders through. */
const challenges = [
  /(?:spam ?arrest|boxbe|spamblocker|challenge[- /]response|sender verification|mailblocks|uol antispam|anti-?spam (?:filter|system|protection))/i,
  /(?:confirm|verify|prove) (?:that )?(?:you(?:'re| are)|your (?:message|e-?mail|address|identity))|(?:please |action required:? ?)(?:confirm|verify) your/i,
  /(?:click|follow|visit) (?:on )?(?:the|this) (?:link|button|url)|reply to this (?:message|e-?mail) (?:without|to confirm|to verify)/i,
  /(?:allowed|approved|guest|white) ?-?(?:senders?|list)|(?:held|quarantined|waiting|pending) (?:until|for|my|your|because)|only (?:have to|need to) do this once/i,
]
