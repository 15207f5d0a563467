// A file name that came with a mail, made safe to show and to save: no path, no control or direction characters.

const nameLimitCharacters = 120
const extensionLimitCharacters = 12

/** `../../etc/passwd` → `passwd`; nothing usable → `attachment-2`. `position` counts from one. */
export function safeAttachmentName(given: string | undefined, position: number): string {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|(?<![.\s])[.\s]+$/g, '')
    .toWellFormed()
  if (clean === '') return `attachment-${position}`
  return shorten(clean)
}

/** Keeps the ending, which says what the file is. */
function shorten(name: string): string {
  if (name.length <= nameLimitCharacters) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= extensionLimitCharacters ? name.slice(dot) : ''
  return `${name.slice(0, nameLimitCharacters - ending.length)}${ending}`.toWellFormed()
}
