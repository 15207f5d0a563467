// A rate file from disk: its bytes bounded, its YAML read without meaning given to any scalar. What it says is billing's.
import { readFile, stat } from 'node:fs/promises'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { type OwrsFile, parseOwrs, type YamlTree } from '../billing/owrs/parse-owrs.ts'
import type { OwrsRefusal } from '../billing/owrs/refusal.ts'
import { ok, type Result, refused } from '../kernel/result.ts'

const fileLimitBytes = 200_000 // the longest published file has some thirty thousand
const mostNodes = 50_000 // aliases counted as often as they are used, so that few bytes cannot stand for millions of values
const mostNested = 20

// Pretty errors would quote the whole file for each of many: quadratic in its length.
const asWritten = { schema: 'failsafe', strict: false, uniqueKeys: false, logLevel: 'silent', prettyErrors: false } as const

/** `named` is the file as the caller calls it. */
export async function readOwrsFile(named: string, file: string): Promise<Result<OwrsFile, OwrsRefusal>> {
  const text = await textOf(file)
  const parsed = text.ok ? parseOwrsText(text.value) : text
  return parsed.ok ? parsed : refused({ ...parsed.refusal, about: `${named}: ${parsed.refusal.about}` })
}

export function parseOwrsText(text: string): Result<OwrsFile, OwrsRefusal> {
  const tree = treeOf(text)
  return tree.ok ? parseOwrs(tree.value) : tree
}

async function textOf(file: string): Promise<Result<string, OwrsRefusal>> {
  try {
    const { size } = await stat(file)
    if (size > fileLimitBytes) return unreadable(`larger than ${fileLimitBytes} bytes`)
    return ok(await readFile(file, 'utf8'))
  } catch (error) {
    return unreadable((error as Error).message) // there is no such file, it may not be read, or it is a folder
  }
}

function treeOf(text: string): Result<YamlTree, OwrsRefusal> {
  try {
    const lineCounter = new LineCounter()
    const document = parseDocument(text, { ...asWritten, lineCounter })
    const [problem] = document.errors
    if (problem) return unreadable(`${problem.message} in line ${lineCounter.linePos(problem.pos[0]).line}`)
    let nodes = 0
    const plain = (node: unknown, depth: number): YamlTree => {
      nodes += 1
      if (nodes > mostNodes || depth > mostNested) throw new RangeError('too many values, or too deep in one another')
      if (isAlias(node)) return plain(node.resolve(document), depth + 1)
      if (isSeq(node)) return node.items.map((item) => plain(item, depth + 1))
      if (isMap(node)) return { entries: node.items.map(({ key, value }) => [scalarText(key), plain(value, depth + 1)]) }
      return scalarText(node)
    }
    return ok(plain(document.contents, 0))
  } catch (error) {
    return unreadable((error as Error).message) // YAML nested so deep that its parser gives up, or more than the limits above
  }
}

function scalarText(node: unknown): string {
  return isScalar(node) && node.value != null ? String(node.value).trim() : ''
}

function unreadable(about: string): Result<never, OwrsRefusal> {
  return refused({ name: 'unreadable-file', about })
}
