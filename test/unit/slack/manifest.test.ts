// The app's manifest asks for exactly what the desk uses: no command that nobody answers, no right that no call needs.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { botScopes } from '../../../src/channels/slack/check-slack.ts'
import { slashCommands } from '../../../src/channels/slack/commands/work-commands.ts'
import { slackManifest } from '../../../src/channels/slack/manifest.ts'

const manifest = parse(slackManifest())
const folder = path.resolve(import.meta.dirname, '../../../src/channels/slack')

/** What Slack asks for each of its methods (https://docs.slack.dev/reference/methods); null: nothing. */
const scopeOf: Record<string, string | null> = {
  'auth.test': null,
  'views.open': null,
  'views.update': null,
  'views.publish': null,
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.getPermalink': null,
  'apps.connections': null,
}

it('asks for the scopes that the desk uses and the doctor checks, and no others', () => {
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n')
  const called = new Set([...code.matchAll(/(?<!db\.)\b(?:api|client)\.(\w+\.\w+)\(/g)].map(([, method]) => method as string))
  expect([...called].filter((method) => !(method in scopeOf))).toEqual([])
  const needed = new Set(['commands', ...[...called].flatMap((method) => scopeOf[method] ?? [])])
  expect(new Set(manifest.oauth_config.scopes.bot)).toEqual(needed)
  expect(manifest.oauth_config.scopes).toEqual({ bot: [...botScopes] })
})

it('declares the commands that the desk answers, each with a description within Slack’s limits', () => {
  const declared = manifest.features.slash_commands as { command: string; description: string; usage_hint?: string }[]
  expect(declared.map(({ command }) => command)).toEqual(slashCommands.map(({ command }) => command))
  for (const { command, description, usage_hint = '' } of declared) {
    expect(command).toMatch(/^\/[a-z]{1,31}$/)
    expect(description.length).toBeLessThanOrEqual(2_000)
    expect(usage_hint.length).toBeLessThanOrEqual(1_000)
  }
})

it('switches on what buttons and forms need, over a socket or where the desk is reached', () => {
  expect(manifest.settings).toMatchObject({ interactivity: { is_enabled: true }, socket_mode_enabled: true })
  const url = 'https://desk.city.example/slack/events'
  const http = parse(slackManifest({ requestUrl: url }))
  expect(http.settings).toMatchObject({ interactivity: { request_url: url }, socket_mode_enabled: false })
  expect(http.settings.event_subscriptions).toMatchObject({ request_url: url })
  expect(http.features.slash_commands.every((one: { url: string }) => one.url === url)).toBe(true)
})

it('declares the shortcuts that the desk answers, within Slack’s limits, and the home with its one event', () => {
  const { shortcuts, app_home } = manifest.features
  const code = readFileSync(path.join(folder, 'work-shortcuts.ts'), 'utf8')
  const answered = [...code.matchAll(/app\.shortcut\(\{ type: '(\w+)', callback_id: '([\w-]+)' \}/g)].map(([, type, id]) => [type, id])
  const types = { global: 'shortcut', message: 'message_action' } as Record<string, string>
  expect(shortcuts.map((one: { type: string; callback_id: string }) => [types[one.type], one.callback_id])).toEqual(answered)
  for (const { name, description } of shortcuts as { name: string; description: string }[]) {
    expect(name.length).toBeLessThanOrEqual(24)
    expect(description.length).toBeLessThanOrEqual(150)
  }
  expect(app_home).toMatchObject({ home_tab_enabled: true })
  expect(manifest.settings.event_subscriptions).toEqual({ bot_events: ['app_home_opened'] })
})

it('is what the page for administrators tells them to paste', () => {
  expect(readFileSync(path.resolve(import.meta.dirname, '../../../docs/slack.md'), 'utf8')).toContain('waterdesk -- slack manifest')
})
