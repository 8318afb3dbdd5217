import type { Recording } from '@portico/testing/record'
import type { DescribedOperation, FindOperation } from './described-operation.ts'
import { formValue } from './form-value.ts'
import type { Validate } from './json-schema.ts'
import type { Node } from './load-description.ts'
import { undescribedFields } from './undescribed-fields.ts'

type Exchange = Recording['exchanges'][number]

/** The differences between a recording and the vendor's description, one line each. */
export function checkRecording(
  description: Node,
  find: FindOperation,
  validate: Validate,
  { exchanges, operation, error }: Pick<Recording, 'exchanges' | 'operation' | 'error'>,
  originPath: (request: Exchange['request']) => string = () => '',
): string[] {
  const found = exchanges.flatMap((exchange, index) => {
    const failed = error !== undefined && index === exchanges.length - 1
    const { method, path } = exchange.request
    const [pathname = '', query = ''] = path.split('?')
    const described = find(method, originPath(exchange.request) + decodeURI(pathname))
    if (!described) return [`${operation}: ${method} is not in the description`]
    return [
      ...checkQuery(validate, described, query, exchange.request).map((line) => `${operation} query: ${line}`),
      ...checkBody(validate, described, exchange.request).map((line) => `${operation} request: ${line}`),
      ...checkResponse(description, validate, described, exchange.response, failed).map(
        (line) => `${operation} ${exchange.response.status}: ${line}`,
      ),
    ]
  })
  return [...new Set(found)]
}

function checkQuery(validate: Validate, { query }: DescribedOperation, sent: string, { body }: Exchange['request']): string[] {
  const value = formValue(sent)
  const unknown = Object.keys(value).filter((name) => !query.some((parameter) => nameOf(parameter.name) === name))
  // What Swagger 2.0 and Slack describe as parameters may all be in a body.
  const isHere = sent !== '' || body === undefined
  const missing = query.filter(({ required, name }) => required && isHere && !isToken(name) && !(nameOf(name) in value))
  return [
    ...unknown.map((name) => `${name} is not described`),
    ...missing.map(({ name }) => `${name} is missing`),
    ...query.flatMap(({ name, schema }) =>
      nameOf(name) in value ? validate(schema, value[nameOf(name)], { fromText: true }).map((line) => `${name}${line}`) : [],
    ),
  ]
}

/** `expand[]` and `expand` are the same parameter. */
function nameOf(name: string): string {
  return name.replace(/\[\]$/, '')
}

/** Slack describes its token as a parameter; it is sent in a header. */
function isToken(name: string): boolean {
  return name === 'token'
}

function checkBody(validate: Validate, described: DescribedOperation, { headers, body, base64 }: Exchange['request']): string[] {
  if (body === undefined) return described.needsBody && base64 === undefined ? ['a body is missing'] : []
  const type = headers['content-type'] ?? ''
  const value = type.startsWith('application/x-www-form-urlencoded') ? formValue(body as string) : body
  if (typeof value !== 'object' || value === null) {
    return described.body === undefined ? ['a body is not described'] : validate(described.body, value)
  }
  // Swagger 2.0 describes the fields of a body as parameters.
  const fields = described.body === undefined ? described.query : undefined
  if (fields) return checkFields(validate, fields, value as Readonly<Record<string, unknown>>)
  const properties = propertiesOf(described.body)
  const unknown = properties ? Object.keys(value).filter((name) => !properties.has(name)) : []
  return [...unknown.map((name) => `${name} is not described`), ...validate(described.body, value, { fromText: value !== body })]
}

function checkFields(
  validate: Validate,
  fields: DescribedOperation['query'],
  value: Readonly<Record<string, unknown>>,
): string[] {
  const unknown = Object.keys(value).filter((name) => !fields.some((field) => field.name === name))
  return [
    ...unknown.map((name) => `${name} is not described`),
    ...fields.flatMap(({ name, schema, required }) => {
      if (!(name in value)) return required && !isToken(name) ? [`${name} is missing`] : []
      // A form carries a structure as JSON text.
      const given = typeof value[name] === 'object' ? JSON.stringify(value[name]) : value[name]
      return validate(schema, given, { fromText: true }).map((line) => `${name}${line}`)
    }),
  ]
}

function propertiesOf(schema: unknown): ReadonlySet<string> | undefined {
  const properties = (schema as Node | undefined)?.['properties']
  return typeof properties === 'object' && properties !== null ? new Set(Object.keys(properties)) : undefined
}

/** A failure that comes with status 200 is described as the default. */
function checkResponse(
  description: Node,
  validate: Validate,
  { responses }: DescribedOperation,
  { status, body }: Exchange['response'],
  failed: boolean,
): string[] {
  const exact = failed && status < 400 && 'default' in responses ? [] : [String(status), `${Math.floor(status / 100)}XX`]
  const key = [...exact, 'default'].find((each) => each in responses)
  if (key === undefined) return ['this status is not described']
  const schema = responses[key]
  if (schema === undefined || body === undefined) return []
  return [...validate(schema, body), ...undescribedFields(description, schema, body)]
}
