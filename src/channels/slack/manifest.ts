// The app's manifest, from what the desk really works: its commands, and the rights that its calls need and no others.
import { stringify } from 'yaml'
import { botScopes } from './check-slack.ts'
import { slashCommands } from './commands/work-commands.ts'

/** `requestUrl`: of the desk, where it is reached by HTTP instead of a socket. */
export function slackManifest({ requestUrl }: { requestUrl?: string } = {}): string {
  return stringify({
    display_information: { name: 'Waterdesk', description: 'Answers to customers that wait for a decision, and cases at a glance' },
    features: {
      bot_user: { display_name: 'Waterdesk', always_online: false },
      slash_commands: slashCommands.map(({ command, description, usageHint }) => ({
        command,
        ...(requestUrl ? { url: requestUrl } : {}),
        description: description.slice(0, 100),
        ...(usageHint === '' ? {} : { usage_hint: usageHint }),
        should_escape: command === '/case',
      })),
    },
    oauth_config: { scopes: { bot: [...botScopes] } },
    settings: {
      interactivity: { is_enabled: true, ...(requestUrl ? { request_url: requestUrl } : {}) },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  })
}
