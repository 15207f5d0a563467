// Which attached files may do harm by what is in them, whatever they are called: programs, documents with macros, and archives
// that hold such files or that nobody can look into. Pure; it reads a zip archive's list of names and unpacks nothing.
import { mayDoHarm } from './harmful-file.ts'
import { zipEntries } from './zip-entries.ts'

/** `head`: its first bytes, or all of them; `whole` is asked only where the head does not tell. */
export type Content = { filename: string; contentType: string; head: Buffer; whole(): Buffer }

const programs: [name: string, beginning: Buffer][] = [
  ['a program for Windows', Buffer.from('MZ')],
  ['a program for Linux', Buffer.from('\x7fELF', 'latin1')],
  ['a program for macOS', Buffer.from('feedface', 'hex')],
  ['a program for macOS', Buffer.from('feedfacf', 'hex')],
  ['a program for macOS', Buffer.from('cefaedfe', 'hex')],
  ['a program for macOS', Buffer.from('cffaedfe', 'hex')],
  ['a program for macOS or Java', Buffer.from('cafebabe', 'hex')],
  ['a script', Buffer.from('#!')],
  ['a shortcut of Windows', Buffer.from('4c0000000114020000000000c000000000000046', 'hex')],
  ['a help file of Windows', Buffer.from('ITSF')],
  ['an archive that the desk cannot look into', Buffer.from('Rar!')],
  ['an archive that the desk cannot look into', Buffer.from('377abcaf271c', 'hex')], // 7z
  ['an archive that the desk cannot look into', Buffer.from('MSCF')],
  ['an archive that the desk cannot look into', Buffer.from('1f8b', 'hex')], // gzip
  ['an archive that the desk cannot look into', Buffer.from('BZh')],
  ['an archive that the desk cannot look into', Buffer.from('fd377a585a00', 'hex')], // xz
]
const zipBeginning = Buffer.from('PK')
const oldOfficeBeginning = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const oldMacros = Buffer.from('_VBA_PROJECT', 'utf16le') // the name under which such a file keeps them
const newMacros = /(?:^|\/)vbaProject\.bin$/i
const closedArchive = /\.(?:rar|7z|ace|arj|lzh|lha|cab|gz|tgz|bz2|xz|zst|zipx|jar)$/i
const innerArchive = /\.zip$/i
const attachedMail = /^message\/(?:rfc822|global)$/

/** In plain English, to be read behind "it is"; null for a file that only shows something. `harmIn` looks into a mail that is attached. */
export function whyHarmful({ filename, contentType, head, whole }: Content, harmIn: (mail: Buffer) => boolean): string | null {
  if (mayDoHarm({ filename, contentType })) return 'a file of a kind that runs when it is opened'
  const program = programs.find(([, beginning]) => beginning.equals(head.subarray(0, beginning.length)))
  if (program) return program[0]
  if (closedArchive.test(filename)) return 'an archive that the desk cannot look into'
  if (zipBeginning.equals(head.subarray(0, 2)) || innerArchive.test(filename)) return whyZip(whole())
  if (oldOfficeBeginning.equals(head.subarray(0, 8)) && whole().includes(oldMacros)) return 'a document with macros'
  if (!attachedMail.test(contentType) && !/\.eml$/i.test(filename)) return null
  return harmIn(whole()) ? 'a mail with a file in it that may do harm' : null
}

function whyZip(content: Buffer): string | null {
  const entries = zipEntries(content)
  if (entries === null) return 'an archive that the desk cannot look into'
  if (entries.some(({ locked }) => locked)) return 'an archive that is locked by a password'
  if (entries.some(({ name }) => newMacros.test(name))) return 'a document with macros'
  if (entries.some(({ name }) => mayDoHarm({ filename: name, contentType: '' })))
    return 'an archive with a file in it that runs when it is opened'
  return entries.some(({ name }) => closedArchive.test(name) || innerArchive.test(name)) ? 'an archive with another in it' : null
}
