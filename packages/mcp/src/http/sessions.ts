import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node'
import { type AuthInfo, isInitializeRequest, type Server } from '@modelcontextprotocol/server'
import type { Clock } from '@portico/core'
import type { Caller } from '../access/caller.ts'

export interface SessionLimits {
  /**
   * Most concurrent sessions. Beyond that the longest idle session ends, of the client and tenant with the most sessions, and
   * there of the person with the most.
   */
  readonly most: number
  readonly idleMs: number
}

interface Session {
  readonly transport: NodeStreamableHTTPServerTransport
  readonly server: Server
  /** Who opened it: nobody else may use it. */
  readonly owner: string
  readonly client: string
  usedAt: number
}

/** Sessions of clients on the 2025 protocol, which receive questions over them. */
export class Sessions {
  readonly #open = new Map<string, Session>()
  readonly #limits: SessionLimits
  readonly #clock: Clock
  readonly #serverFor: (caller: Caller) => Server

  constructor(serverFor: (caller: Caller) => Server, limits: SessionLimits, clock: Clock) {
    this.#serverFor = serverFor
    this.#limits = limits
    this.#clock = clock
  }

  /** Serves a request within a session, or one that opens a session. False, with nothing answered, if it is neither. */
  async handle(
    request: IncomingMessage & { auth?: AuthInfo },
    response: ServerResponse,
    body: unknown,
    caller: Caller,
  ): Promise<boolean> {
    const owner = ownerOf(caller)
    const id = request.headers['mcp-session-id']
    if (typeof id === 'string') {
      const session = this.#open.get(id)
      if (!session || session.owner !== owner) return false
      session.usedAt = this.#clock.now()
      // Moved to the end: the first one has been idle the longest.
      this.#open.delete(id)
      this.#open.set(id, session)
      await session.transport.handleRequest(request, response, body)
      return true
    }
    if (!isInitializeRequest(body)) return false
    await this.#makeRoom()
    const server = this.#serverFor(caller)
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (sessionId) => {
        this.#open.set(sessionId, { transport, server, owner, client: clientOf(caller), usedAt: this.#clock.now() })
      },
      onsessionclosed: (sessionId) => {
        this.#open.delete(sessionId)
      },
    })
    await server.connect(transport)
    await transport.handleRequest(request, response, body)
    return true
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(open.map(({ server }) => server.close()))
  }

  async #makeRoom(): Promise<void> {
    const before = this.#clock.now() - this.#limits.idleMs
    for (const [id, session] of this.#open) {
      if (session.usedAt > before) break
      await this.#end(id, session)
    }
    if (this.#open.size < this.#limits.most) return
    // A client that opens many ends only its own, however many persons it claims to act for.
    const ofClient = largest([...this.#open], ([, { client }]) => client)
    const [id, session] = largest(ofClient, ([, { owner }]) => owner)[0]!
    await this.#end(id, session)
  }

  async #end(id: string, { server }: Session): Promise<void> {
    this.#open.delete(id)
    await server.close()
  }
}

/** The entries of the largest group, in order. */
function largest<T>(all: readonly T[], groupOf: (one: T) => string): readonly T[] {
  const groups = [...Map.groupBy(all, groupOf).values()]
  return groups.reduce((most, group) => (group.length > most.length ? group : most))
}

function clientOf({ client, tenantId }: Caller): string {
  return JSON.stringify([client, tenantId])
}

/** A different person at the same client is a different owner: a session holds questions put to its own person. */
function ownerOf({ client, tenantId, actor, person }: Caller): string {
  return JSON.stringify([client, tenantId, actor.type, actor.id, person?.actor.id])
}
