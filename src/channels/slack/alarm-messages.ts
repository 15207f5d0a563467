// The office's alarms in Slack: posted once while they stand, rewritten when they are over. What comes and goes within an hour
// has one message, which is rewritten; what was over before Slack could be told is not told.
import type { webApi } from '@slack/bolt'
import type { AlarmRecord } from '../../notices/notices.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { alarmCard } from './alarm-card.ts'
import { type AlarmMessage, lockAlarmMessages, markOver, messageOf, recentMessage, rememberMessage, toldStanding } from './alarm-store.ts'
import { goneForGood, type Patience } from './call-slack.ts'
import type { AlarmsNeeded } from './slack-needs.ts'

export type AlarmMessages = {
  /** May be repeated. */
  post(alarmId: string): Promise<void>
  /** Says that an alarm is over, where Slack was told of it. */
  rewrite(alarmId: string): Promise<void>
  /** Tells what was missed while Slack was away. */
  catchUp(): Promise<void>
}

export type AlarmMessageParts = {
  api: webApi.WebClient
  channel: string
  db: Database
  clock: Clock
  log: Log
  patience: Patience
  notices: AlarmsNeeded
  pageUrl: string
}

const oneMessageMilliseconds = 3_600_000

export function createAlarmMessages({ api, channel, db, clock, log, patience, notices, pageUrl }: AlarmMessageParts): AlarmMessages {
  async function post(alarmId: string): Promise<void> {
    await patience.call(() =>
      db.inTransaction(async (tx) => {
        await lockAlarmMessages(tx)
        const alarm = await notices.alarm(alarmId)
        if (!alarm || alarm.clearedAt !== null || (await messageOf(tx, alarmId))) return
        const now = clock.now()
        const recent = await recentMessage(tx, alarm.key, new Date(now.getTime() - oneMessageMilliseconds))
        const taken = recent && (await update(recent, alarm)) ? recent : undefined
        if (taken) await markOver(tx, [taken.alarmId])
        const { channel, ts, postedAt } = taken ?? { ...(await postNew(alarm)), postedAt: now }
        await rememberMessage(tx, { alarmId, key: alarm.key, channel, ts, postedAt, over: false })
      }),
    )
  }

  async function rewrite(alarmId: string): Promise<void> {
    await patience.call(() =>
      db.inTransaction(async (tx) => {
        await lockAlarmMessages(tx)
        const message = await messageOf(tx, alarmId)
        const alarm = await notices.alarm(alarmId)
        if (!message || message.over || !alarm || alarm.clearedAt === null) return
        await update(message, alarm)
        await markOver(tx, [alarmId])
      }),
    )
  }

  async function postNew(alarm: AlarmRecord): Promise<{ channel: string; ts: string }> {
    const card = alarmCard(alarm, pageUrl)
    const posted = await patience.ask(() => api.chat.postMessage({ channel, ...card, unfurl_links: false, unfurl_media: false }))
    if (!posted.channel || !posted.ts) throw new Error('Slack accepted an alarm and did not say where it stands')
    return { channel: posted.channel, ts: posted.ts }
  }

  /** False where the message is not there any more. */
  async function update({ channel, ts }: AlarmMessage, alarm: AlarmRecord): Promise<boolean> {
    try {
      await patience.ask(() => api.chat.update({ channel, ts, ...alarmCard(alarm, pageUrl) }))
      return true
    } catch (err) {
      const refusal = goneForGood(err)
      if (refusal === undefined) throw err
      log.warn({ channel, refusal }, 'alarm message cannot be updated any more')
      return false
    }
  }

  return {
    post,
    rewrite,
    async catchUp() {
      for (const { id } of await notices.openAlarms()) await post(id)
      for (const id of await db.inTransaction(toldStanding)) await rewrite(id)
    },
  }
}
