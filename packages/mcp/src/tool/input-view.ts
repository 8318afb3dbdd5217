import type { CompiledOperation } from '@portico/core/definition'
import { controlsName, controlsSchema } from './controls.ts'
import { inputSchemaOf } from './input-schema-of.ts'

type ObjectSchema = { readonly type: 'object' } & Readonly<Record<string, unknown>>

/** A tool's input (JSON Schema 2020-12): the operation's, without fixed fields and those asked of a person, plus the controls. */
export function inputView(
  operation: CompiledOperation,
  fixed: Readonly<Record<string, unknown>>,
  asked: ReadonlySet<string>,
): ObjectSchema {
  const schema = inputSchemaOf(operation)
  const all = (schema['properties'] ?? {}) as Readonly<Record<string, unknown>>
  if (Object.hasOwn(all, controlsName)) {
    throw new TypeError(`${operation.qualifiedName}: a field of its own is named ${controlsName}, as the controls of tools are`)
  }
  // A parameter mirrored in a header must be compared with it on every call, which nothing here does.
  if (JSON.stringify(schema).includes('"x-mcp-header"'))
    throw new TypeError(`${operation.qualifiedName}: x-mcp-header is not supported`)
  const stray = Object.keys(fixed).find((name) => !Object.hasOwn(all, name))
  if (stray !== undefined) throw new TypeError(`fixed: ${operation.qualifiedName} has no field '${stray}'`)
  const hidden = (name: string): boolean => Object.hasOwn(fixed, name) || asked.has(name)
  const controls = controlsSchema(operation)
  const required = [
    ...((schema['required'] ?? []) as readonly string[]).filter((name) => !hidden(name)),
    ...('required' in controls ? [controlsName] : []),
  ]
  const { required: _replaced, ...rest } = schema
  return {
    ...rest,
    type: 'object',
    properties: {
      ...Object.fromEntries(Object.entries(all).filter(([name]) => !hidden(name))),
      [controlsName]: controls,
    },
    ...(required.length > 0 && { required }),
  }
}
