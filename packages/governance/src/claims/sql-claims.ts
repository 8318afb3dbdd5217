import type { ClaimAnswer, ClaimKey, ClaimRequest, Claims, CommitState, HeldClaim, Ledger, Proof } from '@portico/core'
import { openProof, proofValues } from '../ledger/ledger-statements.ts'
import type { StoreContext } from '../store/context.ts'
import type { Write } from '../store/group-commit.ts'
import type { Session, Value } from '../store/statement.ts'
import { StoreError } from '../store/store-error.ts'
import { actorText, claimAnswer } from './claim-answer.ts'
import {
  abandonClaim,
  finishClaim,
  insertClaim,
  keyValues,
  releaseClaim,
  selectClaim,
  takeOverClaim,
} from './claim-statements.ts'
import type { ClaimRow } from './claim-tables.ts'
import { type KeptResult, keptResult } from './kept-result.ts'

/** Claims that hold across processes and crashes: each is on disk before it is answered. What a call came to is kept sealed. */
export function sqlClaims({ connection, commits, cipher, shown, now }: StoreContext, ledger: Ledger): Claims {
  async function claimOnce(request: ClaimRequest, proof?: Proof): Promise<ClaimAnswer> {
    if (!cipher && request.sensitivity === 'S3')
      throw new StoreError(
        'unencrypted',
        shown,
        'keeps no result of a call on personal or regulated data (S3) that can be read',
        'give openStore a cipher, or the portico command PORTICO_KEYS',
      )
    const earlier = await commits.write(claim, { request, proof })
    return earlier ? claimAnswer(cipher, earlier, request) : { state: 'claimed' }
  }

  return {
    proven: { ledger, claim: claimOnce },
    async find(request) {
      const [row] = await connection.read<ClaimRow>(selectClaim, keyValues(request))
      return row && claimAnswer(cipher, row, request)
    },
    claim: (request) => claimOnce(request),
    takeOver: (request) => commits.write(takeOver, request),
    finish(held, { commitState, ...result }) {
      const write = (kept: KeptResult): Promise<void> => commits.write(finish, { held, commitState, kept, at: now() })
      const kept = keptResult(cipher, held, result)
      return kept instanceof Promise ? kept.then(write) : write(kept)
    },
    release: (held) => commits.write(release, held),
    abandon: (held, lastAt) => commits.write(abandon, { held, lastAt }),
  }
}

interface Claiming {
  readonly request: ClaimRequest
  /** Opened when the claim is granted. */
  readonly proof: Proof | undefined
}

/** Answers with the claim that is in the way. */
const claim: Write<Claiming, ClaimRow | undefined> = {
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
}

/** The claim that was there before each of them; undefined for who has it now. */
async function claimAll(
  session: Session,
  requests: readonly ClaimRequest[],
): Promise<ReadonlyMap<ClaimRequest, ClaimRow | undefined>> {
  const answers = new Map<ClaimRequest, ClaimRow | undefined>()
  let open = requests
  // A claim that is in the way may be released before it is read: then the key is free after all.
  while (open.length > 0) {
    const free = names(await session.each<ClaimRow>(insertClaim, sorted(open).map(claimValues)))
    // Of two that came together the first one has it.
    const others: ClaimRequest[] = []
    for (const request of open) {
      if (free.delete(nameOf(request))) answers.set(request, undefined)
      else others.push(request)
    }
    const rows = await session.each<ClaimRow>(selectClaim, others.map(keyValues))
    const earlier = new Map(rows.map((row) => [nameOfRow(row), row]))
    for (const request of others) {
      const row = earlier.get(nameOf(request))
      if (row) answers.set(request, row)
    }
    open = others.filter((request) => !answers.has(request))
  }
  return answers
}

const takeOver: Write<ClaimRequest, boolean> = {
  name: 'claims-2-take-over',
  async run(session, requests) {
    const first = [...new Map(requests.toReversed().map((request) => [nameOf(request), request])).values()]
    const values = sorted(first).map((request) => {
      const { claimant, deadline, argumentsHash, at } = request
      return [claimant, deadline, ...keyValues(request), argumentsHash, at]
    })
    const taken = names(await session.each<ClaimRow>(takeOverClaim, values))
    return requests.map((request) => taken.delete(nameOf(request)))
  },
}

interface Finished {
  readonly held: ClaimKey
  readonly commitState: CommitState
  readonly kept: KeptResult
  readonly at: number
}

const finish: Write<Finished, void> = {
  name: 'claims-3-finish',
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

const abandon: Write<{ readonly held: HeldClaim; readonly lastAt: number }, void> = {
  name: 'claims-5-abandon',
  async run(session, claims) {
    await session.each(
      abandonClaim,
      claims.map(({ held, lastAt }) => [lastAt, ...keyValues(held), held.claimant]),
    )
    return claims.map(() => undefined)
  },
}

function claimValues(request: ClaimRequest) {
  const { argumentsHash, requestedHash, claimant, at, deadline, actor } = request
  return [...keyValues(request), argumentsHash, requestedHash, claimant, at, deadline, actorText(actor)]
}

function finishValues({ held, commitState, kept, at }: Finished): Value[] {
  return [commitState, kept.data, kept.receipt, kept.sealed, at, ...keyValues(held)]
}

function nameOf(key: ClaimKey): string {
  return JSON.stringify(keyValues(key))
}

function nameOfRow({ tenant_id, account, connector, operation, key }: ClaimRow): string {
  return JSON.stringify([tenant_id, account, connector, operation, key])
}

function names(rows: readonly ClaimRow[]): Set<string> {
  return new Set(rows.map(nameOfRow))
}

/** Instances that lock the same keys lock them in the same order. */
function sorted(requests: readonly ClaimRequest[]): readonly ClaimRequest[] {
  if (requests.length < 2) return requests
  return requests
    .map((request) => ({ request, name: nameOf(request) }))
    .toSorted((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)))
    .map(({ request }) => request)
}
