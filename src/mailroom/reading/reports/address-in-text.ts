// An e-mail address as it stands in the words of a report.

const apart = String.raw`\s<>()[\]:;,"：；，。（）「」【】《》`

/** One address; to be used inside larger patterns. Each of its pieces is bounded, so that a long line costs its length. */
export const addressPattern = `[^${apart}'@][^${apart}@]{0,63}@[^${apart}'@]{1,255}`

const address = new RegExp(`(?<![^${apart}'])${addressPattern}`)

/** `rfc822; <Somebody@Example.com>` → `somebody@example.com` */
export function addressIn(text: string): string | null {
  const found = address.exec(text)?.[0]
  return found === undefined ? null : plainAddress(found)
}

/** Lower case, without the full stop that ended a sentence. */
export function plainAddress(written: string): string {
  return written
    .replace(/^mailto:/i, '')
    .replace(/(?<![.>…])[.>…]+$/, '')
    .toLowerCase()
}
