import type { Ledger, Proof, ProofResolution } from '@portico/core'
import type { StoreContext } from '../store/context.ts'
import type { Write } from '../store/group-commit.ts'
import type { ActionClaim, ClaimVerdict } from './action-claim.ts'
import { contradiction, severityOf } from './contradiction.ts'
import { compareClaim } from './compare.ts'
import { openProof, proofValues, resolutionValues, resolveProof } from './ledger-statements.ts'
import type { ActionClaimRow, ProofRow } from './ledger-tables.ts'

/** The verification ledger in the store. */
export interface SqlLedger extends Ledger {
  /**
   * Records what an agent says it did, and checks it against the call it names. A contradiction is reported as an incident before
   * this resolves. The same claim again, possibly corrected, replaces the earlier one.
   */
  claim(claim: ActionClaim): Promise<ClaimVerdict>
}

export function sqlLedger({ connection: { db }, commits, incidents, now }: StoreContext): SqlLedger {
  async function judge(claim: ActionClaim): Promise<{ readonly verdict: ClaimVerdict; readonly proof: ProofRow | undefined }> {
    return db.transaction().execute(async (transaction) => {
      const proof = await transaction
        .selectFrom('proofs')
        .selectAll()
        .where('tenant_id', '=', claim.tenantId)
        .where('call_id', '=', claim.callId)
        .executeTakeFirst()
      const verdict = compareClaim(claim, proof)
      const { tenant_id, id, ...row } = rowOf(claim, verdict, now())
      await transaction
        .insertInto('action_claims')
        .values({ tenant_id, id, ...row })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet(row))
        .execute()
      return { verdict, proof }
    })
  }

  return {
    open: (proof) => commits.write(open, proof),
    async resolve(resolution) {
      const proof = await commits.write(resolve, resolution)
      if (proof?.status === 'contradicted') {
        const summary = `${proof.intended_action} was intended, and ${proof.actual_call} was done`
        await incidents.report(contradiction(proof.tenant_id, proof.call_id, severityOf(proof), summary, now()))
      }
    },
    async claim(claim) {
      const { verdict, proof } = await judge(claim)
      if (verdict.status === 'contradicted') {
        const summary = `${claim.actor.id} claims ${claim.action} (${claim.outcome}): ${verdict.reason}`
        await incidents.report(contradiction(claim.tenantId, claim.callId, severityOf(proof), summary, now()))
      }
      return verdict
    },
  }
}

const open: Write<Proof, void> = {
  name: 'ledger-1-open',
  async run(session, proofs) {
    await session.each(openProof, proofs.map(proofValues))
    return proofs.map(() => undefined)
  },
}

type Resolved = Pick<ProofRow, 'tenant_id' | 'call_id' | 'intended_action' | 'actual_call' | 'reversibility' | 'status'>

const resolve: Write<ProofResolution, Resolved | undefined> = {
  name: 'ledger-2-resolve',
  independent: true,
  async run(session, resolutions) {
    const rows = await session.each<Resolved>(resolveProof, resolutions.map(resolutionValues))
    const byCall = new Map(rows.map((row) => [`${row.tenant_id}\n${row.call_id}`, row]))
    return resolutions.map(({ tenantId, callId }) => byCall.get(`${tenantId}\n${callId}`))
  },
}

function rowOf(claim: ActionClaim, { status, reason }: ClaimVerdict, at: number): ActionClaimRow {
  return {
    tenant_id: claim.tenantId,
    id: claim.id,
    call_id: claim.callId,
    actor_type: claim.actor.type,
    actor_id: claim.actor.id,
    claimed_action: claim.action,
    claimed_outcome: claim.outcome,
    arguments_hash: claim.argumentsHash ?? null,
    claimed_at: at,
    status,
    reason,
  }
}
