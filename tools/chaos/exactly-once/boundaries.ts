import {
  type AuditSink,
  canonicalHash,
  type Claims,
  type Ledger,
  type Policy,
  type Transport,
  undiciTransport,
} from '@portico/core'
import type { SqlStore } from '@portico/governance'
import type { Strategy } from './vendor-facade.ts'

/**
 * Where a call can be cut off: on both sides of every step, and between a write's start and its being on disk. At `committing`,
 * SQLite has committed and is flushing, PostgreSQL is about to commit.
 */
const boundaries = [
  'authorize before',
  'authorize after',
  'claim started',
  'claim committing',
  'claim durable',
  'prove started',
  'prove durable',
  'send before',
  'send in flight',
  'send ended',
  'record before',
  'claim settling',
  'audit settling',
  'proof settling',
  'record committing',
  'record durable',
] as const
export type Boundary = (typeof boundaries)[number]

/** Without a claim there is no such step; with one, the same write opens the proof. */
export function boundariesOf(strategy: Strategy): readonly Boundary[] {
  const ofOthers = strategy === 'byNone' ? /claim|authorize after|record/ : /prove/
  return boundaries.filter((boundary) => !ofOthers.test(boundary))
}

/** A call's ports, which tell `reached` of each boundary that the call with that key comes to. */
export function watched(store: SqlStore, intents: readonly string[], reached: (boundary: Boundary, key: string) => void) {
  const byArguments = new Map(intents.map((intent) => [canonicalHash({ intent }), intent]))
  const keyOf = (argumentsHash: string | undefined): string => byArguments.get(argumentsHash ?? '') ?? ''

  const ledger: Ledger = {
    ...store.ledger,
    async open(proof) {
      const opening = store.ledger.open(proof)
      inTurns(1, () => reached('prove started', keyOf(proof.argumentsHash)))
      await opening
      reached('prove durable', keyOf(proof.argumentsHash))
    },
    async resolve(resolution) {
      const resolving = store.ledger.resolve(resolution)
      reached('proof settling', keyOf(resolution.argumentsHash))
      await resolving
    },
  }
  const claims: Claims = {
    ...store.claims,
    proven: {
      ledger,
      async claim(request, proof) {
        reached('authorize after', request.key)
        const claiming = store.claims.proven!.claim(request, proof)
        inTurns(1, () => reached('claim started', request.key))
        inTurns(3, () => reached('claim committing', request.key))
        const answer = await claiming
        reached('claim durable', request.key)
        return answer
      },
    },
    finish: (held, outcome) => settle(held.key, () => store.claims.finish(held, outcome)),
    release: (held) => settle(held.key, () => store.claims.release(held)),
    abandon: (held, lastAt) => settle(held.key, () => store.claims.abandon(held, lastAt)),
  }

  async function settle(key: string, write: () => void | Promise<void>): Promise<void> {
    reached('record before', key)
    const settling = write()
    reached('claim settling', key)
    inTurns(3, () => reached('record committing', key))
    await settling
    reached('record durable', key)
  }

  const audit: AuditSink = {
    async write(row) {
      const writing = store.audit.write(row)
      reached('audit settling', row.idempotencyKey ?? '')
      await writing
    },
  }
  const policy: Policy = {
    decide({ input }) {
      reached('authorize before', (input as { intent: string }).intent)
      return { effect: 'abstain' }
    },
  }
  return { claims, audit, ledger, policy, transport: watchedTransport(reached) }
}

/** Waits for this many turns of the event loop. */
function inTurns(turns: number, run: () => void): void {
  setImmediate(turns === 1 ? run : () => inTurns(turns - 1, run))
}

function watchedTransport(reached: (boundary: Boundary, key: string) => void): Transport {
  const transport = undiciTransport({ connections: 8 })
  return {
    name: transport.name,
    close: () => transport.close(),
    async request(request) {
      const key = intentOf(request)
      reached('send before', key)
      const sending = transport.request(request)
      const inFlight = setTimeout(() => reached('send in flight', key), 1)
      // Even if the vendor hung up: a planned cut is always made.
      return sending.finally(() => {
        clearTimeout(inFlight)
        reached('send ended', key)
      })
    },
  }
}

function intentOf({ body, path }: Parameters<Transport['request']>[0]): string {
  if (typeof body === 'string' && body.includes('intent')) return (JSON.parse(body) as { intent: string }).intent
  return decodeURIComponent(path.split('/').at(-1)!)
}
