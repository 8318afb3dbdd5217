import type { AnyConnector } from '@portico/core'
import { type CompiledConnector, compileConnector } from '@portico/core/definition'
import type { ServedTool } from '../toolset/served-tool.ts'
import { servedTools, type ServedToolsOptions } from '../toolset/served-tools.ts'
import type { ConnectorsLock, LockedConnector, LockedEffects, LockedTool } from './connectors-lock.ts'

/** The lock of the current state of these connectors. Selection and options are those of `toolset`; nothing is connected. */
export function lockOf(
  connectors: Readonly<Record<string, AnyConnector>>,
  selection: Readonly<Record<string, '*' | readonly string[]>>,
  options: Pick<ServedToolsOptions, 'fixed' | 'asked' | 'name'> = {},
): ConnectorsLock {
  const compiled = Object.fromEntries(Object.entries(connectors).map(([name, connector]) => [name, compileConnector(connector)]))
  const tools = [...servedTools(compiled, selection, options).values()]
  const locked = Object.keys(selection).map((name): [string, LockedConnector] => {
    const connector = compiled[name]!
    const own = tools.filter((tool) => tool.connector === name)
    const entries = own.map((tool): [string, LockedTool] => [tool.name, lockedTool(tool, connector)])
    return [name, { version: connector.version, tools: Object.fromEntries(entries) }]
  })
  return { lockVersion: 1, connectors: Object.fromEntries(locked) }
}

/** A tool as a lock holds it. */
export function lockedTool({ operation, wire }: ServedTool, connector: CompiledConnector): LockedTool {
  return {
    operation: operation.name,
    pin: operation.pin(),
    hosts: hostsOf(operation, connector),
    effects: effectsOf(operation, connector),
    tool: wire,
  }
}

type Operation = ServedTool['operation']

function hostsOf({ origin, definition }: Operation, { vendor }: CompiledConnector): readonly string[] {
  // A URL from the vendor may point to any declared origin.
  const follows = definition.url !== undefined || definition.job !== undefined
  const origins = follows ? Object.values(vendor.origins) : [vendor.origins[origin]!]
  const tokenEndpoints = Object.values(vendor.auth).flatMap((scheme) => ('hosts' in scheme ? scheme.hosts : []))
  const hosts = [...origins.flatMap((one) => (typeof one === 'string' ? [one] : one.hosts)), ...tokenEndpoints].map(hostOf)
  return [...new Set(hosts)].toSorted()
}

/** The host of an origin or host pattern. A template's braces are not valid in a URL, so it is not parsed as one. */
function hostOf(origin: string): string {
  return origin.replace(/^https:\/\//, '').replace(/\/.*$/, '')
}

function effectsOf({ definition, classes, rollbackName }: Operation, { vendor }: CompiledConnector): LockedEffects {
  const { route, idempotency, rollback, audit, job } = definition
  return {
    ...classes,
    route,
    auth: Object.fromEntries(Object.entries(vendor.auth).map(([name, { kind }]) => [name, kind])),
    ...(idempotency && { idempotency: idempotency.by }),
    ...(rollback && { rollback: rollbackName ?? ('irreversible' in rollback ? 'irreversible' : 'manual') }),
    secrets: [
      ...(audit?.redact ?? []).map((path) => `input.${path}`),
      ...(audit?.secretOutput ?? []).map((path) => `output.${path}`),
    ].toSorted(),
    ...(job && { job: { owner: job.owner, withinMs: job.withinMs } }),
  }
}
