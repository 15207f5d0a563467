// Who may decide what. The limits are the office's; `staff` only says who holds which role.
import { z } from 'zod'
import { type Cents, parseDollars } from '../../kernel/money.ts'

const role = z.enum(['clerk', 'supervisor', 'administrator'])

const dollars = z.string().transform((text, context): Cents => {
  const cents = parseDollars(text)
  if (cents !== undefined && cents >= 0) return cents
  context.addIssue({ code: 'custom', message: 'expected dollars in quotes, such as "250.00"' })
  return z.NEVER
})

export const authoritySchema = z.strictObject({
  /** Roles that work on cases: they write and edit replies, call them back, and put mail that stands aside back to work. */
  work_on_cases: z.array(role).min(1),
  /** Roles that may approve or return a reply to a customer. */
  approve_reply: z.array(role).min(1),
  /** Roles that may approve a routine reply (the kind `approval` says which are). None: every reply is for those of `approve_reply`. */
  approve_routine_reply: z.array(role).default([]),
  /** Whether they may also approve a routine reply that they wrote themselves. */
  approve_own_routine_reply: z.boolean().default(false),
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
  /** Roles that may propose an adjustment, a rebill or a final bill, and take their own proposal back. */
  propose_adjustment: z.array(role).default(['clerk', 'supervisor']),
  /** Who may decide on an adjustment, up to which amount, credit or charge; null: any. Whoever is not named may decide none. */
  approve_adjustment: z.array(z.strictObject({ role, up_to: dollars.nullable() })).default([]),
  /** Roles that may place, extend and end a hold on penalty, shut-off or collection. */
  place_hold: z.array(role).default(['supervisor']),
  /** Roles that put documents of a property on file and review what they establish. */
  review_property: z.array(role).default(['clerk', 'supervisor']),
  /** Roles that record how somebody was established, and revoke it. */
  establish_inquirer: z.array(role).default(['clerk', 'supervisor']),
  /** Roles that write down who works when. */
  keep_roster: z.array(role).default(['supervisor', 'administrator']),
  /** Roles that propose a new version of the rulebook, and that approve one of somebody else. */
  propose_rulebook: z.array(role).default(['supervisor', 'administrator']),
  approve_rulebook: z.array(role).min(1).default(['supervisor', 'administrator']),
  /** Roles that take a safety flag down. */
  clear_safety_flag: z.array(role).default(['supervisor']),
  /** Roles that invite people, end their access, and propose and confirm changes of roles and resets of second factors. */
  manage_staff: z.array(role).min(1).default(['administrator']),
  /** Roles that see who works here and how each one signs in. */
  see_staff: z.array(role).default(['supervisor', 'administrator']),
  /** Roles that read the office's audit log. */
  read_audit: z.array(role).default(['administrator']),
  /** Roles that give a case to somebody else than themselves. */
  assign_cases: z.array(role).default(['supervisor']),
})

export type Authority = z.infer<typeof authoritySchema>

export type Act =
  | 'work_on_cases'
  | 'approve_reply'
  | 'approve_routine_reply'
  | 'settle_unknown_mail'
  | 'stop_outgoing_mail'
  | 'close_alarm'
  | 'propose_adjustment'
  | 'place_hold'
  | 'establish_inquirer'
  | 'review_property'
  | 'keep_roster'
  | 'assign_cases'
  | 'clear_safety_flag'
  | 'manage_staff'
  | 'see_staff'
  | 'read_audit'
  | 'propose_rulebook'
  | 'approve_rulebook'

/** Whoever has left may do nothing. */
export function may(by: { active: boolean; role: z.infer<typeof role> }, act: Act, authority: Pick<Authority, Act>): boolean {
  return by.active && authority[act].includes(by.role)
}

/** Up to which amount somebody may decide on adjustments; undefined: on none, null: on any. */
export function adjustmentLimit(
  by: { active: boolean; role: z.infer<typeof role> },
  { approve_adjustment }: Pick<Authority, 'approve_adjustment'>,
): Cents | null | undefined {
  return by.active ? approve_adjustment.find((limit) => limit.role === by.role)?.up_to : undefined
}
