// What is wrong with a reply's template before any case meets it: a field that nothing is called, a flag that is printed, a part that is not there, a
// figure of its own. A template that may print what a case lacks is no fault: it does not fit that case, and a person writes.
import Handlebars from 'handlebars'
import { toWrite } from '../asked/to-write.ts'
import { type KnownField, type KnownFields, knownFields } from './known-fields.ts'

/** `line` counts from 1; null: the template as a whole. */
export type TemplateProblem = { line: number | null; says: string }

/** `parts`: sources of what the language's templates have in common, by name. */
export function lintTemplate(source: string, parts: { [name: string]: string } = {}): TemplateProblem[] {
  const program = parse(source)
  if ('says' in program) return [program]
  return [...walk(program, { fields: knownFields, outer: [], parts, inline: inlineParts(program), within: [] }), ...ownFigures(source)]
}

type Node = hbs.AST.Node
type Program = hbs.AST.Program
type Path = hbs.AST.PathExpression
type Block = hbs.AST.BlockStatement
type Scope = {
  fields: KnownFields
  outer: readonly KnownFields[]
  parts: { [name: string]: string }
  inline: ReadonlyMap<string, Program>
  /** The parts that are being read, so that one which calls itself is told. */
  within: readonly string[]
}

function parse(source: string): Program | TemplateProblem {
  try {
    return Handlebars.parse(source)
  } catch (error) {
    const says = error instanceof Error ? error.message.split('\n') : [String(error)]
    const line = /on line (\d+)/.exec(says[0] ?? '')?.[1]
    return { line: line === undefined ? null : Number(line), says: `is not a template: ${says.at(-1)}` }
  }
}

function inlineParts({ body }: Program): Map<string, Program> {
  const blocks = body.filter((node): node is hbs.AST.DecoratorBlock => node.type === 'DecoratorBlock')
  return new Map(blocks.map(({ params, program }) => [String((params[0] as hbs.AST.StringLiteral | undefined)?.value), program]))
}

function walk(program: Program | undefined, scope: Scope): TemplateProblem[] {
  return (program?.body ?? []).flatMap((node) => lintNode(node, scope))
}

const wordsOnly = new Set(['ContentStatement', 'CommentStatement', 'DecoratorBlock'])

function lintNode(node: Node, scope: Scope): TemplateProblem[] {
  if (node.type === 'MustacheStatement') return printed(node as hbs.AST.MustacheStatement, scope)
  if (node.type === 'BlockStatement') return section(node as Block, scope)
  if (node.type === 'PartialStatement') return part(node as hbs.AST.PartialStatement, scope)
  return wordsOnly.has(node.type) ? [] : problem(node, `${node.type} is not used in letters`)
}

function printed(node: hbs.AST.MustacheStatement, scope: Scope): TemplateProblem[] {
  const path = node.path as Path
  if (node.params.length > 0 || path.type !== 'PathExpression') return problem(node, 'a letter prints facts and nothing else')
  const field = find(path, scope)
  if (field === undefined) return unknown(path)
  return field === 'fact' ? [] : problem(node, `{{${path.original}}} is ${field === 'flag' ? 'a flag' : 'no fact'}, and is not printed`)
}

function section({ path, params: [about], program, inverse, loc }: Block, scope: Scope): TemplateProblem[] {
  const name = String((path as Path).original)
  if (!['if', 'unless', 'each'].includes(name)) return problem({ loc }, `{{#${name}}} is not known; sections are #if, #unless and #each`)
  if (about?.type !== 'PathExpression') return problem({ loc }, `{{#${name}}} needs a field`)
  const called = `{{#${name} ${(about as Path).original}}}`
  const field = find(about as Path, scope)
  const rest = walk(inverse, scope)
  if (field === undefined) return [...unknown(about as Path), ...rest]
  if (name === 'each') {
    if (!Array.isArray(field)) return [...problem({ loc }, `${called} needs a list`), ...rest]
    return [...walk(program, { ...scope, fields: field[0] as KnownFields, outer: [scope.fields, ...scope.outer] }), ...rest]
  }
  const always = typeof field === 'string' ? [] : problem({ loc }, `${called} is always so: it is neither a flag nor a fact`)
  return [...always, ...walk(program, scope), ...rest]
}

function part(node: hbs.AST.PartialStatement, scope: Scope): TemplateProblem[] {
  const name = String((node.name as Path).original)
  const [about] = node.params
  const field = about === undefined ? scope.fields : find(about as Path, scope)
  if (field === undefined) return unknown(about as Path)
  if (typeof field === 'string' || Array.isArray(field)) return problem(node, `{{> ${name}}} needs what holds fields`)
  if (scope.within.includes(name)) return problem(node, `the part ${name} calls itself`)
  const source = scope.parts[name]
  const program = scope.inline.get(name) ?? (source === undefined ? undefined : parse(source))
  if (program === undefined) return problem(node, `there is no part ${name}`)
  if ('says' in program) return problem(node, `the part ${name} ${program.says}`)
  const inside = walk(program, { ...scope, fields: field as KnownFields, outer: [], within: [...scope.within, name] })
  return [...inside, ...(source === undefined ? [] : ownFigures(source))].flatMap(({ says }) =>
    problem(node, `in the part ${name}: ${says}`),
  )
}

function find({ parts, depth }: Path, { fields, outer }: Scope): KnownField | undefined {
  return parts.reduce<KnownField | undefined>(
    (found, name) =>
      typeof found === 'object' && !Array.isArray(found) && Object.hasOwn(found, name) ? (found as KnownFields)[name] : undefined,
    depth === 0 ? fields : outer[depth - 1],
  )
}

function unknown(path: Path): TemplateProblem[] {
  return problem(path, `nothing is called ${path.original}`)
}

function problem({ loc }: Pick<Node, 'loc'>, says: string): TemplateProblem[] {
  return [{ line: loc.start.line, says }]
}

/** A figure in the template's own words stands in every letter, whatever the records say. */
function ownFigures(source: string): TemplateProblem[] {
  const own = source.replace(/\{\{[^}]*\}\}/g, blank).replace(toWrite, blank)
  return own.split('\n').flatMap((line, index) => {
    const [figure] = line.match(/\S*\d\S*/) ?? []
    return figure === undefined ? [] : [{ line: index + 1, says: `“${figure}” is a figure of its own: a letter's figures are facts` }]
  })
}

/** Line by line in its place. */
function blank(words: string): string {
  return words.replace(/[^\n]/g, ' ')
}
