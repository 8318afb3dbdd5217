import type { Tool } from '@modelcontextprotocol/server'
import { decide, type Policy, type ResolvedGovernance } from '@portico/core'
import type { ServedTool } from '../toolset/served-tool.ts'
import type { CompiledAccess } from './access.ts'
import type { Caller } from './caller.ts'
import { deniedAhead } from './denied-ahead.ts'
import { type Permission, permit } from './permit.ts'

/** The only decision point: what it does not permit is not listed, found or callable by any route. */
export interface DecisionPoint {
  /** Whether this caller may use a tool at all. */
  permits(tool: ServedTool, caller: Caller): Permission | Promise<Permission>
  /** The tools that this caller may use, computed once per set of rights. */
  list(caller: Caller): Promise<readonly Tool[]>
}

/** Sets of rights that are cached; beyond that the oldest is evicted. */
const most = 1_000
/** A policy may change its mind: a denial is re-evaluated after this long, when clients list again. */
const decidedForMs = 60_000

interface Rights {
  readonly until: number
  readonly refused: ReadonlyMap<ServedTool, Permission>
  readonly list: readonly Tool[]
}

const allowed: Permission = { allowed: true }

/**
 * Checks access rules, scopes and the decision table, then the policies (a denial whatever the arguments hides a tool), and
 * finally whether the tool still matches the lock.
 */
export function decisionPoint(
  tools: readonly ServedTool[],
  access: CompiledAccess,
  { policy, clock }: Pick<ResolvedGovernance, 'policy' | 'clock'>,
  drifted?: (tool: ServedTool, tenantId: string) => Permission | undefined,
): DecisionPoint {
  const known = new Map<string, Rights | Promise<Rights>>()
  const keys = new WeakMap<Caller, string>()

  const decideOne = async (tool: ServedTool, caller: Caller): Promise<Permission> => {
    const { qualifiedName, operation, rules } = tool
    const { classes } = operation
    const permission = permit({ qualifiedName, classes }, caller, access)
    if (!permission.allowed) return permission
    const { actionClass } = decide({ classes, actorType: caller.actor.type, correlationId: 'asked at the call' })
    const policies = [policy, rules].filter((each): each is Policy => each !== undefined)
    for (const each of policies) {
      const denied = await deniedAhead(each, operation, caller, actionClass)
      if (denied) return denied
    }
    return drifted?.(tool, caller.tenantId) ?? allowed
  }

  const decideAll = async (caller: Caller): Promise<Rights> => {
    const until = clock.now() + decidedForMs
    const decided = await Promise.all(tools.map(async (tool) => ({ tool, permission: await decideOne(tool, caller) })))
    return {
      until,
      refused: new Map(decided.filter(({ permission }) => !permission.allowed).map(({ tool, permission }) => [tool, permission])),
      list: decided.filter(({ permission }) => permission.allowed).map(({ tool }) => tool.wire),
    }
  }

  const rightsOf = (caller: Caller): Rights | Promise<Rights> => {
    let key = keys.get(caller)
    if (key === undefined) keys.set(caller, (key = keyOf(caller)))
    const held = known.get(key)
    if (held && (held instanceof Promise || held.until > clock.now())) return held
    const asked = decideAll(caller).then((rights) => {
      known.set(key, rights)
      return rights
    })
    // A failed decision is not cached.
    asked.catch(() => known.delete(key))
    if (known.size >= most) known.delete(known.keys().next().value!)
    known.set(key, asked)
    return asked
  }

  const answer = ({ refused }: Rights, tool: ServedTool): Permission => refused.get(tool) ?? allowed
  return {
    permits(tool, caller) {
      const rights = rightsOf(caller)
      return rights instanceof Promise ? rights.then((settled) => answer(settled, tool)) : answer(rights, tool)
    },
    list: async (caller) => (await rightsOf(caller)).list,
  }
}

/** Everything that a decision about a caller can depend on. */
function keyOf({ client, tenantId, actor, scopes }: Caller): string {
  return JSON.stringify([client, tenantId, actor.type, actor.id, actor.via, scopes ? [...scopes].toSorted() : null])
}
