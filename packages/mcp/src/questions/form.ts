import type { Form, Question } from './question.ts'

type Schema = Readonly<Record<string, unknown>>

/** The form of a question, from the operation's own input schema. Throws a TypeError for a field that no form can show. */
export function formOf(inputSchema: Schema, { fields }: Question, where: string): Form {
  const properties = (inputSchema['properties'] ?? {}) as Readonly<Record<string, Schema>>
  const required = (inputSchema['required'] ?? []) as readonly string[]
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((field) => {
        const schema = Object.hasOwn(properties, field) ? properties[field] : undefined
        if (!schema) throw new TypeError(`asked: ${where} has no field '${field}'`)
        const shown = shownAs(schema)
        if (!shown)
          throw new TypeError(`asked: a form cannot show ${where}.${field}: ask for a text, a number, a choice or yes or no`)
        return [field, shown]
      }),
    ),
    required: required.filter((field) => fields.includes(field)),
  }
}

function shownAs(schema: Schema): Schema | undefined {
  const { anyOf, oneOf, items, ...rest } = schema
  const choices = choicesOf(anyOf ?? oneOf)
  if (choices) return { ...rest, type: 'string', oneOf: choices }
  switch (schema['type']) {
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
      return schema
    case 'array': {
      const item = (items ?? {}) as Schema
      const several = choicesOf(item['anyOf'] ?? item['oneOf'])
      if (several) return { ...rest, items: { anyOf: several } }
      return Array.isArray(item['enum']) ? schema : undefined
    }
    default:
      return undefined
  }
}

/** Choices with titles, if every branch is a single text. */
function choicesOf(branches: unknown): readonly { readonly const: string; readonly title: string }[] | undefined {
  if (!Array.isArray(branches)) return undefined
  const choices = (branches as readonly Schema[]).map(({ const: value, title }) =>
    typeof value === 'string' ? { const: value, title: typeof title === 'string' ? title : value } : undefined,
  )
  return choices.every((choice) => choice !== undefined) ? choices : undefined
}
