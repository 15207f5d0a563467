// The case page shows the approver whom a reply goes to, and whom not and why.
import { expect, it } from 'vitest'
import { draftView } from '../../../src/channels/console/draft-view.ts'
import type { Authority } from '../../../src/rulebook/kinds/authority.ts'
import type { StaffMember } from '../../../src/staff/staff-member.ts'
import { sampleApproval, sampleDraft } from '../../support/slack-samples.ts'

it('shows copies, and each dropped address with its reason', () => {
  const draft = sampleDraft({
    cc: ['leo@example.org', 'mia@example.org'],
    dropped: [
      { address: 'tv@news.example', field: 'Cc', because: 'not-on-file' },
      { address: 'away@elsewhere.example', field: 'Reply-To', because: 'no-account-proven' },
    ],
  })
  const by = { role: 'supervisor' } as StaffMember
  const authority = { approve_reply: ['supervisor'] } as unknown as Authority
  expect(draftView({ draft, approval: sampleApproval(draft) }, by, authority, () => '', new Set())).toMatchObject({
    recipient: 'jane.doe@example.org',
    cc: 'leo@example.org, mia@example.org',
    dropped: [
      { address: 'tv@news.example', field: 'Cc', why: 'not on file for the account' },
      { address: 'away@elsewhere.example', field: 'Reply-To', why: expect.stringContaining('not established') },
    ],
  })
})
