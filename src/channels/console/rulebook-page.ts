// The rulebook in the console: what is in force, what was, what somebody proposes; a change is written, tried on the cases of late, and
// decided by a second person.
import { diffLines } from 'diff'
import { type Request, type Response, Router } from 'express'
import { parse } from 'yaml'
import { z } from 'zod'
import { addDays, dayOf, formatDay, parseDay } from '../../kernel/days.ts'
import type { Revision } from '../../revisions/revisions.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import { routingSchema } from '../../rulebook/kinds/routing.ts'
import { type RulebookKind, rulebookKinds } from '../../rulebook/rulebook.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { kindWords, proposeWords, revisionStates, revisionWords } from './rulebook-words.ts'
import { memberOf } from './session-guard.ts'

const text = z.string().max(250_000).default('')
const proposeAsked = z.object({ text, note: text, effectiveOn: text, act: z.enum(['try', 'propose']).catch('try') })
const reasonAsked = z.object({ reason: text })

const triedOn = 200

export function rulebookPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const { rulebook, revisions, clock, config, staff } = office
  const today = () => dayOf(clock.now(), config.office.timeZone)
  const mayDo = (response: Response, act: 'propose_rulebook' | 'approve_rulebook') =>
    may(memberOf(response), act, rulebook.inForce('authority', today()).value)

  routes.get('/rulebook', async (request, response) => {
    const proposed = await revisions.list({ status: 'proposed' })
    const names = await nameOf()
    const kinds = rulebookKinds.map((kind) => {
      const { version, source } = rulebook.inForce(kind, today())
      return {
        kind,
        words: kindWords[kind],
        version,
        own: source === 'office',
        waiting: proposed.filter((one) => one.kind === kind).length,
      }
    })
    const view = { kinds, proposed: proposed.map((one) => revisionView(one, names)) }
    await show(request, response, { template: 'rulebook', title: 'Rulebook', current: 'rulebook', view })
  })

  routes.get('/rulebook/:kind', (request, response) => {
    const kind = kindAsked(request)
    if (!kind) return response.redirect(303, '/rulebook')
    return kindPage(request, response, kind, {})
  })

  routes.get('/rulebook/:kind/file', (request, response) => {
    const kind = kindAsked(request)
    const found = kind && rulebook.versions(kind).find(({ version }) => version === request.query.version)
    if (!found) return response.redirect(303, '/rulebook')
    response
      .attachment(`${kind}-${formatDay(found.effective)}.yaml`)
      .type('text/plain')
      .send(found.text)
  })

  routes.post('/rulebook/:kind', async (request, response) => {
    const kind = kindAsked(request)
    if (!kind) return response.redirect(303, '/rulebook')
    const asked = proposeAsked.safeParse(request.body)
    if (!asked.success) return kindPage(request, response, kind, { refusal: 'The text is too long.' }, 409)
    const { act, ...given } = asked.data
    const effectiveOn = parseDay(given.effectiveOn)
    if (effectiveOn === undefined) return kindPage(request, response, kind, { given, refusal: 'Say from which day on it holds.' }, 409)
    if (act === 'try') return kindPage(request, response, kind, { given, tried: await tryOn(kind, given.text) })
    const done = await revisions.propose({ kind, effectiveOn, text: given.text, note: given.note, by: memberOf(response) })
    if (!done.ok) return kindPage(request, response, kind, { given, refusal: proposeWords(done.refusal) }, 409)
    response.redirect(303, `/rulebook/${kind}/proposals/${done.value.id}`)
  })

  routes.get('/rulebook/:kind/proposals/:id', (request, response) => revisionPage(request, response, null))
  routes.post('/rulebook/:kind/proposals/:id/approve', async (request, response) => {
    const done = await revisions.approve({ id: idAsked(request), by: memberOf(response) })
    if (!done.ok) return revisionPage(request, response, revisionWords(done.refusal), 409)
    response.redirect(303, `/rulebook/${done.value.kind}`)
  })
  routes.post('/rulebook/:kind/proposals/:id/return', async (request, response) => {
    const done = await revisions.giveBack({ id: idAsked(request), ...reasonAsked.parse(request.body), by: memberOf(response) })
    if (!done.ok) return revisionPage(request, response, revisionWords(done.refusal), 409)
    response.redirect(303, `/rulebook/${done.value.kind}`)
  })
  routes.post('/rulebook/:kind/proposals/:id/withdraw', async (request, response) => {
    const done = await revisions.withdraw({ id: idAsked(request), by: memberOf(response) })
    if (!done.ok) return revisionPage(request, response, revisionWords(done.refusal), 409)
    response.redirect(303, '/rulebook')
  })
  return routes

  async function nameOf(): Promise<(id: string) => string> {
    const names = new Map((await staff.list()).map((member) => [member.id, member.name]))
    return (id) => names.get(id) ?? 'somebody who has left'
  }

  type Said = { given?: { text: string; note: string; effectiveOn: string }; refusal?: string; tried?: Tried }

  async function kindPage(request: Request, response: Response, kind: RulebookKind, { given, refusal, tried }: Said, status = 200) {
    const inForce = rulebook.inForce(kind, today())
    const versions = rulebook.versions(kind)
    const current = versions.find(({ version }) => version === inForce.version)
    const names = await nameOf()
    const decided = await revisions.list({ kind })
    const view = {
      kind,
      words: kindWords[kind],
      version: inForce.version,
      refusal: refusal ?? null,
      mayPropose: mayDo(response, 'propose_rulebook'),
      text: given?.text ?? current?.text ?? '',
      note: given?.note ?? '',
      effectiveOn: given?.effectiveOn ?? formatDay(addDays(today(), 1)),
      earliest: formatDay(addDays(today(), 1)),
      tried: tried ?? null,
      versions: versions.toReversed().map(({ version, effective, source }) => ({
        version,
        effective,
        own: source === 'office',
        current: version === inForce.version,
        href: `/rulebook/${kind}/file?version=${encodeURIComponent(version)}`,
      })),
      revisions: decided.map((one) => revisionView(one, names)),
    }
    await show(request, response, { template: 'rulebook-kind', title: kindWords[kind], current: 'rulebook', status, view })
  }

  type Tried = Awaited<ReturnType<typeof tryOn>>

  /** What a text would change, without anybody deciding anything. */
  async function tryOn(kind: RulebookKind, given: string) {
    const normal = `${given.replace(/\r\n?/g, '\n').trimEnd()}\n`
    const problems = rulebook.check(kind, normal)
    const current = rulebook.versions(kind).find(({ version }) => version === rulebook.inForce(kind, today()).version)
    return {
      problems,
      changes: problems.length > 0 ? [] : changedLines(current?.text ?? '', normal),
      touches: problems.length > 0 ? null : await touchedBy(kind, normal),
    }
  }

  /** How much of what is open a change touches, and, of routing, which cases would have gone another way. */
  async function touchedBy(kind: RulebookKind, given: string) {
    const counts = await office.cases.counts()
    const open = counts.new + counts.open + counts['waiting-for-supervisor'] + counts['waiting-for-customer'] + counts['waiting-for-field']
    const simulated = kind === 'routing' ? await office.duty.simulateRouting(routingSchema.parse(parse(given)), triedOn) : null
    return { open, drafts: counts['waiting-for-supervisor'], simulated }
  }

  async function revisionPage(request: Request, response: Response, refusal: string | null, status = 200) {
    const revision = await revisions.byId(idAsked(request))
    if (!revision || revision.kind !== request.params.kind) return response.redirect(303, '/rulebook')
    const by = memberOf(response)
    const based = rulebook.versions(revision.kind).find(({ version }) => version === revision.basedOn)
    const waits = revision.status === 'proposed'
    const view = {
      ...revisionView(revision, await nameOf()),
      refusal,
      changes: changedLines(based?.text ?? '', revision.text),
      touches: waits ? await touchedBy(revision.kind, revision.text) : null,
      can: {
        approve: waits && revision.proposedBy !== by.id && mayDo(response, 'approve_rulebook'),
        giveBack: waits && mayDo(response, 'approve_rulebook'),
        withdraw: waits && revision.proposedBy === by.id,
      },
    }
    await show(request, response, {
      template: 'rulebook-proposal',
      title: `${kindWords[revision.kind]}: a proposal`,
      current: 'rulebook',
      status,
      view,
    })
  }
}

