// `format=flowed` (RFC 3676): a line that ends in a space goes on in the next one. Joined for those rules that look at whole
// lines and at sentences; the text that is kept and shown stays as it came.

type Paragraph = { depth: number; text: string }

/** `delSp`: the space that breaks a line is not part of the words (RFC 3676, 4). The depth of quotation is kept. */
export function unflowed(text: string, { delSp }: { delSp: boolean }): string {
  const done: string[] = []
  let open: Paragraph | null = null
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const { depth, content } = unstuffed(line)
    if (open !== null && open.depth !== depth) {
      done.push(written(open)) // a paragraph that its own program left open (RFC 3676, 4.5)
      open = null
    }
    const soft = content.endsWith(' ') && content !== '-- '
    const words = soft && delSp ? content.slice(0, -1) : content
    const pieces: string = content === '-- ' || open === null ? words : open.text + words
    if (content === '-- ' && open !== null) done.push(written(open))
    open = soft ? { depth, text: pieces } : null
    if (!soft) done.push(written({ depth, text: pieces }))
  }
  if (open !== null) done.push(written(open))
  return done.join('\n')
}

function unstuffed(line: string): { depth: number; content: string } {
  const marks = /^>*/.exec(line)?.[0] ?? ''
  const rest = line.slice(marks.length)
  return { depth: marks.length, content: rest.startsWith(' ') ? rest.slice(1) : rest }
}

function written({ depth, text }: Paragraph): string {
  return depth === 0 ? text : `${'>'.repeat(depth)} ${text}`
}
