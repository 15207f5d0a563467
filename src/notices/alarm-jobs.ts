// What the office's alarms announce, for those who tell people of them.
import { z } from 'zod'
import type { JobKind } from '../platform/jobs.ts'

const aboutAlarm = z.object({ alarmId: z.uuid() })
type AboutAlarm = z.infer<typeof aboutAlarm>

/** An alarm was opened; one that stood already and was seen again announces nothing. */
export const alarmRaised: JobKind<AboutAlarm> = { name: 'alarm-raised', payload: aboutAlarm }
export const alarmCleared: JobKind<AboutAlarm> = { name: 'alarm-cleared', payload: aboutAlarm }

/** Its own, every ten minutes: alarms of which the administrators could not be written to at once. */
export const sweepAlarms: JobKind<Record<string, never>> = {
  name: 'sweep-alarms',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
}
