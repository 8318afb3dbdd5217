import type { AnyConnector, Facts, Limits, SupportWindow, Title } from '@portico/core'
import { compileConnector } from '@portico/core/definition'
import { type AuthDescription, describeAuth } from './auth-description.ts'
import { type FailureDescription, describeFailures } from './failure-description.ts'
import { type JsonSchema, schemaOf } from './json-schema.ts'
import { type OperationDescription, describeOperation } from './operation-description.ts'

/** What a connector declares once for all its operations, as plain data. */
export interface ConnectorHead {
  readonly id: string
  /** The npm package. */
  readonly package: string
  /** The connector's name in code. */
  readonly exportName: string
  readonly title: Title
  readonly version: string
  readonly vendorVersion: string
  /** The query used by `portico health`. */
  readonly health?: string
  readonly origins: readonly OriginDescription[]
  readonly auth: readonly AuthDescription[]
  /** JSON Schema of a connection's settings, if there are any. */
  readonly settings?: JsonSchema
  readonly limits?: Limits
  readonly failures: readonly FailureDescription[]
  readonly support?: SupportWindow
  readonly facts: Facts
}

/** A connector as plain data: what the command line, the documentation and `--json` show. */
export interface ConnectorDescription extends ConnectorHead {
  readonly operations: readonly OperationDescription[]
}

export interface OriginDescription {
  readonly name: string
  /** A URL, a template over the settings, or the token's field that names it. */
  readonly location: string
}

/** Collects everything a connector declares into one plain value. Computes pins, so it is too slow for the call path. */
export function describeConnector(connector: AnyConnector): ConnectorDescription {
  const compiled = compileConnector(connector)
  return {
    ...describeHead(connector),
    operations: Object.values(compiled.operations).map((operation) => describeOperation(operation, compiled)),
  }
}

/** What a connector declares besides its operations, whose schemas and pins take most of a description's time. */
export function describeHead(connector: AnyConnector): ConnectorHead {
  const { vendor, version, health } = connector
  const origins = Object.entries(vendor.origins).map(([name, origin]) => ({
    name,
    location: typeof origin === 'string' ? origin : `the token's ${origin.fromToken}, at ${origin.hosts.join(', ')}`,
  }))
  return {
    id: vendor.id,
    package: `@portico/connector-${vendor.id}`,
    exportName: vendor.id.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase()),
    title: vendor.title,
    version,
    vendorVersion: vendor.vendorVersion,
    ...(health !== undefined && { health }),
    origins,
    auth: Object.entries(vendor.auth).map(([name, scheme]) => describeAuth(name, scheme)),
    ...(vendor.settings && { settings: schemaOf(vendor.settings, 'input') }),
    ...(vendor.limits && { limits: vendor.limits }),
    failures: describeFailures(vendor.failures),
    ...(vendor.support && { support: vendor.support }),
    facts: vendor.facts,
  }
}
