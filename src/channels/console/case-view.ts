// Gathers what the case page shows. Nothing here decides: the verbs of the slices do, when a button is pressed.

import { useChart } from '../../billing/use-chart.ts'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import { suggestedTopic } from '../../cases/suggested-topic.ts'
import { addDays, type Day, dayOf } from '../../kernel/days.ts'
import { addressInWords, isPostal } from '../../kernel/postal-address.ts'
import type { OutgoingRecord } from '../../mailroom/mailroom.ts'
import { renderChart } from '../../platform/charts.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { accountView, shownRecords } from './account-view.ts'
import { aboutView, askedView } from './asked-view.ts'
import type { CaseSaying } from './case-saying.ts'
import { changesView } from './changes-view.ts'
import { conversationView } from './conversation-view.ts'
import { disclosureView } from './disclosure-view.ts'
import { editView } from './draft-check.ts'
import { draftView } from './draft-view.ts'
import { dutyView } from './duty-view.ts'
import { explanationView } from './explanation-view.ts'
import { exchangesView, rewritable, wishes } from './model-view.ts'
import { draftOverdue, offerRedraft } from './offer-redraft.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { hardWords, languageName, linkNames, statusWords, topicWords, urgencyWords } from './office-words.ts'
import { promisesView } from './promises-view.ts'
import { timelineView } from './timeline-view.ts'

export async function caseView(office: ConsoleOffice, record: CaseRecord, by: StaffMember, saying: CaseSaying) {
  const { cases, replies, mailroom, staff, rulebook, clock, config } = office
  const today = dayOf(clock.now(), config.office.timeZone)
  const [
    timeline,
    reply,
    mails,
    outgoing,
    everybody,
    versions,
    promises,
    linked,
    account,
    accountsAsked,
    whoElse,
    english,
    clocks,
    flags,
    absorbed,
    into,
  ] = await Promise.all([
    cases.timeline(record.id),
    replies.view(record.id),
    mailroom.mailsOfCase(record.id),
    mailroom.outgoingOfCase(record.id),
    staff.list(),
    replies.versions(record.id),
    office.promises.ofCase(record.id),
    office.duty.linked(record.id),
    accountOf(office, record, today),
    replies.accountsAsked(record.id),
    record.accountNumber === null ? undefined : office.disclosure.ofAccount(record.accountNumber),
    replies.inEnglish(record),
    office.duty.explain(record),
    office.duty.safety.standing({ accountNumber: record.accountNumber, caseId: record.id }),
    cases.absorbed(record.id),
    record.mergedIntoId ? cases.byId(record.mergedIntoId) : undefined,
  ])
  const exchanges = await office.model.exchanges([record.id, ...versions.map(({ id }) => id)])
  const names = (id: string) => everybody.find((member) => member.id === id)?.name ?? 'somebody who has left'
  const { value: authority } = rulebook.inForce('authority', today)
  const mayWork = may(by, 'work_on_cases', authority)
  const shown = shownRecords(account?.view ?? null)
  const elsewhere = await Promise.all(
    absorbed.map(async ({ id }) => [await mailroom.mailsOfCase(id), await mailroom.outgoingOfCase(id)] as const),
  )
  const allMails = [...mails, ...elsewhere.flatMap(([theirs]) => theirs)]
  const allOutgoing = [...outgoing, ...elsewhere.flatMap(([, theirs]) => theirs)]
  const conversation = conversationView(allMails, allOutgoing, reply?.draft.status === 'dispatched' ? undefined : reply?.draft.id)
  const mail = reply && outgoing.findLast((candidate) => candidate.draftId === reply.draft.id)
  const written = mails.filter((mail) => mail.kind === 'person')
  const established =
    written.length > 0 && written.every((mail) => mail.verdict === 'established' && mail.fromAddress === record.customerAddress)
  return {
    name: caseName(record),
    subject: record.subject || '(no subject)',
    status: record.status,
    statusWords: statusWords[record.status],
    topic: topicWords[record.topic],
    topicReason: record.topicReason,
    otherTopics: record.topics.filter((topic) => topic !== record.topic).map((topic) => topicWords[topic]),
    urgency: urgencyWords[record.urgency],
    hardReasons: record.hardReasons.map((reason) => hardWords[reason]),
    language: record.language === 'en' ? null : languageName(record.language),
    openedAt: record.openedAt,
    updatedAt: record.updatedAt,
    assignee: record.assigneeId ? { name: names(record.assigneeId), you: record.assigneeId === by.id } : null,
    linked: linked.map((link) => ({ name: caseName(link.case), because: linkNames[link.because], reason: link.reason })),
    customer: {
      name: record.customerName,
      address: record.customerAddress === null ? null : addressInWords(record.customerAddress),
      postal: record.customerAddress !== null && isPostal(record.customerAddress),
      established,
      entitled: record.entitled,
      byMail: record.channel === 'email',
      // Recorded by a person for this very address, today; how much of it he may be told stands beside.
      recorded: (whoElse ?? []).some(
        (entry) =>
          entry.address === record.customerAddress?.toLowerCase() &&
          entry.revokedAt === null &&
          entry.fromOn <= today &&
          today <= entry.untilOn,
      ),
      accountNumber: record.accountNumber,
      suggested: record.accountBasis === 'suggested',
      byStaff: record.accountBasis === 'staff',
    },
    conversation,
    asked: askedView(reply?.draft, names, mayWork),
    about: aboutView(record, account?.history, { mayWork, names, accountsAsked, suggested: suggestedTopic(record, timeline) }),
    draft: reply ? draftView(reply, by, authority, names, shown) : null,
    returnReasons: rulebook.inForce('approval', today).value.return_reasons,
    overdue: !reply && draftOverdue(record, clock.now()),
    redraft: offerRedraft(reply?.draft, mail?.status, by),
    leaving: leavingOf(mail),
    stopped: reply?.draft.status === 'approved' && (mail?.status === 'failed' || mail?.status === 'held') ? mail : null,
    rewrite: reply && office.model.isOn && mayWork && rewritable.has(reply.draft.status) ? wishes : null,
    exchanges: exchangesView(exchanges, names),
    unknown: outgoing.filter((mail) => mail.status === 'unknown'),
    mayRetry: by.role !== 'administrator',
    maySettle: authority.settle_unknown_mail.includes(by.role),
    account: account?.view ?? null,
    explanation: account?.explanation ?? null,
    timeline: timelineView(timeline, names, record.customerName ?? record.customerAddress ?? 'The customer'),
    notice: saying.notice ?? null,
    edit: saying.edit && reply ? await editView(office, record, reply.draft, saying.edit, by) : null,
    english: reply ? english : null,
    duty: dutyView(record, {
      flags,
      absorbed,
      into,
      mayClearFlags: may(by, 'clear_safety_flag', authority),
      clocks,
      everybody,
      by,
      mayWork,
      mayAssign: may(by, 'assign_cases', authority),
      today,
      now: clock.now(),
    }),
    disclosure: whoElse ? disclosureView(whoElse, today, names) : null,
    promises: promisesView(promises, { today, names, mayWork }),
    changes: reply ? changesView(reply.draft, versions) : null,
    refusal: refusalsAt(saying),
  }
}

