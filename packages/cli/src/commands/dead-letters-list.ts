import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { limited, type LimitOption } from '../terminal/limited.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico events dead-letters list`: the tenant's events that were given up, and why. */
export async function deadLettersList(
  context: CommandContext,
  { sink, ...limit }: { readonly sink?: string } & LimitOption,
): Promise<ExitCode> {
  const { output } = context
  return withSqlStore(context, 'events', async ({ setup: { tenantId }, sql }) => {
    const query = { tenantId, ...(sink !== undefined && { sink }) }
    const letters = await limited(output, limit, (most) => sql.deadLetters.list({ ...query, limit: most }))
    const timed = letters.map(({ publishedAt, deadAt, ...letter }) => ({
      ...letter,
      publishedAt: new Date(publishedAt).toISOString(),
      deadAt: new Date(deadAt).toISOString(),
    }))
    if (output.json) await output.document({ tenantId, deadLetters: timed })
    else if (timed.length === 0) output.note(`${oneLine(tenantId)} has no dead letters`)
    else {
      const { style, width } = output
      const rows = timed.map((each) => [
        style.bold(oneLine(each.eventId)),
        oneLine(each.sink),
        each.code,
        String(each.attempts),
        each.deadAt,
        oneLine(each.type),
        oneLine(each.reason),
      ])
      await output.lines(listing(['event', 'sink', 'state', 'tries', 'given up', 'type', 'why'], rows, { width, style }))
    }
    return exitCode.ok
  })
}
