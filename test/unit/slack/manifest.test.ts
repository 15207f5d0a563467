// The manifest that administrators paste asks for exactly what the desk uses.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { caseCommand } from '../../../src/channels/slack/case-command.ts'
import { botScopes } from '../../../src/channels/slack/check-slack.ts'

const page = readFileSync(new URL('../../../docs/slack.md', import.meta.url), 'utf8')
const manifest = parse(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '')

it('asks for the scopes that the desk uses and the doctor checks, and no others', () => {
  expect(manifest.oauth_config.scopes).toEqual({ bot: [...botScopes] })
})

it('declares the command that the desk answers', () => {
  expect(manifest.features.slash_commands).toEqual([expect.objectContaining({ command: caseCommand, should_escape: false })])
})

it('switches on what buttons and forms need', () => {
  expect(manifest.settings).toMatchObject({ interactivity: { is_enabled: true }, socket_mode_enabled: true })
})
