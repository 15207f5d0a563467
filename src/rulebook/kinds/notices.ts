// The closed list of mails that leave by themselves: fixed words, no account data.
import { z } from 'zod'

// What an office that has not decided yet goes by: its own files of an earlier release say nothing of these.
const domainLimit = 100
const forwardLimit = 50
const providers = [
  'gmail.com',
  'yahoo.com',
  'hotmail.com',
  'outlook.com',
  'live.com',
  'msn.com',
  'icloud.com',
  'me.com',
  'aol.com',
  'comcast.net',
  'att.net',
  'sbcglobal.net',
  'ameritech.net',
  'verizon.net',
  'proton.me',
]

const unreadableText = `Hello,

We received a message from you that our system could not open. It may be too large. A person in our office can see that it
is here, but to be sure of an answer please write again without attachments, or with smaller ones.

{{office}}

This message was sent automatically.
`

/** In both languages: nobody waits for it to be told which the customer reads. */
function emergencyText(line: string | null): string {
  return `Hello,

We have your message. Your case number is {{case}}.

If water is running where it should not, or may do harm, please call the emergency line of the water department now${line === null ? '' : `: ${line}`}.
This mailbox is not watched at all hours.

Si el agua corre donde no debe o puede hacer daño, llame ahora a la línea de emergencia del departamento de agua${line === null ? '' : `: ${line}`}.
Este buzón no se vigila a todas horas.

{{office}}

This message was sent automatically.
`
}

export const noticesSchema = z.strictObject({
  /** No address gets more automatic mails than this in 24 hours. */
  automatic_mails_a_day: z.number().int().min(0).max(20),
  /** All addresses of one domain together get no more than this in 24 hours, but for those of `providers_of_mail`. */
  automatic_mails_a_domain_a_day: z.number().int().min(0).max(100_000).default(domainLimit),
  /** Domains, in lower case, at which anybody has an address: their many senders are many people. */
  providers_of_mail: z.array(z.string().min(1)).default(providers),
  /** How many confirmations of mails that he forwarded a colleague gets in 24 hours. */
  forward_confirmations_a_day: z.number().int().min(0).max(1_000).default(forwardLimit),
  acknowledgement: z.strictObject({
    /** `{{case}}` and `{{office}}` are the only words filled in. */
    text: z.string().min(1).max(4000),
  }),
  /** In its place where a mail tells of an emergency. */
  emergency: z
    .strictObject({
      /** Beside `{{case}}` and `{{office}}`: `{{line}}`, the emergency telephone of `contact`. */
      text: z.string().min(1).max(4000),
      /** While `contact` has none. */
      without_line: z.string().min(1).max(4000),
    })
    .default({ text: emergencyText('{{line}}'), without_line: emergencyText(null) }),
  /** To a person whose mail is too large to be read, or could not be read. */
  unreadable: z
    .strictObject({
      /** `{{office}}` is the only word filled in. */
      text: z.string().min(1).max(4000),
    })
    .default({ text: unreadableText }),
})
