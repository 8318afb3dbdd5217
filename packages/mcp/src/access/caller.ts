import type { AuthInfo } from '@modelcontextprotocol/server'
import type { Actor, Approval, Intent } from '@portico/core'

/** The person at a client, and the highest approval that a decision of theirs, asked through the client, can give. */
export interface Person {
  readonly actor: Actor & { readonly type: 'human' }
  readonly approves: Exclude<Approval, 'A0'>
}

/** Who calls, as the transport has established it and not as a message says. */
export interface Caller {
  /** The OAuth client, or a name for the one client of a stdio server. Grants and rates are told apart by it. */
  readonly client: string
  readonly tenantId: string
  readonly actor: Actor
  /** Scopes of the token; undefined where no token is in play. */
  readonly scopes?: ReadonlySet<string>
  readonly person?: Person
}

/** What the endpoint found out about who calls, as it goes through the SDK with a request. */
export function authOf(caller: Caller): AuthInfo {
  return { token: '', clientId: caller.client, scopes: [...(caller.scopes ?? [])], extra: { caller } }
}

/** Undefined for a request that did not come through the endpoint. */
export function callerIn(authInfo: AuthInfo | undefined): Caller | undefined {
  return authInfo?.extra?.['caller'] as Caller | undefined
}

/** Who acts, for policies and the audit: an actor that is not the client itself acts through it. */
export function actorOf({ actor, client }: Caller): Actor {
  return actor.via === undefined && actor.id !== client ? { ...actor, via: client } : actor
}

/** By whom an intent and a task are told apart: user B of a client is not given what user A asked for. */
export function askerOf({ client, tenantId, actor, person }: Caller): Pick<Intent, 'client' | 'tenantId' | 'actor' | 'person'> {
  return { client, tenantId, actor: { type: actor.type, id: actor.id }, ...(person && { person: person.actor.id }) }
}
