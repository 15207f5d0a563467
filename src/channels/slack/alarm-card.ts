// What an alarm looks like in Slack: while it stands, and once it is over. Its words are shown as they are, since a remedy may
// hold a command or a setting that somebody copies.
import type { AlarmRecord } from '../../notices/notices.ts'
import type { Card } from './approval-card.ts'
import { slackLimits } from './block-limits.ts'
import { type Block, heading, link, small, verbatimText, words } from './block-pieces.ts'
import { hideNumbers } from './hide-numbers.ts'
import { escapedWithin, moment, quoted, visible } from './plain-words.ts'

export function alarmCard(alarm: AlarmRecord, pageUrl: string): Card {
  const page = link(pageUrl, 'Alarms in the console')
  const said = section(alarm.text)
  if (alarm.clearedAt !== null) {
    const end = alarm.clearedBy === null ? '' : ', when somebody closed it by hand'
    return {
      text: 'An alarm is over',
      blocks: [heading('Alarm: over'), said, small(`It stood from ${moment(alarm.raisedAt)} to ${moment(alarm.clearedAt)}${end}. ${page}`)],
    }
  }
  return {
    text: `Alarm: ${quoted(alarm.text, notificationLength)}`,
    blocks: [heading('Alarm'), said, words('*What to do*'), section(alarm.remedy), small(`Since ${moment(alarm.raisedAt)}. ${page}`)],
  }
}

const notificationLength = 200 // a telephone shows no more of it

function section(text: string): Block {
  return verbatimText(escapedWithin(hideNumbers(visible(text)), slackLimits.sectionText))
}
