import type { AnyConnector, Facts, Limits, SupportWindow, Title } from '@portico/core'
import { compileConnector } from '@portico/core/definition'
import { type AuthDescription, describeAuth } from './auth-description.ts'
import { type FailureDescription, describeFailures } from './failure-description.ts'
import { type JsonSchema, schemaOf } from './json-schema.ts'
import { type OperationDescription, describeOperation } from './operation-description.ts'

/** What a connector states once for all its operations, as plain data. */
export interface ConnectorHead {
  readonly id: string
  /** The npm package. */
  readonly package: string
  /** The connector's name in code. */
  readonly exportName: string
  readonly title: Title
  readonly version: string
  readonly vendorVersion: string
  /** The query that `portico health` asks. */
  readonly health?: string
  readonly origins: readonly OriginDescription[]
  readonly auth: readonly AuthDescription[]
  /** JSON Schema of a connection's settings, where it has some. */
  readonly settings?: JsonSchema
  readonly limits?: Limits
  readonly failures: readonly FailureDescription[]
  readonly support?: SupportWindow
  readonly facts: Facts
}

/** A connector as plain data: what the command line, the documentation and `--json` show of it. */
export interface ConnectorDescription extends ConnectorHead {
  readonly operations: readonly OperationDescription[]
}

export interface OriginDescription {
  readonly name: string
  /** A URL, a template over the settings, or the token's field that names it. */
  readonly location: string
}

/** Reads everything that a connector states into one plain value. Pins are computed, so it is not for a call's path. */
export function describeConnector(connector: AnyConnector): ConnectorDescription {
  const compiled = compileConnector(connector)
  return {
    ...describeHead(connector),
    operations: Object.values(compiled.operations).map((operation) => describeOperation(operation, compiled)),
  }
}

/** Reads what a connector states beside its operations, whose schemas and pins take most of the time of a description. */
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
