import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs'
import type { RecordType, ValueType } from './value-type.ts'

/**
 * An input as its Cedar record, and nothing more: a caller cannot smuggle in entities or extensions. A value that does not fit
 * its type is left out; if it is required, Cedar refuses the request and the call is denied.
 */
export function recordValue(input: unknown, type: RecordType): Record<string, CedarValueJson> {
  if (typeof input !== 'object' || input === null) return {}
  const record: Record<string, CedarValueJson> = {}
  for (const [name, attribute] of Object.entries(type.attributes)) {
    if (!Object.hasOwn(input, name)) continue
    const value = valueOf((input as Readonly<Record<string, unknown>>)[name], attribute)
    if (value !== undefined) record[name] = value
  }
  return record
}

function valueOf(value: unknown, type: ValueType): CedarValueJson | undefined {
  switch (type.type) {
    case 'String':
      return typeof value === 'string' ? value : undefined
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'Long':
      return Number.isSafeInteger(value) ? (value as number) : undefined
    case 'Extension':
      return decimalOf(value)
    case 'Set': {
      if (!Array.isArray(value)) return undefined
      const elements = value.map((element) => valueOf(element, type.element))
      // An incomplete set would answer a policy's question wrongly.
      return elements.every((element) => element !== undefined) ? elements : undefined
    }
    case 'Record':
      return typeof value === 'object' && value !== null ? recordValue(value, type) : undefined
  }
}

/** Cedar's decimals have four places and 19 digits. */
function decimalOf(value: unknown): CedarValueJson | undefined {
  if (typeof value !== 'number' || Math.abs(value) > Number.MAX_SAFE_INTEGER / 10_000) return undefined
  const text = value.toFixed(4)
  return Number(text) === value ? { __extn: { fn: 'decimal', arg: text } } : undefined
}
