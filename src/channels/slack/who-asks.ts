// Who stands behind a Slack user. Slack says only which user it is; that he is one of ours, and what he may do, is the desk's.
import type { StaffMember } from '../../staff/staff-member.ts'
import { quoted } from './plain-words.ts'
import type { Asker } from './read-payload.ts'
import type { StaffNeeded } from './slack-needs.ts'

export type WhoAsks = { known: true; member: StaffMember } | { known: false; words: string }

/** `ourTeam` is the workspace that the desk's token belongs to. */
export async function whoAsks(
  asker: Asker,
  { staff, ourTeam, officeName }: { staff: StaffNeeded; ourTeam: string; officeName: string },
): Promise<WhoAsks> {
  const office = quoted(officeName, 100)
  const fromHere = asker.teamIds.length > 0 && asker.teamIds.every((team) => team === ourTeam)
  if (!fromHere) return { known: false, words: `This desk answers only people of ${office}'s own Slack workspace.` }
  const member = await staff.bySlackUser(asker.userId)
  if (!member?.active) {
    return {
      known: false,
      words: `Your Slack account is not linked to an active staff member of ${office}; please ask an administrator of the desk to link it.`,
    }
  }
  return { known: true, member }
}
