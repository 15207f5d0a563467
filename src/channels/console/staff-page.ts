// Who works here, how each one signs in, and what administrators do about it. What is done here is decided and recorded by its verbs.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Outcome, PeopleRefusal, Person } from '../../access/access.ts'
import { dayOf } from '../../kernel/days.ts'
import { parseAddress } from '../../kernel/mail-address.ts'
import type { Result } from '../../kernel/result.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { roleWords, topicWords } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'
import { changeWords, outcomeWords, peopleRefusalWords } from './staff-words.ts'

const role = z.enum(['clerk', 'supervisor', 'administrator'])
const idAsked = z.object({ id: z.uuid() })
const roleAsked = z.object({ id: z.uuid(), role })
const inviteAsked = z.object({ email: z.string().trim().max(254), role, languages: z.string().max(100).default('') })

const factorWords = { enrolled: 'Set up', missing: 'Missing', none: 'None' } as const

type Acted = Result<Outcome, PeopleRefusal>

export function staffPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const { people, rulebook, clock, config } = office
  const authority = () => rulebook.inForce('authority', dayOf(clock.now(), config.office.timeZone)).value

  async function showStaff(
    request: Request,
    response: Response,
    { said = null, refusal = null }: { said?: string | null; refusal?: string | null } = {},
  ) {
    const by = memberOf(response)
    if (!may(by, 'see_staff', authority()) && !may(by, 'manage_staff', authority())) return notForYou(request, response)
    const manages = may(by, 'manage_staff', authority())
    const [persons, waiting, invitations] = await Promise.all([people.list(), people.waiting(), people.openInvitations()])
    const names = new Map(persons.map(({ member }) => [member.id, member.name]))
    const view = {
      ...{ said, refusal, manages, roles: role.options.map((value) => ({ value, words: roleWords[value] })) },
      readsAudit: may(by, 'read_audit', authority()),
      people: persons.map((person) => personView(person, by, manages)),
      waiting: waiting.map((change) => ({
        id: change.id,
        words: changeWords(change),
        whom: (change.staffId && names.get(change.staffId)) || change.email,
        askedBy: names.get(change.askedBy) ?? change.askedBy,
        askedAt: change.askedAt,
        mayApprove: manages && change.askedBy !== by.id && change.staffId !== by.id,
        mayRefuse: manages,
      })),
      invitations: invitations.map(({ id, email, role: as, expiresAt }) => ({ id, email, role: as ? roleWords[as] : '', expiresAt })),
    }
    await show(request, response, { template: 'staff', title: 'Staff', current: 'staff', status: refusal ? 409 : 200, view })
  }

  const notForYou = (request: Request, response: Response) => {
    const view = { title: 'Not for your role', text: 'Supervisors and administrators see who works here.' }
    return show(request, response, { template: 'problem', title: 'Staff', status: 403, view })
  }

  const answer = (request: Request, response: Response, done: Acted) =>
    showStaff(request, response, done.ok ? { said: outcomeWords(done.value) } : { refusal: peopleRefusalWords(done.refusal) })

  const about = (path: string, act: (asked: { id: string; by: StaffMember }) => Promise<Acted>) =>
    routes.post(path, async (request, response) => {
      await answer(request, response, await act({ ...idAsked.parse(request.body), by: memberOf(response) }))
    })

  routes.get('/staff', (request, response) => showStaff(request, response))

  routes.post('/staff/invite', async (request, response) => {
    const asked = inviteAsked.parse(request.body)
    const email = parseAddress(asked.email)
    const languages = [
      ...new Set(
        asked.languages
          .toLowerCase()
          .split(/[\s,]+/)
          .filter(Boolean),
      ),
    ]
    if (!email) return showStaff(request, response, { refusal: 'Write one e-mail address, such as casey@city.gov.' })
    if (!languages.every((one) => /^[a-z]{2,3}$/.test(one)))
      return showStaff(request, response, { refusal: 'Languages are two letters each, such as: en es' })
    await answer(request, response, await people.invite({ email, role: asked.role, languages, by: memberOf(response) }))
  })
  routes.post('/staff/role', async (request, response) => {
    await answer(request, response, await people.changeRole({ ...roleAsked.parse(request.body), by: memberOf(response) }))
  })
  about('/staff/invitations/withdraw', people.withdrawInvitation)
  about('/staff/deactivate', (asked) => people.setActive({ ...asked, active: false }))
  about('/staff/activate', (asked) => people.setActive({ ...asked, active: true }))
  about('/staff/end-sessions', people.endSessions)
  about('/staff/reset-second-factor', people.resetSecondFactor)
  about('/staff/changes/approve', (asked) => people.decide({ ...asked, kind: 'approve' }))
  about('/staff/changes/refuse', (asked) => people.decide({ ...asked, kind: 'return' }))
  return routes
}

function personView({ member, factor, lastSignInAt, openSessions }: Person, by: StaffMember, manages: boolean) {
  const mayAct = manages && member.id !== by.id
  return {
    ...{
      id: member.id,
      name: member.name,
      email: member.email,
      active: member.active,
      roleValue: member.role,
      role: roleWords[member.role],
    },
    languages: member.languages.join(', '),
    topics: member.skills.map((skill) => topicWords[skill as keyof typeof topicWords] ?? skill).join(', '),
    ...{ factor: factorWords[factor], factorMissing: factor === 'missing' && member.active, lastSignInAt, openSessions, mayAct },
    mayReset: mayAct && factor === 'enrolled',
    own: member.id === by.id,
  }
}
