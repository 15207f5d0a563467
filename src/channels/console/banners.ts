// What stands on every page until it is over: alarms with what to do, and all that keeps mail from going its way.
import type { AlarmRecord } from '../../notices/notices.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { ConsoleOffice } from './office-faces.ts'

export type Banner = { tone: 'stop' | 'warn' | 'note'; text: string; link: { href: string; words: string } | null }

type Office = Pick<ConsoleOffice, 'jobs' | 'mailroom' | 'notices' | 'rulebook' | 'staff'>

const alarmsShown = 5 // the page itself should still be seen

/** `current`: the page they stand on, to which they need not lead. */
export async function bannersFor(office: Office, member: Pick<StaffMember, 'role'>, current: string | undefined): Promise<Banner[]> {
  const alarms = await office.notices.openAlarms()
  const elsewhere = (page: string, words: string) => (current === page ? null : { href: `/${page}`, words })
  return [
    ...alarmBanners(alarms, elsewhere('alarms', 'See the alarms')),
    ...(await mailroomBanners(office, alarms, elsewhere('mailroom', 'See the mailroom'))),
    ...(await officeBanners(office, member)),
  ]
}

function alarmBanners(alarms: readonly AlarmRecord[], link: Banner['link']): Banner[] {
  const shown = alarms.slice(0, alarmsShown).map(({ text, remedy }): Banner => ({ tone: 'stop', text: `${text} ${remedy}`, link }))
  const rest = alarms.length - shown.length
  return rest === 0 ? shown : [...shown, { tone: 'stop', text: rest === 1 ? 'One more alarm stands.' : `${rest} more alarms stand.`, link }]
}

async function mailroomBanners({ mailroom, staff }: Office, alarms: readonly AlarmRecord[], link: Banner['link']): Promise<Banner[]> {
  const [outbound, waiting, mailboxes, unknown, setAside] = await Promise.all([
    mailroom.outboundState(),
    mailroom.heldMail(),
    mailroom.mailboxes(),
    mailroom.unknowns(),
    mailroom.countSetAside(),
  ])
  const banners: Banner[] = []
  const say = (tone: Banner['tone'], text: string, to = link) => banners.push({ tone, text, link: to })
  const waits = waiting === 1 ? '1 mail waits.' : `${waiting} mails wait.`
  if (outbound.stopped && outbound.why === 'setting') {
    say('stop', `No mail leaves: the setting OUTBOUND=hold is in force. ${waits}`)
  }
  if (outbound.stopped && outbound.why === 'person') {
    const by = (await staff.byId(outbound.by))?.name ?? outbound.by
    say('stop', `No mail leaves: ${by} stopped all outgoing mail. Reason: ${sentence(outbound.reason)} ${waits}`)
  }
  const alarmed = new Set(alarms.map(({ key }) => key)) // an alarm says the same, and what to do
  for (const { name, state, problem } of mailboxes) {
    if (state === 'down' && !alarmed.has(`mailbox:${name}`))
      say('warn', `The mailbox “${name}” cannot be read: ${sentence(problem ?? 'no reason known')} The desk keeps trying.`)
  }
  if (unknown.length > 0)
    say(
      'warn',
      unknown.length === 1
        ? 'Of one mail it is not known whether it arrived.'
        : `Of ${unknown.length} mails it is not known whether they arrived.`,
    )
  if (setAside > 0) {
    say(
      'warn',
      setAside === 1
        ? 'One mail stands in quarantine and waits for a person.'
        : `${setAside} mails stand in quarantine and wait for a person.`,
      link && { href: '/mailroom/quarantine', words: 'See the quarantine' },
    )
  }
  return banners
}

async function officeBanners({ jobs, rulebook }: Office, { role }: Pick<StaffMember, 'role'>): Promise<Banner[]> {
  const failed = role === 'clerk' ? 0 : await jobs.failedCount()
  const words = failed === 1 ? 'One piece of work failed for good; see the log.' : `${failed} pieces of work failed for good; see the log.`
  const notices = role === 'administrator' ? rulebook.noticesToStaff() : []
  return [
    ...(failed === 0 ? [] : [{ tone: 'warn' as const, text: words, link: null }]),
    ...notices.map((text) => ({ tone: 'note' as const, text, link: null })),
  ]
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
