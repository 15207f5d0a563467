// The part of a mail that says whose it is, for mails of which no more is read.

const headLimitBytes = 64_000

/** Up to the first empty line, under a limit. */
export function headerBytes(bytes: Buffer): Buffer {
  const start = bytes.subarray(0, headLimitBytes)
  const ends = [start.indexOf('\r\n\r\n'), start.indexOf('\n\n')].filter((at) => at >= 0)
  return ends.length === 0 ? start : start.subarray(0, Math.min(...ends) + 2)
}
