import * as z from 'zod'
import { ConditionError } from './condition-error.ts'
import type { Condition, Operator } from './condition.ts'
import { parseCondition } from './parse-condition.ts'

const column = z.object({ name: z.string().min(1) })
const literal = z.union([z.string(), z.number(), z.boolean()])

/** A condition built from objects, as Great Expectations 1.6 and later write it. */
const wireCondition = z.discriminatedUnion('type', [
  z.object({ type: z.literal('nullity'), column, is_null: z.boolean() }),
  z.object({
    type: z.literal('comparison'),
    column,
    operator: z.enum(['==', '!=', '<', '<=', '>', '>=', 'IN', 'NOT_IN']),
    parameter: z.union([literal, z.array(literal)]),
  }),
  z.object({
    type: z.enum(['and', 'or']),
    get conditions(): z.ZodArray<z.ZodType<WireCondition>> {
      return z.array(wireCondition as unknown as z.ZodType<WireCondition>)
    },
  }),
])

type WireCondition =
  | { readonly type: 'nullity'; readonly column: { readonly name: string }; readonly is_null: boolean }
  | {
      readonly type: 'comparison'
      readonly column: { readonly name: string }
      readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'IN' | 'NOT_IN'
      readonly parameter: string | number | boolean | (string | number | boolean)[]
    }
  | { readonly type: 'and' | 'or'; readonly conditions: readonly WireCondition[] }

const operators: Readonly<Record<'==' | '!=' | '<' | '<=' | '>' | '>=', Operator>> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

/** The condition of an expectation, in whichever form it is stated. Throws a `ConditionError` for one that can't be parsed. */
export function statedCondition(condition: unknown, parser: unknown): Condition | undefined {
  if (condition == null || condition === '') return undefined
  if (typeof condition !== 'string') {
    const answer = wireCondition.safeParse(condition)
    if (!answer.success) throw new ConditionError('row_condition: a condition of this form is not understood')
    return fromWire(answer.data)
  }
  switch (parser) {
    case 'pandas':
      return parseCondition(condition, 'pandas')
    case 'great_expectations':
    case 'great_expectations__experimental__':
      return parseCondition(condition, 'great_expectations')
    default:
      throw new ConditionError("condition_parser: say 'pandas' or 'great_expectations'; no other is read")
  }
}

function fromWire(wire: WireCondition): Condition {
  switch (wire.type) {
    case 'nullity': {
      const missing: Condition = { kind: 'null', column: wire.column.name }
      return wire.is_null ? missing : { kind: 'not', condition: missing }
    }
    case 'comparison':
      return comparison(wire.column.name, wire.operator, wire.parameter)
    case 'and':
    case 'or':
      if (wire.conditions.length === 0) throw new ConditionError(`row_condition: '${wire.type}' of nothing`)
      return { kind: wire.type === 'and' ? 'all' : 'any', conditions: wire.conditions.map(fromWire) }
  }
}

function comparison(name: string, operator: string, parameter: unknown): Condition {
  const list = Array.isArray(parameter)
  if (operator === 'IN' || operator === 'NOT_IN') {
    if (!list) throw new ConditionError(`row_condition: ${operator} takes a list`)
    const inside: Condition = { kind: 'in', column: name, values: parameter as (string | number | boolean)[] }
    return operator === 'IN' ? inside : { kind: 'not', condition: inside }
  }
  if (list) throw new ConditionError(`row_condition: ${operator} takes one value`)
  return {
    kind: 'compare',
    column: name,
    operator: operators[operator as keyof typeof operators],
    to: parameter as string | number | boolean,
  }
}
