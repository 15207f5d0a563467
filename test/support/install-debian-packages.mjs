// Before the tests: the real programs that some of them talk to, from Debian's packages, where this machine lets us
// install them. Elsewhere it says what is missing and which tests are skipped; it never fails by itself.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const wanted = [
  { name: 'dovecot-imapd', files: ['/usr/sbin/dovecot', '/usr/lib/dovecot/imap'], tests: 'mail through a real IMAP server' },
  { name: 'dovecot-lmtpd', files: ['/usr/lib/dovecot/lmtp'], tests: 'mail through a real IMAP server' },
  { name: 'chromium', files: ['/usr/bin/chromium'], tests: 'the console in a browser, and its screenshots' },
  { name: 'poppler-utils', files: ['/usr/bin/pdftotext'], tests: 'what is printed in PDF files' },
  {
    name: 'fonts-droid-fallback',
    files: ['/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf'],
    tests: 'names in Chinese on printed pages',
  },
]
const installLimitMilliseconds = 10 * 60_000

if (missing().length > 0) {
  const obstacle = install(missing().map((item) => item.name))
  const left = missing()
  if (left.length > 0) {
    console.log(`\nMissing for the tests: ${left.map((item) => item.name).join(' ')}${obstacle ? `\n  ${obstacle}` : ''}`)
    console.log(`  Install by hand: sudo apt-get install --no-install-recommends ${left.map((item) => item.name).join(' ')}`)
    for (const tests of new Set(left.map((item) => item.tests))) console.log(`  Skipped without: tests of ${tests}`)
    console.log('')
  }
}

function missing() {
  return wanted.filter((item) => !item.files.every((file) => existsSync(file)))
}

/** Returns why nothing could be installed, or undefined. */
function install(names) {
  if (!existsSync('/usr/bin/apt-get')) return 'This is no Debian or Ubuntu, so they are not installed by themselves.'
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (asRoot.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0)
    return 'You are not root and sudo wants a password, so they are not installed by themselves.'
  console.log(`Installing for the tests: ${names.join(' ')}`)
  run([...asRoot, 'apt-get', 'update', '-qq']) // an old list may still do
  const installed = run([
    ...asRoot,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    ...names,
  ])
  return installed.ok ? undefined : `apt-get could not install them: ${installed.words}`
}

function run([command, ...words]) {
  const done = spawnSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: installLimitMilliseconds })
  return { ok: done.status === 0, words: (done.stderr || done.error?.message || `exit ${done.status}`).trim().split('\n').at(-1) }
}