const chartSize = { width: 440, height: 230 }
const paymentDays = 200 // before the newest bill: the one before it, and the time to pay

async function accountOf(office: ConsoleOffice, record: CaseRecord, today: Day) {
  if (!record.accountNumber) return undefined
  const [history, balance] = await Promise.all([
    office.accounts.history(record.accountNumber),
    office.accounts.balanceCents(record.accountNumber, today),
  ])
  if (!history) return undefined
  const opened = dayOf(record.openedAt, office.config.office.timeZone)
  const elsewhere = await office.accounts.paymentsElsewhere(record.accountNumber, addDays(opened, -paymentDays))
  const { option, label } = useChart(history)
  return {
    history,
    view: { ...accountView(history, balance, today), chart: renderChart(option, { ...chartSize, label }) },
    explanation: explanationView(
      history,
      opened,
      office.rulebook,
      elsewhere,
      record.disputed?.kind === 'chosen' ? record.disputed.billId : null,
    ),
  }
}

/** The approved reply on its way out, and until when it can be called back. */
function leavingOf(mail: OutgoingRecord | undefined) {
  const leaves = mail?.status === 'queued' || mail?.status === 'sending' || mail?.status === 'to-print'
  return leaves ? { at: mail.notBefore, tries: mail.attempts, error: mail.lastError, toPrint: mail.status === 'to-print' } : null
}

function refusalsAt({ refusal }: CaseSaying) {
  const at = (place: string) => (refusal?.at === place ? refusal.words : null)
  return {
    decision: at('decision'),
    edit: at('edit'),
    rewrite: at('rewrite'),
    return: at('return'),
    mail: at('mail'),
    note: at('note'),
    promise: at('promise'),
    asked: at('asked'),
    about: at('about'),
    disclosure: at('disclosure'),
    duty: at('duty'),
  }
}
