import type { AuthInfo } from '@modelcontextprotocol/server'
import type { Actor, Approval, Intent } from '@portico/core'

/** The person at a client, and the highest approval class that their decisions through this client can grant. */
export interface Person {
  readonly actor: Actor & { readonly type: 'human' }
  readonly approves: Exclude<Approval, 'A0'>
}

/** Who calls, as established by the transport, never by a message. */
export interface Caller {
  /** The OAuth client, or a name for the only client of a stdio server. Grants and rate limits are per client. */
  readonly client: string
  readonly tenantId: string
  readonly actor: Actor
  /** Scopes of the token; undefined if there is no token. */
  readonly scopes?: ReadonlySet<string>
  readonly person?: Person
}

/** What the endpoint established about the caller, in the form in which the SDK carries it with a request. */
export function authOf(caller: Caller): AuthInfo {
  return { token: '', clientId: caller.client, scopes: [...(caller.scopes ?? [])], extra: { caller } }
}

/** Undefined for a request that did not come through the endpoint. */
export function callerIn(authInfo: AuthInfo | undefined): Caller | undefined {
  return authInfo?.extra?.['caller'] as Caller | undefined
}

/** The actor for policies and the audit: unless it is the client itself, it acts through the client. */
export function actorOf({ actor, client }: Caller): Actor {
  return actor.via === undefined && actor.id !== client ? { ...actor, via: client } : actor
}

/** Who intents and tasks belong to: user B of a client does not get what user A asked for. */
export function askerOf({ client, tenantId, actor, person }: Caller): Pick<Intent, 'client' | 'tenantId' | 'actor' | 'person'> {
  return { client, tenantId, actor: { type: actor.type, id: actor.id }, ...(person && { person: person.actor.id }) }
}
