import { type Change, type ChangeClass, highestClass } from './change.ts'
import { compareTools } from './compare-tools.ts'
import type { ConnectorsLock, LockedConnector } from './connectors-lock.ts'

/** A difference, and where it is. */
export interface LockChange extends Change {
  readonly connector: string
  /** The tool's wire name; undefined if the change concerns the connector as a whole. */
  readonly tool: string | undefined
}

/** The differences between two locks. */
export interface LockComparison {
  /** The smallest bump that these changes require; undefined if there are none. */
  readonly class: ChangeClass | undefined
  readonly byConnector: Readonly<Record<string, ChangeClass>>
  readonly changes: readonly LockChange[]
}

const nothing: LockedConnector = { version: '', tools: {} }

/** What changed between two locks, each change classed in terms of semantic versioning. */
export function compareLocks(base: ConnectorsLock, head: ConnectorsLock): LockComparison {
  const names = [...new Set([...Object.keys(base.connectors), ...Object.keys(head.connectors)])].toSorted()
  const changes = names.flatMap((connector) =>
    compareConnectors(connector, ownOf(base.connectors, connector), ownOf(head.connectors, connector)),
  )
  const byConnector: Record<string, ChangeClass> = {}
  for (const name of names) {
    const highest = highestClass(changes.filter(({ connector }) => connector === name))
    if (highest) byConnector[name] = highest
  }
  return { class: highestClass(changes), byConnector, changes }
}

function compareConnectors(
  connector: string,
  base: LockedConnector | undefined,
  head: LockedConnector | undefined,
): readonly LockChange[] {
  const [before, now] = [base ?? nothing, head ?? nothing]
  const changes: LockChange[] = []
  for (const tool of [...new Set([...Object.keys(before.tools), ...Object.keys(now.tools)])].toSorted()) {
    const [locked, present] = [ownOf(before.tools, tool), ownOf(now.tools, tool)]
    if (!locked) changes.push({ connector, tool, class: 'minor', at: 'tool', what: 'added' })
    else if (!present) changes.push({ connector, tool, class: 'major', at: 'tool', what: 'removed' })
    else changes.push(...compareTools(locked, present).map((change) => ({ connector, tool, ...change })))
  }
  if (changes.length === 0 && base && head && base.version !== head.version) {
    return [{ connector, tool: undefined, class: 'patch', at: 'version', what: `${head.version}, was ${base.version}` }]
  }
  return changes
}

function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
