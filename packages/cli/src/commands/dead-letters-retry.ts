import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico events dead-letters retry <event>`: exit code 1 if the tenant has no such letter, or its schema still rejects it. */
export async function deadLettersRetry(
  context: CommandContext,
  eventId: string,
  { sink = 'default' }: { readonly sink?: string },
): Promise<ExitCode> {
  const { output } = context
  return withSqlStore(context, 'events', async ({ setup: { tenantId }, sql }) => {
    const retried = await sql.deadLetters.retry({ tenantId, sink, eventId })
    if (output.json) await output.document({ retried })
    else {
      const what = oneLine(`${eventId} of ${tenantId} for ${sink}`)
      output.note(retried ? `${what} waits for the next relay` : `there is no dead letter ${what}`)
    }
    return retried ? exitCode.ok : exitCode.refused
  })
}
