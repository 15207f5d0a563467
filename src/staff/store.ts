// The only code that touches the staff table.

import type { Tx } from '../platform/database.ts'
import type { PrismaClient } from '../platform/prisma/client.ts'
import type { Role, StaffMember } from './staff-member.ts'

type Row = Omit<StaffMember, 'role'> & { role: string; createdAt: Date }
type Reader = Pick<PrismaClient, 'staff'> | Tx

export async function findStaff(
  from: Reader,
  where: { id: string } | { email: string } | { slackUserId: string },
): Promise<StaffMember | undefined> {
  const row = await from.staff.findUnique({ where })
  return row ? member(row) : undefined
}

export async function listStaff(from: Reader): Promise<StaffMember[]> {
  const rows = await from.staff.findMany({ orderBy: [{ active: 'desc' }, { name: 'asc' }] })
  return rows.map(member)
}

export async function insertStaff(tx: Tx, fresh: StaffMember, createdAt: Date): Promise<void> {
  await tx.staff.create({ data: { ...fresh, createdAt } })
}

export async function updateStaff(
  tx: Tx,
  id: string,
  change: Partial<Pick<StaffMember, 'active' | 'role' | 'slackUserId' | 'languages' | 'skills'>>,
): Promise<void> {
  await tx.staff.update({ where: { id }, data: change })
}

function member({ createdAt: _, ...row }: Row): StaffMember {
  return { ...row, role: row.role as Role }
}
