import { type ChangeClass, compareLocks, type ConnectorsLock, type LockChange, rankOf } from '@portico/mcp'

/** A connector's package, as released and as it is now. */
export interface Released {
  readonly connector: string
  readonly before: { readonly version: string; readonly lock: ConnectorsLock }
  readonly now: { readonly version: string; readonly lock: ConnectorsLock }
  /** The highest bump that a changeset asks for. */
  readonly pending: ChangeClass | undefined
}

export interface BumpVerdict {
  /** The bump that the changes to the connector's tools need; undefined where none changed. */
  readonly needed: ChangeClass | undefined
  /** The bump that changesets ask for, or that was given already. */
  readonly given: ChangeClass | undefined
  readonly enough: boolean
  /** The changes that need more than that. */
  readonly short: readonly LockChange[]
}

/** The envelope of all tools belongs to the runtime plane, whose own package is bumped for it. */
const envelope = /^(?:input\.portico|output\.(?:next|part|cut|call))(?:[.[]|$)/

/** Checks whether a connector's next version reflects how much its tools have changed. */
export function judgeBump({ connector, before, now, pending }: Released): BumpVerdict {
  const { changes } = compareLocks(onlyOf(before.lock, connector), onlyOf(now.lock, connector))
  const own = changes.filter(({ at }) => at !== 'version' && !envelope.test(at))
  const given = higher(pending, bumpBetween(before.version, now.version))
  const needed = own.reduce<ChangeClass | undefined>((most, change) => higher(most, change.class), undefined)
  const short = own.filter((change) => rankOf(change.class) > rankOf(given))
  return { needed, given, enough: short.length === 0, short }
}

function onlyOf({ lockVersion, connectors }: ConnectorsLock, name: string): ConnectorsLock {
  return { lockVersion, connectors: Object.fromEntries(Object.entries(connectors).filter(([id]) => id === name)) }
}

function higher(one: ChangeClass | undefined, other: ChangeClass | undefined): ChangeClass | undefined {
  return rankOf(other) > rankOf(one) ? other : one
}

function bumpBetween(before: string, now: string): ChangeClass | undefined {
  const [was, is] = [before, now].map((version) => version.split(/[.+-]/).slice(0, 3).map(Number))
  const at = was!.findIndex((part, index) => is![index] !== part)
  return at === -1 ? undefined : (['major', 'minor', 'patch'] as const)[at]
}