function kindAsked(request: Request): RulebookKind | undefined {
  return rulebookKinds.find((kind) => kind === request.params.kind)
}

function idAsked(request: Request): string {
  const id = z.uuid().safeParse(request.params.id)
  return id.success ? id.data : '00000000-0000-0000-0000-000000000000'
}

function revisionView(revision: Revision, names: (id: string) => string) {
  const { id, kind, effectiveOn, note, status, proposedBy, proposedAt, decidedBy, decidedAt, reason, basedOn } = revision
  return {
    ...{ id, kind, words: kindWords[kind], effectiveOn, note, status, state: revisionStates[status], basedOn, reason },
    ...{ proposedBy: names(proposedBy), proposedAt, decidedBy: decidedBy ? names(decidedBy) : null, decidedAt },
    href: `/rulebook/${kind}/proposals/${id}`,
  }
}

const contextLines = 3

/** Lines that changed, with a few around them. */
function changedLines(was: string, is: string) {
  const parts = diffLines(was, is)
  return parts.flatMap(({ added, removed, value }, place) => {
    const lines = value.replace(/\n$/, '').split('\n')
    if (added || removed) return [{ kind: added ? 'added' : 'removed', text: lines.join('\n') }]
    if (lines.length <= contextLines * 2) return [{ kind: 'kept', text: lines.join('\n') }]
    const head = place === 0 ? [] : lines.slice(0, contextLines)
    const tail = place === parts.length - 1 ? [] : lines.slice(-contextLines)
    return [{ kind: 'kept', text: [...head, '…', ...tail].join('\n') }]
  })
}
