// The Web API methods that the desk uses, as strict as Slack's: what they keep, and what they refuse.
import { randomUUID } from 'node:crypto'
import { faultsInHome, faultsInMessage, faultsInView, textLength } from './slack-block-rules.ts'

// biome-ignore lint/suspicious/noExplicitAny: payloads are read the way JSON comes, and a wrong guess fails the test
export type Thing = Record<string, any>
export type Message = { channel: string; ts: string; text: string; blocks: Thing[]; updates: number }
export type PrivateAnswer = { user: string; text: string; blocks: Thing[] }
export type OpenForm = { id: string; user: string; view: Thing; closed: boolean; errors: Record<string, string> }

/** What the workspace remembers. */
export type Workspace = {
  messages: Message[]
  /** What only one person sees. */
  answers: PrivateAnswer[]
  forms: OpenForm[]
  /** The app's home, as each person sees it. */
  homes: Map<string, Thing>
  triggers: Map<string, { until: number; user: string; used: boolean }>
  /** Of connections that were asked for and not made yet. */
  tickets: Set<string>
  posted: number
  port(): number
}

export const slackAccess = {
  botToken: 'xoxb-test-bot',
  appToken: 'xapp-test-app',
  signingSecret: 'test-signing-secret',
  team: 'T0OFFICE',
  url: 'https://office.slack.example/',
  channel: 'C0APPROVALS',
  alarmsChannel: 'C0ALARMS',
}

const wholeMessageLimit = 12_000

export function webApiMethods(slack: Workspace): Record<string, (args: Thing) => Thing> {
  return {
    'auth.test': () => ({ ok: true, team_id: slackAccess.team, user_id: 'U0DESK', bot_id: 'B0DESK', url: slackAccess.url }),
    'apps.connections.open'() {
      const ticket = randomUUID()
      slack.tickets.add(ticket)
      return { ok: true, url: `ws://127.0.0.1:${slack.port()}/link?ticket=${ticket}` }
    },
    'chat.postMessage'(args) {
      const fault = messageFault(args)
      if (fault) return fault
      slack.posted += 1
      const message = {
        channel: args.channel,
        ts: `1790000000.${String(slack.posted).padStart(6, '0')}`,
        text: args.text ?? '',
        blocks: args.blocks ?? [],
        updates: 0,
      }
      slack.messages.push(message)
      return { ok: true, channel: message.channel, ts: message.ts, message: { text: message.text, blocks: message.blocks } }
    },
    'chat.update'(args) {
      const fault = messageFault(args)
      if (fault) return fault
      const message = slack.messages.find(({ channel, ts }) => channel === args.channel && ts === args.ts)
      if (!message) return { ok: false, error: 'message_not_found' }
      Object.assign(message, { text: args.text ?? '', blocks: args.blocks ?? [], updates: message.updates + 1 })
      return { ok: true, channel: message.channel, ts: message.ts }
    },
    'chat.postEphemeral'(args) {
      const fault = messageFault({ ...args, blocks: args.blocks ?? undefined })
      if (fault) return fault
      slack.answers.push({ user: args.user, text: args.text ?? '', blocks: args.blocks ?? [] })
      return { ok: true, message_ts: '1790000001.000000' }
    },
    'chat.getPermalink': ({ channel }) => ({ ok: false, error: isOurChannel(channel) ? 'message_not_found' : 'channel_not_found' }),
    'views.open'({ trigger_id, view }) {
      const trigger = slack.triggers.get(trigger_id)
      if (!trigger) return { ok: false, error: 'invalid_trigger_id' }
      if (Date.now() > trigger.until) return { ok: false, error: 'expired_trigger_id' }
      if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' }
      const faults = faultsInView(view)
      if (faults.length > 0) return invalid('invalid_arguments', faults)
      trigger.used = true
      const form = { id: `V${slack.forms.length + 1}`, user: trigger.user, view, closed: false, errors: {} }
      slack.forms.push(form)
      return { ok: true, view: { id: form.id } }
    },
    'views.publish'({ user_id, view }) {
      const faults = faultsInHome(view)
      if (faults.length > 0) return invalid('invalid_arguments', faults)
      slack.homes.set(user_id, view)
      return { ok: true, view: { id: `H${user_id}` } }
    },
    'views.update'({ view_id, view }) {
      const form = slack.forms.find(({ id, closed }) => id === view_id && !closed)
      if (!form) return { ok: false, error: 'not_found' }
      const faults = faultsInView(view)
      if (faults.length > 0) return invalid('invalid_arguments', faults)
      form.view = view
      return { ok: true, view: { id: form.id } }
    },
  }
}

function messageFault({ channel, text, blocks }: Thing): Thing | undefined {
  if (!isOurChannel(channel)) return { ok: false, error: 'channel_not_found' }
  if (!text && !blocks) return { ok: false, error: 'no_text' }
  const faults = blocks === undefined ? [] : faultsInMessage(blocks)
  if (faults.length > 0) return invalid('invalid_blocks', faults)
  return textLength(blocks) > wholeMessageLimit ? { ok: false, error: 'msg_blocks_too_long' } : undefined
}

function isOurChannel(channel: unknown): boolean {
  return channel === slackAccess.channel || channel === slackAccess.alarmsChannel
}

function invalid(error: string, faults: string[]): Thing {
  return { ok: false, error, response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) } }
}
