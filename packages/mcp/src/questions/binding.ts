import type { Caller } from '../access/caller.ts'
import type { ServedTool } from '../toolset/served-tool.ts'
import type { Binding } from './client-state.ts'

export function bindingOf(tool: ServedTool, argumentsHash: string, { client, tenantId, actor, person }: Caller): Binding {
  return {
    tool: tool.name,
    argumentsHash,
    pin: tool.operation.pin(),
    client,
    tenantId,
    actor: `${actor.type}:${actor.id}`,
    person: person?.actor.id,
  }
}

/** The first part in which a returned state belongs to a different question than expected. */
export function otherPart<Expected extends object>(expected: Expected, state: object): string | undefined {
  const given = state as Readonly<Record<string, unknown>>
  return Object.entries(expected).find(([name, value]) => given[name] !== value)?.[0]
}
