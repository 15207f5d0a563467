// Puts the writer of a complaint on file for another account, too, until the test is over.
import { onTestFinished } from 'vitest'
import type { SampleComplaint } from '../../src/demo/sample-office/sample-complaints.ts'
import type { SampleDesk } from './sample-desk.ts'

export async function onFileFor({ office }: SampleDesk, { from }: Pick<SampleComplaint, 'from'>, accountNumber: string): Promise<void> {
  const { id: personId } = await office.db.client.person.findFirstOrThrow({ where: { email: from.address } })
  await office.db.client.accountPerson.create({ data: { accountNumber, personId, role: 'owner' } })
  onTestFinished(async () => {
    await office.db.client.accountPerson.deleteMany({ where: { accountNumber, personId } })
  })
}
