// What Slack sends when somebody types a command, presses a button or submits a form: only the fields used, checked.
import { z } from 'zod'

const id = z.string().min(1).max(50)
/** The workspace is named twice: where the thing stands, and (in shared channels, another one) where the person belongs. */
const person = z.object({ id, team_id: id.nullish() })
const team = z.object({ id }).nullish()

export type Asker = { userId: string; teamIds: string[] }

export type Press = { asker: Asker; triggerId: string; value: string | undefined; channel: string; ts: string }

const press = z.object({
  user: person,
  team,
  trigger_id: z.string().max(500),
  container: z.object({ channel_id: id, message_ts: id }),
  actions: z.array(z.object({ action_id: z.string().max(255), value: z.string().max(2000).optional() })).min(1),
})

export function readPress(body: unknown): Press | undefined {
  const { data } = press.safeParse(body)
  return (
    data && {
      asker: askerOf(data.user, data.team?.id),
      triggerId: data.trigger_id,
      value: data.actions[0]?.value,
      channel: data.container.channel_id,
      ts: data.container.message_ts,
    }
  )
}

export type Shortcut = { asker: Asker; triggerId: string }

const shortcut = z.object({ user: person, team, trigger_id: z.string().max(500) })

export function readShortcut(body: unknown): Shortcut | undefined {
  const { data } = shortcut.safeParse(body)
  return data && { asker: askerOf(data.user, data.team?.id), triggerId: data.trigger_id }
}

/** A button of the home, which stands on no message. */
export type HomePress = Shortcut & { value: string }

const homePress = shortcut.extend({ actions: z.array(z.object({ value: z.string().max(2000).default('') })).min(1) })

export function readHomePress(body: unknown): HomePress | undefined {
  const { data } = homePress.safeParse(body)
  return data && { asker: askerOf(data.user, data.team?.id), triggerId: data.trigger_id, value: data.actions[0]?.value ?? '' }
}

/** `author`: of the message; no user where an app wrote it. `thread`: the message that began it; null outside of threads. */
export type MessageShortcut = Shortcut & {
  text: string
  author: { userId: string | null; name: string | null }
  files: string[]
  channel: string
  ts: string
  thread: string | null
}

const line = z.string().max(500).nullish()
const messageShortcut = shortcut.extend({
  channel: z.object({ id }),
  message_ts: id,
  message: z.object({
    text: z.string().max(100_000).default(''),
    user: id.nullish(),
    username: line,
    thread_ts: id.nullish(),
    files: z
      .array(z.object({ name: line }))
      .max(100)
      .default([]),
  }),
})

export function readMessageShortcut(body: unknown): MessageShortcut | undefined {
  const { data } = messageShortcut.safeParse(body)
  if (!data) return undefined
  const { message } = data
  return {
    ...{ asker: askerOf(data.user, data.team?.id), triggerId: data.trigger_id },
    ...{ channel: data.channel.id, ts: data.message_ts, thread: message.thread_ts ?? null, text: message.text },
    author: { userId: message.user ?? null, name: message.username ?? null },
    files: message.files.flatMap(({ name }) => name ?? []),
  }
}

export type HomeOpened = { asker: Asker; eventId: string; tab: string }

const homeOpened = z.object({
  team_id: id,
  event_id: z.string().min(1).max(100),
  event: z.object({ user: id, tab: z.string().max(50) }),
})

export function readHomeOpened(body: unknown): HomeOpened | undefined {
  const { data } = homeOpened.safeParse(body)
  return data && { asker: { userId: data.event.user, teamIds: [data.team_id] }, eventId: data.event_id, tab: data.event.tab }
}

export type Submission = { asker: Asker; triggerId: string; viewId: string; metadata: string; values: unknown }

const submission = z.object({
  user: person,
  team,
  trigger_id: z.string().max(500),
  view: z.object({ id, private_metadata: z.string().max(3000), state: z.object({ values: z.record(z.string(), z.unknown()) }) }),
})

export function readSubmission(body: unknown): Submission | undefined {
  const { data } = submission.safeParse(body)
  return (
    data && {
      asker: askerOf(data.user, data.team?.id),
      triggerId: data.trigger_id,
      viewId: data.view.id,
      metadata: data.view.private_metadata,
      values: data.view.state.values,
    }
  )
}

export type Command = { asker: Asker; triggerId: string; command: string; text: string }

const command = z.object({
  user_id: id,
  team_id: id,
  trigger_id: z.string().max(500),
  command: z.string().max(100),
  text: z.string().max(4000).default(''),
})

export function readCommand(body: unknown): Command | undefined {
  const { data } = command.safeParse(body)
  return (
    data && { asker: { userId: data.user_id, teamIds: [data.team_id] }, triggerId: data.trigger_id, command: data.command, text: data.text }
  )
}

function askerOf(user: z.infer<typeof person>, teamId: string | undefined): Asker {
  return { userId: user.id, teamIds: [teamId, user.team_id].filter((found) => found !== null && found !== undefined) }
}
