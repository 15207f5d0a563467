// What the demo says when it is ready: where to look, how to sign in, and how to set the desk working. Text only.

export type Walk = {
  officeName: string
  consoleUrl: string
  officeAddress: string
  smtpPort: number
  /** An address on file in the sample office, for whoever writes with a mail tool of their own. */
  customerAddress: string
  folder: string
  movedFrom?: string
  /** The folder had a demo's data from before. */
  kept: boolean
}

export function walkText(walk: Walk): string {
  const { consoleUrl, officeAddress, smtpPort, customerAddress, folder } = walk
  const moved = walk.movedFrom === undefined ? [] : [`   Not in ${walk.movedFrom}: the database's user cannot enter it.`]
  return [
    '',
    `Waterdesk demo: ${walk.officeName}`,
    '',
    `1. Open the console:   ${consoleUrl}`,
    '   Sign in by one click, as supervisor or as clerk. Two complaints are answered, one waits for approval.',
    '2. Mail another complaint, in a second terminal in this folder:',
    '     npm run -s demo:complain',
    `   Or with any mail tool: SMTP 127.0.0.1:${smtpPort}, from ${customerAddress}, to ${officeAddress}.`,
    '3. Watch it become a case with its draft, approve it, and read the answer in the customer’s mailbox.',
    '',
    `   Data: ${folder} (${walk.kept ? 'as you left it' : 'new'}; begin anew with: npm run demo -- --fresh)`,
    ...moved,
    '   Stop with Ctrl+C. Nothing leaves this machine.',
    '',
  ].join('\n')
}
