import type { ClaimAnswer, ClaimRequest, Claims, Ledger, Proof } from '@portico/core'
import type { StoreContext } from '../store/context.ts'
import { StoreError } from '../store/store-error.ts'
import { claimAnswer } from './claim-answer.ts'
import { keyValues, timedStatements } from './claim-statements.ts'
import type { ReadClaim } from './claim-tables.ts'
import { claimWrites } from './claim-writes.ts'
import { type KeptResult, keptResult } from './kept-result.ts'

/** Claims that hold across processes and crashes: each is on disk before it is answered. Results are stored sealed. */
export function sqlClaims({ connection, commits, cipher, shown, now, byServerClock }: StoreContext, ledger: Ledger): Claims {
  const writes = claimWrites(byServerClock)
  const { selectClaim } = timedStatements(byServerClock)

  async function claimOnce(request: ClaimRequest, proof?: Proof): Promise<ClaimAnswer> {
    if (!cipher && request.sensitivity === 'S3')
      throw new StoreError(
        'unencrypted',
        shown,
        'does not keep results of calls on personal or regulated data (S3) unencrypted',
        'pass openStore a cipher, or set PORTICO_KEYS for the portico command',
      )
    // Stored, it would turn into U+FFFD, and the claim would never be found again.
    if (!keyValues(request).every((name) => String(name).isWellFormed()))
      throw new RangeError('a name in a claim contains half a surrogate pair, which would not be stored unchanged')
    const earlier = await commits.write(writes.claim, { request, proof })
    return earlier ? claimAnswer(cipher, earlier, request) : { state: 'claimed' }
  }

  return {
    proven: { ledger, claim: claimOnce },
    async find(request) {
      const [row] = await connection.read<ReadClaim>(selectClaim, keyValues(request))
      return row && claimAnswer(cipher, row, request)
    },
    claim: (request) => claimOnce(request),
    takeOver: (request) => commits.write(writes.takeOver, request),
    finish(held, { commitState, ...result }) {
      const write = (kept: KeptResult): Promise<void> => commits.write(writes.finish, { held, commitState, kept, at: now() })
      const kept = keptResult(cipher, held, result)
      return kept instanceof Promise ? kept.then(write) : write(kept)
    },
    release: (held) => commits.write(writes.release, held),
    abandon: (held, lastAt) => commits.write(writes.abandon, { held, lastAt, at: now() }),
  }
}
