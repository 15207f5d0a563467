// Who may decide what. The limits are the office's; `staff` only says who holds which role.
import { z } from 'zod'

const role = z.enum(['clerk', 'supervisor', 'administrator'])

export const authoritySchema = z.strictObject({
  /** Roles that work on cases: they write and edit replies, call them back, and put mail that stands aside back to work. */
  work_on_cases: z.array(role).min(1),
  /** Roles that may approve or return a reply to a customer. */
  approve_reply: z.array(role).min(1),
  /** A request that nobody decided by then must be asked again. */
  approval_expires_after_hours: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
  /** Roles that may say what became of a mail whose fate the desk does not know. */
  settle_unknown_mail: z.array(role).min(1),
  /** Roles that may stop and resume all outgoing mail. */
  stop_outgoing_mail: z.array(role).min(1),
  /** Roles that may close an alarm by hand. Rulebooks from before there were alarms leave it out. */
  close_alarm: z.array(role).min(1).default(['administrator']),
})

export type Authority = z.infer<typeof authoritySchema>

export type Act = 'work_on_cases' | 'approve_reply' | 'settle_unknown_mail' | 'stop_outgoing_mail' | 'close_alarm'

/** Whoever has left may do nothing. */
export function may(by: { active: boolean; role: z.infer<typeof role> }, act: Act, authority: Pick<Authority, Act>): boolean {
  return by.active && authority[act].includes(by.role)
}
