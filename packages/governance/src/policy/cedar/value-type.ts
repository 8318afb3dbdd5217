/**
 * The Cedar type of a value in an operation's input. Values without a Cedar type are left out: policies cannot ask about them.
 */
export type ValueType =
  | { readonly type: 'String' | 'Long' | 'Boolean' }
  | { readonly type: 'Extension'; readonly name: 'decimal' }
  | { readonly type: 'Set'; readonly element: ValueType }
  | RecordType

export interface RecordType {
  readonly type: 'Record'
  readonly attributes: Readonly<Record<string, ValueType & { readonly required: boolean }>>
}

/** The parts of a JSON Schema that determine a Cedar type. */
interface InputSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, InputSchema>>
  readonly required?: readonly string[]
  readonly items?: InputSchema
  readonly anyOf?: readonly InputSchema[]
  readonly contentEncoding?: string
}

/**
 * The Cedar record for an operation's input. Omits fields hidden from audit, which policies only see redacted, free forms, unions
 * of several types, and files.
 */
export function recordTypeOf(schema: unknown, hidden: readonly string[]): RecordType {
  const type = valueTypeOf(schema as InputSchema, hidden)
  return type?.type === 'Record' ? type : { type: 'Record', attributes: {} }
}

function valueTypeOf(schema: InputSchema, hidden: readonly string[]): ValueType | undefined {
  if (schema.anyOf) return sharedType(schema.anyOf, hidden)
  // To a policy, bytes and files are not text.
  if (schema.contentEncoding !== undefined) return undefined
  const [type, ...others] = typesOf(schema)
  if (others.length > 0) return undefined
  switch (type) {
    case 'string':
      return { type: 'String' }
    case 'boolean':
      return { type: 'Boolean' }
    case 'integer':
      return { type: 'Long' }
    case 'number':
      return { type: 'Extension', name: 'decimal' }
    case 'array':
      return elementType(schema.items, hidden)
    case 'object':
      return schema.properties && recordType(schema.properties, schema.required ?? [], hidden)
    default:
      return undefined
  }
}

function recordType(
  properties: Readonly<Record<string, InputSchema>>,
  required: readonly string[],
  hidden: readonly string[],
): RecordType {
  const attributes: Record<string, ValueType & { required: boolean }> = {}
  for (const [name, schema] of Object.entries(properties)) {
    // Cedar's JSON reserves names of this form, and `__proto__` is one.
    if (name.startsWith('__') || hidden.includes(name)) continue
    const below = hidden.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1))
    const type = valueTypeOf(schema, below)
    if (type) attributes[name] = { ...type, required: required.includes(name) && always(schema, type) }
  }
  return { type: 'Record', attributes }
}

/** Whether Cedar can express every value: it has no null, and its decimals have four places. */
function always(schema: InputSchema, type: ValueType): boolean {
  return type.type !== 'Extension' && ![schema, ...(schema.anyOf ?? [])].some((option) => namesOf(option).includes('null'))
}

function namesOf({ type = [] }: InputSchema): readonly string[] {
  return typeof type === 'string' ? [type] : type
}

/** Without null, which Cedar expresses as absence. */
function typesOf(schema: InputSchema): readonly string[] {
  return namesOf(schema).filter((name) => name !== 'null')
}

function elementType(items: InputSchema | undefined, hidden: readonly string[]): ValueType | undefined {
  const element = items && valueTypeOf(items, hidden)
  return element && { type: 'Set', element }
}

function sharedType(options: readonly InputSchema[], hidden: readonly string[]): ValueType | undefined {
  const types = options.filter(({ type }) => type !== 'null').map((option) => valueTypeOf(option, hidden))
  const [first, ...others] = types
  return others.every((type) => JSON.stringify(type) === JSON.stringify(first)) ? first : undefined
}
