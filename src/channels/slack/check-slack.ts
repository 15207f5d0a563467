// What `waterdesk doctor` says about Slack: what is wrong, and what to do about it.
import { webApi } from '@slack/bolt'
import type { SlackSettings } from '../../config.ts'
import type { Log } from '../../platform/log.ts'
import { callOptions, slackRefusal } from './call-slack.ts'
import { libraryLog } from './library-log.ts'

export type SlackFinding = { ok: true; says: string } | { ok: false; kind: 'wrong' | 'unreachable'; problem: string; remedy: string }

/** Exactly what the desk uses; docs/slack.md's manifest asks for the same. */
export const botScopes = ['chat:write', 'commands'] as const

export async function checkSlack(settings: SlackSettings, log: Log): Promise<SlackFinding> {
  const api = new webApi.WebClient(settings.botToken, { ...callOptions(settings.apiUrl), logger: libraryLog(log) })
  try {
    const who = await api.auth.test()
    const scopes = who.response_metadata?.scopes
    const missing = scopes ? botScopes.filter((scope) => !scopes.includes(scope)) : []
    if (missing.length > 0)
      return wrong(
        `The app lacks the scope ${missing.join(' and ')}.`,
        'Add it under OAuth & Permissions and install the app to the workspace again.',
      )
  } catch (err) {
    return tokenFinding(err, 'SLACK_BOT_TOKEN', "Copy the Bot User OAuth Token (xoxb-…) from the app's OAuth & Permissions page.")
  }
  if (settings.mode === 'socket') {
    try {
      await api.apps.connections.open({ token: settings.appToken ?? '' })
    } catch (err) {
      return tokenFinding(
        err,
        'SLACK_APP_TOKEN',
        'Switch Socket Mode on, and make an app-level token (xapp-…) with the scope connections:write under Basic Information.',
      )
    }
  }
  return channelFinding(settings, api)
}

/** Asks for a message that cannot exist: the answer tells whether the channel is visible, with no scope and nothing posted. */
async function channelFinding({ approvalsChannel, alarmsChannel, mode }: SlackSettings, api: webApi.WebClient): Promise<SlackFinding> {
  const channels = [
    { setting: 'SLACK_APPROVALS_CHANNEL', channel: approvalsChannel },
    ...(alarmsChannel === undefined ? [] : [{ setting: 'SLACK_ALARMS_CHANNEL', channel: alarmsChannel }]),
  ]
  for (const { setting, channel } of channels) {
    try {
      await api.chat.getPermalink({ channel, message_ts: '1000000000.000000' })
    } catch (err) {
      const refusal = slackRefusal(err)
      if (refusal === 'channel_not_found') {
        return wrong(
          `Slack does not show the desk the channel in ${setting}.`,
          "Use the channel's ID (C…, at the bottom of its details), and write /invite @Waterdesk in the channel.",
        )
      }
      if (refusal === undefined) return unreachableFinding()
    }
  }
  return { ok: true, says: mode === 'socket' ? 'answers, by Socket Mode' : 'answers; Slack calls the desk at /slack/events' }
}

function tokenFinding(err: unknown, setting: string, remedy: string): SlackFinding {
  const refusal = slackRefusal(err)
  return refusal === undefined ? unreachableFinding() : wrong(`Slack refuses ${setting} (${refusal}).`, remedy)
}

function unreachableFinding(): SlackFinding {
  return {
    ok: false,
    kind: 'unreachable',
    problem: 'Slack does not answer.',
    remedy: 'Check that this machine may reach https://slack.com and wss://*.slack.com; cards are posted once it can.',
  }
}

function wrong(problem: string, remedy: string): SlackFinding {
  return { ok: false, kind: 'wrong', problem, remedy }
}
