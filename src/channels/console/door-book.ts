// What the office's audit log keeps of coming and going. A try that failed is kept under the staff member it was aimed at;
// an address that nobody here has is kept as a keyed digest, which shows that it came again and not what it was.
import { audit } from '../../platform/audit.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { ConsoleOffice } from './office-faces.ts'

export type DoorBook = {
  signedIn(member: StaffMember, by: 'password' | 'password and code' | 'password and recovery code' | 'demo'): Promise<void>
  /** The password was right; the second factor is still to come. */
  passwordAccepted(member: StaffMember, by: 'password' | 'demo'): Promise<void>
  refused(email: string): Promise<void>
  codeRefused(member: StaffMember): Promise<void>
  /** From here on every further try is refused for a while. */
  lockedOut(email: string): Promise<void>
  signedOut(member: StaffMember): Promise<void>
}

export function createDoorBook({ db, clock, secrets, staff }: Pick<ConsoleOffice, 'db' | 'clock' | 'secrets' | 'staff'>): DoorBook {
  const write = (act: string, actor: string, subject: string, detail: { [key: string]: string } = {}) =>
    db.inTransaction((tx) => audit(tx, { at: clock.now(), actor, act, subject, detail }))

  const behind = async (email: string) => {
    const member = await staff.byEmail(email)
    return member ? actorOf(member) : `address:${secrets.sign('audited addresses', email.toLowerCase())}`
  }

  return {
    passwordAccepted: (member, by) => write('password-accepted', actorOf(member), actorOf(member), { by }),
    codeRefused: (member) => write('second-factor-refused', actorOf(member), actorOf(member)),
    lockedOut: async (email) => write('locked-out', 'nobody', await behind(email)),
    signedIn: (member, by) => write('signed-in', actorOf(member), actorOf(member), { by }),
    signedOut: (member) => write('signed-out', actorOf(member), actorOf(member)),
    refused: async (email) => write('sign-in-refused', 'nobody', await behind(email)),
  }
}
