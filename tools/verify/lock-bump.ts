import { type ChangeClass, compareLocks, type ConnectorsLock, type LockChange, rankOf } from '@portico/mcp'

/** A connector's package, as it was released and as it is. */
export interface Released {
  readonly connector: string
  readonly before: { readonly version: string; readonly lock: ConnectorsLock }
  readonly now: { readonly version: string; readonly lock: ConnectorsLock }
  /** The highest bump that a changeset asks for. */
  readonly pending: ChangeClass | undefined
}

export interface BumpVerdict {
  /** What the changes of the connector's tools need at least; undefined where none changed. */
  readonly needed: ChangeClass | undefined
  /** What is asked for by changesets, or was given already. */
  readonly given: ChangeClass | undefined
  readonly enough: boolean
  /** The changes that need more than is given. */
  readonly short: readonly LockChange[]
}

/** What the tools' envelope is, is the runtime plane's to change: its own package is bumped for it. */
const envelope = /^(?:input\.portico|output\.(?:next|part|cut|call))(?:[.[]|$)/

/** Whether a connector's next version says as much as its tools have changed. */
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
