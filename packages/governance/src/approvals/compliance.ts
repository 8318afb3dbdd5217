import type { Approval } from '@portico/core'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'

/** `approval_sla_compliance` of one class. */
export interface Compliance {
  readonly approvalClass: Exclude<Approval, 'A0'>
  /** Approvals whose deadline fell within the period. */
  readonly due: number
  readonly inTime: number
  /** Between 0 and 1. */
  readonly share: number
}

/** Decisions that came late, never came or do not hold all count as missed. Approvals not yet due are left out. */
export async function compliance(
  db: Kysely<Database>,
  { tenantId, from, to }: { readonly tenantId: string; readonly from: string; readonly to: string },
  now: number,
): Promise<readonly Compliance[]> {
  const rows = await db
    .selectFrom('approvals')
    .select((eb) => [
      'required_approval as approvalClass',
      // PostgreSQL returns sums and counts as text.
      eb.fn.countAll<number | string>().as('due'),
      eb.fn
        .sum<number | string>(
          eb
            .case()
            .when(eb.and([eb('decided_at', '<=', eb.ref('due_at')), eb('recorded_at', 'is not', null)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as('inTime'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('due_at', '>=', Date.parse(from))
    .where('due_at', '<', Date.parse(to))
    .where((eb) => eb.or([eb('due_at', '<=', now), eb('recorded_at', 'is not', null)]))
    .groupBy('required_approval')
    .orderBy('required_approval')
    .execute()
  return rows.map(({ approvalClass, due, inTime }) => {
    const [all, good] = [Number(due), Number(inTime)]
    return { approvalClass, due: all, inTime: good, share: good / all }
  })
}
