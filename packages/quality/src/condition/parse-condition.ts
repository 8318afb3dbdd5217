import { ConditionError } from './condition-error.ts'
import type { Condition, Literal, Operator } from './condition.ts'
import { type Token, tokensOf } from './tokens.ts'

/** The condition's syntax: that of pandas' `DataFrame.query`, or Great Expectations' own `col("x")`. */
export type ConditionSyntax = 'pandas' | 'great_expectations'

/**
 * Parses a row condition: comparisons of columns with literals or each other, `in`, null checks, `and`, `or`, `not` (also `&`, `|`, `~`)
 * and parentheses. Everything else, such as calls, attributes and variables, throws a `ConditionError`.
 */
export function parseCondition(text: string, syntax: ConditionSyntax): Condition {
  return new Parser(tokensOf(text), syntax).whole()
}

type Operand =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'condition'; readonly condition: Condition }

const flipped: Readonly<Record<Operator, Operator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** Maximum depth of nested parentheses and negations. */
const deepest = 50

class Parser {
  readonly #tokens: readonly Token[]
  readonly #syntax: ConditionSyntax
  #next = 0
  #depth = 0

  constructor(tokens: readonly Token[], syntax: ConditionSyntax) {
    this.#tokens = tokens
    this.#syntax = syntax
  }

  whole(): Condition {
    const condition = this.#any()
    if (this.#peek().kind !== 'end') throw this.#unexpected('the end')
    return condition
  }

  #any(): Condition {
    return this.#list('any', ['or', '|'], () => this.#all())
  }

  #all(): Condition {
    return this.#list('all', ['and', '&'], () => this.#not())
  }

  #list(kind: 'any' | 'all', words: readonly string[], read: () => Condition): Condition {
    const conditions = [read()]
    while (words.some((word) => this.#take(word))) conditions.push(read())
    return conditions.length === 1 ? conditions[0]! : { kind, conditions }
  }

  #not(): Condition {
    if (!this.#take('not') && !this.#take('~')) return this.#comparison()
    return this.#deeper(() => this.#negated(this.#not()))
  }

  #comparison(): Condition {
    let left = this.#operand()
    const conditions: Condition[] = []
    for (;;) {
      const negated = this.#peek().text === 'not' && this.#peek(1).text === 'in'
      if (negated) this.#take('not')
      if (left.kind === 'column' && this.#take('in')) {
        const inside: Condition = { kind: 'in', column: left.column, values: this.#literals() }
        conditions.push(negated ? this.#negated(inside) : inside)
        break
      }
      const operator = this.#operator()
      if (!operator) break
      const right = this.#operand()
      conditions.push(this.#compared(left, operator, right))
      // As in Python, 1 < x < 5 is both comparisons.
      left = right
    }
    if (conditions.length === 0) {
      if (left.kind === 'condition') return left.condition
      throw this.#unexpected('a comparison')
    }
    return conditions.length === 1 ? conditions[0]! : { kind: 'all', conditions }
  }

  #negated(condition: Condition): Condition {
    return { kind: this.#syntax === 'pandas' ? 'not_true' : 'not', condition }
  }

  #compared(left: Operand, operator: Operator, right: Operand): Condition {
    // In pandas a missing value differs from every other, even from another missing one.
    if (operator === '<>' && this.#syntax === 'pandas') return this.#negated(this.#compared(left, '=', right))
    if (left.kind === 'column' && right.kind === 'column') {
      return { kind: 'compare', column: left.column, operator, to: { column: right.column } }
    }
    if (left.kind === 'column' && right.kind === 'literal') {
      return { kind: 'compare', column: left.column, operator, to: right.value }
    }
    if (left.kind === 'literal' && right.kind === 'column') {
      return { kind: 'compare', column: right.column, operator: flipped[operator], to: left.value }
    }
    throw this.#unexpected('a column on one side of the comparison')
  }

  #operand(): Operand {
    const token = this.#peek()
    if (this.#take('(')) {
      const condition = this.#deeper(() => this.#any())
      this.#expect(')')
      return { kind: 'condition', condition }
    }
    const column = this.#column()
    if (column !== undefined) return this.#method(column) ?? { kind: 'column', column }
    if (token.kind === 'symbol' && token.text !== '-' && token.text !== '+') throw this.#unexpected('a column or a value')
    return { kind: 'literal', value: this.#literal() }
  }

  #column(): string | undefined {
    const token = this.#peek()
    if (this.#syntax === 'great_expectations') {
      if (token.kind !== 'name' || token.text !== 'col') return undefined
      this.#next++
      return this.#quotedArgument()
    }
    if (token.kind !== 'quoted' && (token.kind !== 'name' || ['True', 'False', 'true', 'false'].includes(token.text)))
      return undefined
    if (token.kind === 'name' && ['and', 'or', 'not', 'in', 'None'].includes(token.text))
      throw this.#unexpected('a column or a value')
    this.#next++
    return token.text
  }

  #method(column: string): Operand | undefined {
    if (!this.#take('.')) return undefined
    const { text } = this.#peek()
    const negated = ['notnull', 'notNull', 'notna'].includes(text)
    if (!negated && !['isnull', 'isNull', 'isna'].includes(text)) throw this.#unexpected('isnull() or notnull()')
    this.#next++
    this.#expect('(')
    this.#expect(')')
    const missing: Condition = { kind: 'null', column }
    return { kind: 'condition', condition: negated ? { kind: 'not', condition: missing } : missing }
  }

  #literals(): readonly Literal[] {
    const closing = this.#take('(') ? ')' : ']'
    if (closing === ']') this.#expect('[')
    const values: Literal[] = []
    while (!this.#take(closing)) {
      if (values.length > 0) this.#expect(',')
      values.push(this.#literal())
    }
    return values
  }

  #literal(): Literal {
    const sign = this.#take('-') ? -1 : 1
    if (sign === 1) this.#take('+')
    const { kind, text } = this.#peek()
    if (kind === 'number') {
      this.#next++
      return sign * Number(text)
    }
    if (sign === 1 && kind === 'string') {
      this.#next++
      return text
    }
    if (sign === 1 && kind === 'name') {
      this.#next++
      if (text === 'True' || text === 'true') return true
      if (text === 'False' || text === 'false') return false
      if (this.#syntax === 'great_expectations' && text === 'date') return this.#quotedArgument()
      this.#next--
    }
    throw this.#unexpected('a number, a quoted text, True or False')
  }

  #quotedArgument(): string {
    this.#expect('(')
    const token = this.#peek()
    if (token.kind !== 'string' || token.text === '') throw this.#unexpected('a quoted text')
    this.#next++
    this.#expect(')')
    return token.text
  }

  #operator(): Operator | undefined {
    const { kind, text } = this.#peek()
    if (kind !== 'symbol') return undefined
    if (text === '==') return this.#took('=')
    if (text === '!=') return this.#took('<>')
    if (text === '<' || text === '<=' || text === '>' || text === '>=') return this.#took(text)
    return undefined
  }

  #took(operator: Operator): Operator {
    this.#next++
    return operator
  }

  #deeper<Result>(read: () => Result): Result {
    if (++this.#depth > deepest) throw new ConditionError(`row condition: nested more than ${deepest} deep`)
    const result = read()
    this.#depth--
    return result
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!
  }

  #take(text: string): boolean {
    const token = this.#peek()
    if (token.text !== text || (token.kind !== 'symbol' && token.kind !== 'name')) return false
    this.#next++
    return true
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected(text)
  }

  #unexpected(wanted: string): ConditionError {
    return new ConditionError(`row condition: ${wanted} is expected at ${this.#peek().at}`)
  }
}
