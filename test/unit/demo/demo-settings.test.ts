// The demo's settings: nothing in them may raise an alarm in an office where all is well.
import { expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { demoEnvironment } from '../../../src/demo/demo-settings.ts'

it('asks for no copies in a Sent folder, which its post office does not have', () => {
  const at = { folder: '/nonexistent', smtpPort: 2525, imapPort: 1430, imapPassword: 'x', startsOn: new Date(0) }
  expect(readConfig(demoEnvironment(at, {}), at.folder).mailboxes[0]?.sentFolder).toBeNull()
})
