import type { ClaimKey, ClaimRequest, CommitState, HeldClaim, Proof } from '@portico/core'
import { openProof, proofValues } from '../ledger/ledger-statements.ts'
import type { Write } from '../store/group-commit.ts'
import type { Session, Value } from '../store/statement.ts'
import { actorText } from './claim-answer.ts'
import { finishClaim, keyValues, releaseClaim, timedStatements } from './claim-statements.ts'
import type { ClaimRow, ReadClaim } from './claim-tables.ts'
import type { KeptResult } from './kept-result.ts'

export interface Claiming {
  readonly request: ClaimRequest
  /** Opened when the claim is granted. */
  readonly proof: Proof | undefined
}

export interface Finished {
  readonly held: ClaimKey
  readonly commitState: CommitState
  readonly kept: KeptResult
  readonly at: number
}

export interface Abandoned {
  readonly held: HeldClaim
  readonly lastAt: number
  /** Now, by the caller's clock. */
  readonly at: number
}

export interface ClaimWrites {
  /** Answers with the conflicting claim, if there is one. */
  readonly claim: Write<Claiming, ReadClaim | undefined>
  readonly takeOver: Write<ClaimRequest, boolean>
  readonly finish: Write<Finished, void>
  readonly release: Write<HeldClaim, void>
  readonly abandon: Write<Abandoned, void>
}

/** Writes of claims, timed by the callers' clocks or the server's. */
export function claimWrites(byServerClock: boolean): ClaimWrites {
  const { abandonClaim, insertClaim, selectClaim, takeOverClaim } = timedStatements(byServerClock)
  // By the server's clock, only durations are sent: the caller's now becomes zero.
  const zero = (now: number): number => (byServerClock ? now : 0)

  function claimValues(request: ClaimRequest): Value[] {
    const { argumentsHash, requestedHash, claimant, at, deadline, actor } = request
    const from = zero(at)
    return [...keyValues(request), argumentsHash, requestedHash, claimant, at - from, deadline - from, actorText(actor)]
  }

  /** For each request the claim that was there before; undefined if the request now holds it. */
  async function claimAll(
    session: Session,
    requests: readonly ClaimRequest[],
  ): Promise<ReadonlyMap<ClaimRequest, ReadClaim | undefined>> {
    const answers = new Map<ClaimRequest, ReadClaim | undefined>()
    let open = named(requests)
    // A conflicting claim may be released before it is read, which frees the key after all.
    while (open.length > 0) {
      const free = names(await session.each<ClaimRow>(insertClaim, sorted(open).map(claimValues)))
      // Of two concurrent requests for a key, the first wins.
      const others: Named[] = []
      for (const one of open) {
        if (free.delete(one.name)) answers.set(one.request, undefined)
        else others.push(one)
      }
      const rows = await session.each<ReadClaim>(
        selectClaim,
        others.map(({ request }) => keyValues(request)),
      )
      const earlier = new Map(rows.map((row) => [nameOfRow(row), row]))
      for (const { request, name } of others) {
        const row = earlier.get(name)
        if (row) answers.set(request, row)
      }
      open = others.filter(({ request }) => !answers.has(request))
    }
    return answers
  }

  return {
    claim: {
      name: 'claims-1-claim',
      async run(session, claiming) {
        const earlier = await claimAll(
          session,
          claiming.map(({ request }) => request),
        )
        const granted = claiming.flatMap(({ request, proof }) => (proof && !earlier.get(request) ? [proof] : []))
        await session.each(openProof, granted.map(proofValues))
        return claiming.map(({ request }) => earlier.get(request))
      },
    },
    takeOver: {
      name: 'claims-2-take-over',
      async run(session, requests) {
        const all = named(requests)
        const first = [...new Map(all.toReversed().map((one) => [one.name, one])).values()]
        const values = sorted(first).map((request) => {
          const { claimant, deadline, argumentsHash, at } = request
          const from = zero(at)
          return [claimant, deadline - from, ...keyValues(request), argumentsHash, at - from]
        })
        const taken = names(await session.each<ClaimRow>(takeOverClaim, values))
        return all.map(({ name }) => taken.delete(name))
      },
    },
    finish,
    release,
    abandon: {
      name: 'claims-5-abandon',
      async run(session, claims) {
        await session.each(
          abandonClaim,
          claims.map(({ held, lastAt, at }) => [lastAt - zero(at), ...keyValues(held), held.claimant]),
        )
        return claims.map(() => undefined)
      },
    },
  }
}

const finish: Write<Finished, void> = {
  name: 'claims-3-finish',
  independent: true,
  async run(session, finished) {
    await session.each(finishClaim, finished.map(finishValues))
    return finished.map(() => undefined)
  },
}

const release: Write<HeldClaim, void> = {
  name: 'claims-4-release',
  async run(session, claims) {
    await session.each(
      releaseClaim,
      claims.map((held) => [...keyValues(held), held.claimant]),
    )
    return claims.map(() => undefined)
  },
}

function finishValues({ held, commitState, kept, at }: Finished): Value[] {
  return [commitState, kept.data, kept.receipt, kept.sealed, at, ...keyValues(held)]
}

/** A request with the text of its key, built once. */
interface Named {
  readonly request: ClaimRequest
  readonly name: string
}

function named(requests: readonly ClaimRequest[]): readonly Named[] {
  return requests.map((request) => ({ request, name: JSON.stringify(keyValues(request)) }))
}

function nameOfRow({ tenant_id, account, connector, operation, key }: ClaimRow): string {
  return JSON.stringify([tenant_id, account, connector, operation, key])
}

function names(rows: readonly ClaimRow[]): Set<string> {
  return new Set(rows.map(nameOfRow))
}

/** Every instance locks keys in the same order, so that they cannot deadlock. */
function sorted(requests: readonly Named[]): readonly ClaimRequest[] {
  return requests
    .toSorted((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)))
    .map(({ request }) => request)
}
