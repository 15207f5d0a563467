// What customers of the sample office write: two mails for each story, with figures from their own records. The demo
// mails them; tests check that the desk finds out what happened.

import type { BillRecord } from '../../accounts/account-history.ts'
import { longDay } from '../../kernel/days.ts'
import { formatCents } from '../../kernel/money.ts'
import type { SampleAccount, SampleOffice } from './generate-sample-office.ts'
import { writerOf } from './people-and-places.ts'
import { type Story, stories } from './story.ts'

export type SampleComplaint = {
  story: Story
  accountNumber: string
  billId: string
  from: { name: string; address: string }
  subject: string
  text: string
}

type Words = { subject: string; text: string }
type Told = { number: string; bill: BillRecord; before: BillRecord; account: SampleAccount }

const complaintsOfEachStory = 2

/** In the order of the stories; the same for the same office. */
export function sampleComplaints(office: SampleOffice): SampleComplaint[] {
  return stories.flatMap((story) =>
    office.accounts
      .filter((account) => account.story === story && writerOf(account.history.people) && account.history.bills.length > 1)
      .slice(0, complaintsOfEachStory)
      .map((account, index) => complaintOf(account, index)),
  )
}

function complaintOf(account: SampleAccount, index: number): SampleComplaint {
  const { history, story, billId } = account
  const from = writerOf(history.people) as { name: string; address: string }
  const [before, bill] = history.bills.slice(-2) as [BillRecord, BillRecord]
  const said = words[story][index] as (told: Told) => Words
  const { subject, text } = said({ number: history.account.number, bill, before, account })
  return {
    story,
    accountNumber: history.account.number,
    billId,
    from,
    subject,
    text: `${text}\n\n${from.name}\n${history.property.address}`,
  }
}

const words: Record<Story, readonly [(told: Told) => Words, (told: Told) => Words]> = {
  'estimates-then-actual': [
    ({ bill, before, number }) => ({
      subject: 'My water bill went through the roof',
      text: `Hello,\n\nMy bill went from ${money(before)} to ${money(bill)}. Nobody moved in and we did not water the lawn. My account is ${number}. Please explain why the bill is so high.`,
    }),
    ({ bill }) => ({
      subject: 'Estimated bills and now this',
      text: `My last bills all said "estimated". Now I get a bill for ${money(bill)}. How can an estimated reading turn into this? I want to know what I really used.`,
    }),
  ],
  leak: [
    ({ bill, number }) => ({
      subject: `High bill, account ${number}`,
      text: `Good morning,\n\nI received a bill of ${money(bill)} dated ${longDay(bill.issuedOn)}. We are the same people in the house as last year and we paid far less. Why is my bill so high?`,
    }),
    ({ bill }) => ({
      subject: 'This bill cannot be right',
      text: `I have never had a water bill like this in my life: ${money(bill)}! Somebody must have made a mistake. I am on a fixed income. Please look into it.`,
    }),
  ],
  'rate-only': [
    ({ bill }) => ({
      subject: 'Why do I pay more than last year?',
      text: `Hi, my new bill is ${money(bill)}. I kept last year's bill for the same months and it was lower, but I use exactly the same water. Why is my bill higher?`,
    }),
    ({ number }) => ({
      subject: 'Bill keeps going up',
      text: `Account ${number}. I live alone, nothing changed, and the bill went up again compared with a year ago. Please explain the increase.`,
    }),
  ],
  'longer-period': [
    ({ bill, before }) => ({
      subject: 'Bill higher than the last one',
      text: `My last bill was ${money(before)}, this one is ${money(bill)}. We did nothing different. What happened?`,
    }),
    ({ bill }) => ({
      subject: 'Question about my high water bill',
      text: `To whom it may concern,\n\nplease tell me how you came to ${money(bill)} on the bill of ${longDay(bill.issuedOn)}. It is much higher than what I usually pay.\n\nThank you`,
    }),
  ],
  'payment-not-posted': [
    ({ account }) => ({
      subject: 'My payment is not showing',
      text: `I paid ${claimed(account)}. It was taken from my bank account, but my new bill says I still owe it and adds a penalty. Please credit my payment.`,
    }),
    ({ account, number }) => ({
      subject: `Payment missing on account ${number}`,
      text: `Hello, I made a payment: ${claimed(account)}. It has not posted. I have the confirmation. Where did my money go?`,
    }),
  ],
  'late-penalty': [
    ({ before }) => ({
      subject: 'Late penalty on my bill',
      text: `I see a late fee on my account for the bill of ${longDay(before.issuedOn)}. I paid that bill of ${money(before)} in full. I have been a customer for twenty years. Please remove the penalty.`,
    }),
    ({ number }) => ({
      subject: 'Why was I charged a penalty?',
      text: `Account ${number}: there is a penalty on my account and I do not understand why. I always pay. The mail was slow that week.`,
    }),
  ],
  'vacant-with-use': [
    ({ bill, account }) => ({
      subject: 'Bill for an empty house',
      text: `The property at ${account.history.property.address} stands empty. Nobody lives there. How can there be a water bill of ${money(bill)}? I will not pay for water that nobody used.`,
    }),
    ({ bill }) => ({
      subject: 'Nobody lives there',
      text: `My tenants left months ago and the water is not used. Still you send me ${money(bill)}. Your meter must be wrong. Please explain this bill.`,
    }),
  ],
  'nothing-unusual': [
    ({ bill }) => ({
      subject: 'Is my bill right?',
      text: `Hello, I got my bill of ${money(bill)} and it seems high to me. Can you check it please?`,
    }),
    ({ bill, before }) => ({
      subject: 'High water bill',
      text: `${money(before)} last time, ${money(bill)} this time. Why is water so expensive? I would like to know what I am paying for.`,
    }),
  ],
}

function money(bill: BillRecord): string {
  return formatCents(bill.totalCents)
}

function claimed({ claimed: payment }: SampleAccount): string {
  if (!payment) return 'my last bill'
  return `${formatCents(payment.amountCents)} on ${longDay(payment.paidOn)}`
}
