// The formulas of a rate file: numbers, names, + - * / ^, a leading minus, parentheses. Parsed to a tree by this grammar and
// worked out by evaluate.ts; nothing in a file is ever run as code.
//
//   sum = product (("+" | "-") product)*     product = signed (("*" | "/") signed)*
//   signed = ("-" | "+") signed | power      power = atom ("^" signed)?      atom = number | name | "(" sum ")"
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { Operator } from './exact-number.ts'
import type { OwrsRefusal } from './refusal.ts'

export type Formula =
  | { kind: 'number'; text: string }
  | { kind: 'name'; name: string }
  | { kind: 'negative'; of: Formula }
  /** Sums and products, from left to right. Flat, so that a long one is not a deep one. */
  | { kind: 'chain'; first: Formula; rest: readonly { operator: Operator; operand: Formula }[] }
  | { kind: 'power'; base: Formula; exponent: Formula }

const mostCharacters = 2_000 // the longest published formula has about a hundred
const mostNested = 25

const token = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d{1,2})?|\.\d+(?:[eE][+-]?\d{1,2})?)|([A-Za-z_][A-Za-z0-9_.]*)|([-+*/^()]))/y

/** As in arithmetic and in the format's own reader: `-2^2` is -4, `2^3^2` is 2^9. */
export function parseFormula(text: string): Result<Formula, OwrsRefusal> {
  const tokens = text.length > mostCharacters ? undefined : tokensOf(text.trimEnd())
  const formula = tokens && new Parser(tokens).whole()
  return formula ? ok(formula) : refused({ name: 'bad-formula', about: text.slice(0, 100) })
}

type Token = { kind: 'number' | 'name' | 'sign'; text: string }

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at
    const match = token.exec(text)
    if (!match) return undefined
    const [, number, name, sign = ''] = match
    tokens.push(number ? { kind: 'number', text: number } : name ? { kind: 'name', text: name } : { kind: 'sign', text: sign })
  }
  return tokens
}

/** Each rule gives undefined where the text is no formula, or too deep a one. */
class Parser {
  private readonly tokens: readonly Token[]
  private at = 0
  private nested = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  whole(): Formula | undefined {
    const formula = this.sum()
    return this.at === this.tokens.length ? formula : undefined
  }

  private sum(): Formula | undefined {
    return this.chain(['+', '-'], () => this.product())
  }

  private product(): Formula | undefined {
    return this.chain(['*', '/'], () => this.signed())
  }

  private chain(operators: readonly Operator[], operand: () => Formula | undefined): Formula | undefined {
    const first = operand()
    const rest: { operator: Operator; operand: Formula }[] = []
    for (;;) {
      const operator = operators.find((sign) => this.take(sign))
      if (!operator) break
      const next = operand()
      if (!next) return undefined
      rest.push({ operator, operand: next })
    }
    return first && rest.length > 0 ? { kind: 'chain', first, rest } : first
  }

  private signed(): Formula | undefined {
    if (this.nested >= mostNested) return undefined
    this.nested += 1
    const formula = this.take('-') ? this.negative() : this.take('+') ? this.signed() : this.power()
    this.nested -= 1
    return formula
  }

  private negative(): Formula | undefined {
    const of = this.signed()
    return of && { kind: 'negative', of }
  }

  private power(): Formula | undefined {
    const base = this.atom()
    if (!base || !this.take('^')) return base
    const exponent = this.signed()
    return exponent && { kind: 'power', base, exponent }
  }

  private atom(): Formula | undefined {
    const next = this.tokens[this.at]
    if (next?.kind === 'number' || next?.kind === 'name') {
      this.at += 1
      return next.kind === 'number' ? { kind: 'number', text: next.text } : { kind: 'name', name: next.text }
    }
    if (!this.take('(')) return undefined
    const inner = this.sum()
    return this.take(')') ? inner : undefined
  }

  private take(sign: string): boolean {
    const next = this.tokens[this.at]
    if (next?.kind !== 'sign' || next.text !== sign) return false
    this.at += 1
    return true
  }
}
