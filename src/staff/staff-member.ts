// Who works here. What a role may do is the rulebook's; who holds it is ours.

export type Role = 'clerk' | 'supervisor' | 'administrator'

export type StaffMember = {
  id: string
  name: string
  /** Lower case. */
  email: string
  role: Role
  active: boolean
  slackUserId: string | null
  /** ISO 639-1: what he reads and writes. */
  languages: string[]
  /** Topics that he is the first choice for. */
  skills: string[]
}

/** Who did something, as the timeline and the audit log write it. */
export type Actor = 'desk' | 'customer' | `staff:${string}`

export function actorOf(member: Pick<StaffMember, 'id'>): Actor {
  return `staff:${member.id}`
}
