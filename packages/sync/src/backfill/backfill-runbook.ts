import type { StreamPlan } from '../run/plan.ts'
import type { Backfill, BackfillRange } from './plan-backfill.ts'

/** The page for whoever is on call: what a backfill reads, and how to watch, stop, resume and undo it. */
export function backfillRunbook(plan: StreamPlan, backfill: Backfill, ranges: readonly BackfillRange[], command: string): string {
  const { job, from, to, name } = backfill
  const { connector, tenantId, account, to: destination, dataset } = job
  const { cursor, owner, freshness, sensitivity } = plan.definition
  const bounds = ranges.map(({ id, job: { range } }) => `| ${String(range!.from)} | ${String(range!.to)} | \`${id}\` |`)
  return `# Backfill of ${connector}.${plan.name}: ${name}

| | |
|---|---|
| Owner | ${owner} |
| SLA | the stream promises ${freshness}; its incremental sync waits while a range lands, and continues after it |
| Reads | ${connector} of tenant ${tenantId}, account ${account}: \`${cursor!.field}\` from ${from} up to ${to}, without ${to} itself |
| Lands in | ${destination}, dataset ${dataset}, merged by ${plan.definition.primaryKey.join(', ')} |
| Sensitivity | ${sensitivity} |

## What to do

1. \`${command}\` reads the ranges one after the other. Run it again to continue; no range is read twice.
2. \`portico sync status\` shows the ranges; \`portico sync pause <run>\`, \`resume\` and \`cancel\` change one.
3. A range that failed says why. Once that is fixed, run the same command again.

## Rollback

The incremental state did not move, so there is nothing to reset. Records were merged by key: what the vendor returned replaced what was there.
To get the table back as it was, restore it from a backup, or read the stream anew with \`portico sync ${connector} --streams ${plan.name} --full\`.

## Backfill

To read the same ranges again, give the backfill another \`--name\`.

## Limits

The vendor's rate limit is shared with every other call of this account. ${
    cursor!.since === undefined
      ? 'The vendor cannot filter by this cursor: each range reads the whole stream and keeps what lies in the range.'
      : cursor!.until === undefined && cursor!.order !== 'ascending'
        ? 'The vendor cannot filter by an end: each range reads from its start to the newest record and keeps what lies in the range.'
        : 'Each range requests only what lies in it.'
  } Deletions outside the ranges are not noticed.

| from | up to | run |
|---|---|---|
${bounds.join('\n')}
`
}
