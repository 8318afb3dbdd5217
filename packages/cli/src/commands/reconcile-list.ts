import type { CommandContext } from '../command-context.ts'
import { setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { storeAddress, type StoreOptions, withStore } from '../store/named-store.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico reconcile list`: the tenant's calls of unknown outcome. */
export async function reconcileList({ io, output, options }: CommandContext<StoreOptions>): Promise<ExitCode> {
  const { tenantId } = await setUp(io, options)
  const calls = await withStore(storeAddress(io, options), ({ reconciliation }) => reconciliation.list(tenantId))
  if (output.json) await output.document({ tenantId, calls })
  else if (calls.length === 0) await output.lines([`nothing of ${oneLine(tenantId)} waits to be reconciled`])
  else {
    const { style, width } = output
    const rows = calls.map(({ account, connector, firstAt, key, operation, state }) => [
      style.bold(oneLine(`${connector}.${operation}`)),
      oneLine(account),
      new Date(firstAt).toISOString(),
      state,
      oneLine(key),
    ])
    await output.lines(listing(['operation', 'account', 'since', 'state', 'key'], rows, { width, style }))
  }
  return exitCode.ok
}
