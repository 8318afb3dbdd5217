/** The parts of a JSON Schema that determine its paths. */
interface InputSchema {
  readonly properties?: Readonly<Record<string, InputSchema>>
  readonly items?: InputSchema
  readonly anyOf?: readonly InputSchema[]
  readonly oneOf?: readonly InputSchema[]
  readonly additionalProperties?: boolean | InputSchema
}

/** Whether an input of this schema can have a value at the path: a misspelt bound would never match. */
export function hasPath(schema: unknown, path: readonly string[]): boolean {
  const { properties = {}, items, anyOf = [], oneOf = [], additionalProperties } = schema as InputSchema
  const [name, ...rest] = path
  if (name === undefined) return true
  if (items && hasPath(items, path)) return true
  if ([...anyOf, ...oneOf].some((option) => hasPath(option, path))) return true
  if (Object.hasOwn(properties, name)) return hasPath(properties[name], rest)
  return typeof additionalProperties === 'object' && hasPath(additionalProperties, rest)
}
