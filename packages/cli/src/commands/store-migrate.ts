import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { mistaken, storeAddress, type StoreOptions } from '../store/named-store.ts'
import { governancePackage } from '../optional-peers.ts'

/** `portico store migrate`: for deployments, before starting instances that do not migrate themselves. */
export async function migrate({ io, output, options }: CommandContext<StoreOptions>): Promise<ExitCode> {
  const address = storeAddress(io, options)
  const { migrateStore } = await governancePackage()
  const ran = await mistaken(() => migrateStore(address))
  if (output.json) await output.document({ ran })
  else await output.lines(ran.length === 0 ? ['up to date: nothing to do'] : ran.map((name) => `ran ${name}`))
  return exitCode.ok
}
