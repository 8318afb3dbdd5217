import type { CompiledConnector } from '../call/compile.ts'
import { canonicalHash } from '../canonical/canonical-json.ts'
import type { Shape } from '../contract/delivery.ts'
import type { OperationDefinition } from '../contract/operation.ts'
import { compileRequest } from '../call/render-request.ts'
import { jsonSchemaOf } from './json-schema-of.ts'

/**
 * The SHA-256 of what an operation means to its callers and approvers: route, schemas, origins, classes, paging, idempotency,
 * rollback, and the requests rendered from its examples. Function source is never hashed: what a function does shows in the
 * requests. A pin detects drift, not malice; the origin check at send time applies either way.
 */
export function pinOf(connector: CompiledConnector, definition: OperationDefinition, name: string): string {
  return canonicalHash(pinnedData(connector, definition, name, true))
}

/** The data behind a pin, for a diff that a person reads. */
function pinnedData(
  connector: CompiledConnector,
  definition: OperationDefinition,
  name: string,
  withRollback: boolean,
): Record<string, unknown> {
  const { vendor } = connector
  const { rollback, job } = definition
  const operation = connector.operations[name]!
  return {
    connector: connector.id,
    vendorVersion: vendor.vendorVersion,
    operation: name,
    kind: definition.kind,
    route: definition.route,
    summary: definition.summary,
    origin: vendor.origins[operation.origin],
    origins: vendor.origins,
    auth: Object.fromEntries(Object.entries(vendor.auth).map(([scheme, { kind, statement }]) => [scheme, { kind, statement }])),
    classes: operation.classes,
    input: jsonSchemaOf(operation.input, 'input'),
    output: operation.outputSchema ? jsonSchemaOf(operation.outputSchema, 'output') : { deliver: operation.delivery },
    page: definition.page,
    facts: definition.facts && jsonSchemaOf(definition.facts, 'output'),
    idempotency: dataOf(definition.idempotency),
    audit: definition.audit && {
      type: definition.audit.entity?.type,
      redact: definition.audit.redact,
      secretOutput: definition.audit.secretOutput,
    },
    rollback: rollbackData(connector, rollback, operation.rollbackName, withRollback),
    job: job && {
      poll: job.poll.request,
      cancel: job.cancel,
      owner: job.owner,
      withinMs: job.withinMs,
      customerFacing: job.customerFacing,
    },
    requests: definition.examples.map((example) => exampleRequest(connector, definition, operation.input, example)),
  }
}

function exampleRequest(connector: CompiledConnector, definition: OperationDefinition, input: Shape, example: unknown): unknown {
  const parsed = (input as unknown as { parse(value: unknown): unknown }).parse(example)
  const key = '00000000-0000-8000-8000-000000000000'
  const { method, path, headers, body } = compileRequest(definition, connector.vendor)(parsed, {
    idempotencyKey: key,
    cursor: undefined,
  })
  // A multipart boundary is generated for each request.
  const contentType = headers['content-type']?.replace(/boundary=.*/, 'boundary=…')
  return { method, path, headers: { ...headers, ...(contentType && { 'content-type': contentType }) }, body: body?.preview() }
}

function rollbackData(
  connector: CompiledConnector,
  rollback: OperationDefinition['rollback'],
  target: string | undefined,
  withTarget: boolean,
): unknown {
  if (!rollback) return undefined
  if (!('operation' in rollback)) return rollback
  // One level: a mutual rollback would never end.
  const pin =
    withTarget && target !== undefined
      ? canonicalHash(pinnedData(connector, connector.operations[target]!.definition, target, false))
      : undefined
  return { operation: target, notes: rollback.notes, pin }
}

/** The plain data of a statement that also holds functions or operations. */
function dataOf(statement: object | undefined): unknown {
  return (
    statement &&
    Object.fromEntries(Object.entries(statement).filter(([, value]) => typeof value !== 'function' && typeof value !== 'object'))
  )
}
