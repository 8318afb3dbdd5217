import type { PackageToTest } from '../vitest/handover.ts'
import { dryRun } from './turbo.ts'

interface DryRun {
  readonly tasks: readonly {
    readonly task: string
    readonly hash: string
    readonly directory: string
    readonly dependencies: readonly string[]
    readonly cache: { readonly status: string }
  }[]
}

/**
 * The packages to test together in a run of turbo with these arguments: no cache answers for their tests, and turbo.json has these wait for
 * the one process that tests several.
 */
export async function untestedPackages(args: readonly string[]): Promise<PackageToTest[]> {
  const run = (await dryRun(['test', ...args])) as DryRun | undefined
  return (run?.tasks ?? [])
    .filter(
      ({ task, dependencies, cache }) => task === 'test' && dependencies.includes('//#test-together') && cache.status === 'MISS',
    )
    .map(({ hash, directory }) => ({ hash, directory: directory.replaceAll('\\', '/') }))
}
