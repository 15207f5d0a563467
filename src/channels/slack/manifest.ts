// The app's manifest, from what the desk really works: its commands, and the rights that its calls need and no others.
import { stringify } from 'yaml'
import { botScopes } from './check-slack.ts'
import { slashCommands } from './commands/work-commands.ts'
import { shortcuts } from './work-shortcuts.ts'

/** `requestUrl`: of the desk, where it is reached by HTTP instead of a socket. */
export function slackManifest({ requestUrl }: { requestUrl?: string } = {}): string {
  return stringify({
    display_information: { name: 'Waterdesk', description: 'Answers to customers that wait for a decision, and cases at a glance' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: false, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Waterdesk', always_online: false },
      slash_commands: slashCommands.map(({ command, description, usageHint }) => ({
        command,
        ...(requestUrl ? { url: requestUrl } : {}),
        description: description.slice(0, 100),
        ...(usageHint === '' ? {} : { usage_hint: usageHint }),
        should_escape: command === '/case',
      })),
      shortcuts: shortcuts.map((shortcut) => ({ ...shortcut })),
    },
    oauth_config: { scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: { ...(requestUrl ? { request_url: requestUrl } : {}), bot_events: ['app_home_opened'] },
      interactivity: { is_enabled: true, ...(requestUrl ? { request_url: requestUrl } : {}) },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  })
}
