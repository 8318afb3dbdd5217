import type { CallContext } from '../contract/client.ts'
import type { PageOptions } from '../contract/method.ts'
import type { Governance } from './connect.ts'
import type { Tune } from './tune.ts'

/** Every option's name. The compiler demands any that is missing here. */
export type NamesOf<Options> = Readonly<Record<keyof Options, true>>

export const governanceNames: NamesOf<Governance> = {
  policy: true,
  store: true,
  audit: true,
  ledger: true,
  events: true,
  incidents: true,
  telemetry: true,
  clock: true,
}

export const contextNames: NamesOf<CallContext> = { actor: true, correlationId: true, causationId: true }

export const callNames: NamesOf<PageOptions> = {
  ...contextNames,
  idempotencyKey: true,
  signal: true,
  timeoutMs: true,
  policy: true,
  cursor: true,
}

const tuneNames: NamesOf<Tune> = {
  timeoutMs: true,
  totalTimeoutMs: true,
  concurrency: true,
  circuit: true,
  approvalExpiryMs: true,
}
const circuitNames: NamesOf<NonNullable<Tune['circuit']>> = { failures: true, openMs: true }

/** A call without options does not compile, but plain JavaScript gets this far. */
export function isObject(given: unknown): given is object {
  return typeof given === 'object' && given !== null
}

/** The first name that is not one of these. Loops over the object: every call runs this, and `Object.keys` would allocate. */
export function unknownName(options: object, names: Readonly<Record<string, unknown>>): string | undefined {
  for (const name in options) if (!Object.hasOwn(names, name)) return name
  return undefined
}

export function notAnOption(names: Readonly<Record<string, unknown>>): string {
  return `is not an option: it takes ${Object.keys(names).join(', ')}`
}

/** Throws a `TypeError` for any other name: a misspelt option would otherwise be silently ignored. */
export function refuseUnknown(where: string, options: object = {}, names: Readonly<Record<string, unknown>>): void {
  const unknown = unknownName(options, names)
  if (unknown !== undefined) throw new TypeError(`${where}: '${unknown}' ${notAnOption(names)}`)
}

export function refuseUnknownTune(where: string, tune: Tune = {}): void {
  refuseUnknown(where, tune, tuneNames)
  refuseUnknown(`${where}.circuit`, tune.circuit, circuitNames)
}
