import type { PackageToTest, WorkTogether } from '../vitest/handover.ts'
import { publicPackages } from '../workspace.ts'
import { dryRun } from './turbo.ts'

interface DryRun {
  readonly tasks: readonly Task[]
}

interface Task {
  readonly task: string
  readonly hash: string
  readonly directory: string
  readonly dependencies: readonly string[]
  readonly cache: { readonly status: string }
}

/**
 * What one process is to do for several packages in a turbo run of `build` and `test` with these arguments: what no cache answers, and
 * turbo.json has wait for that process. Builds are done together where every package is to be built: what a package needs of the others
 * lies in their folders only once turbo has run their `build`, or restored it.
 */
export async function workTogether(args: readonly string[]): Promise<WorkTogether> {
  const run = (await dryRun(['build', 'test', ...args])) as DryRun | undefined
  const undone = (run?.tasks ?? []).filter(({ cache }) => cache.status === 'MISS')
  const waiting = (task: string, process: string): Task[] =>
    undone.filter((one) => one.task === task && one.dependencies.includes(process))
  const tests = waiting('test', '//#test-together').map(({ hash, directory }): PackageToTest => ({
    hash,
    directory: directory.replaceAll('\\', '/'),
  }))
  return {
    tests: tests.length > 1 ? tests : [],
    builds: waiting('build', '//#build-together').length === publicPackages().length,
  }
}
