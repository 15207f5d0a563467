// What the office's audit log keeps of coming and going. A try that failed is kept under the staff member it was aimed at;
// an address that nobody here has is kept as a keyed digest, which shows that it came again and not what it was.
import { audit } from '../../platform/audit.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { ConsoleOffice } from './office-faces.ts'

export type DoorBook = {
  signedIn(member: StaffMember, by: 'password' | 'demo'): Promise<void>
  refused(email: string): Promise<void>
  signedOut(member: StaffMember): Promise<void>
}

export function createDoorBook({ db, clock, secrets, staff }: Pick<ConsoleOffice, 'db' | 'clock' | 'secrets' | 'staff'>): DoorBook {
  const write = (act: string, actor: string, subject: string, detail: { [key: string]: string } = {}) =>
    db.inTransaction((tx) => audit(tx, { at: clock.now(), actor, act, subject, detail }))

  return {
    signedIn: (member, by) => write('signed-in', actorOf(member), actorOf(member), { by }),
    signedOut: (member) => write('signed-out', actorOf(member), actorOf(member)),
    async refused(email) {
      const member = await staff.byEmail(email)
      const subject = member ? actorOf(member) : `address:${secrets.sign('audited addresses', email.toLowerCase())}`
      await write('sign-in-refused', 'nobody', subject)
    },
  }
}
