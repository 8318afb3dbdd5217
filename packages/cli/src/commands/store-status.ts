import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { mistaken, storeAddress, type StoreOptions } from '../store/named-store.ts'
import { listing } from '../terminal/table.ts'
import { governancePackage } from '../optional-peers.ts'

/** `portico store status`: exit code 1 if migrations are missing. */
export async function status({ io, output, options }: CommandContext<StoreOptions>): Promise<ExitCode> {
  const address = storeAddress(io, options)
  const { storeStatus } = await governancePackage()
  const { dialect, migrations, store } = await mistaken(() => storeStatus(address))
  const missing = migrations.filter(({ ranAt }) => ranAt === undefined).length
  if (output.json) await output.document({ store, dialect, missing, migrations })
  else {
    const { style, width } = output
    const said = missing === 0 ? style.green('up to date') : style.red(`${missing} migrations are missing: portico store migrate`)
    await output.lines([`${store}: ${said}`])
    const rows = migrations.map(({ name, ranAt }) => [style.bold(name), ranAt ?? 'missing'])
    await output.lines(listing(['migration', 'ran at'], rows, { width, style }))
  }
  return missing === 0 ? exitCode.ok : exitCode.refused
}
