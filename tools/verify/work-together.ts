import type { PackageToTest, WorkTogether } from '../handover/handover.ts'
import { publicPackages } from '../workspace.ts'
import { dryRun } from './turbo.ts'

interface DryRun {
  readonly tasks: readonly Task[]
}

/** The part of a task in turbo's dry run that is read here. */
export interface Task {
  readonly task: string
  readonly hash: string
  readonly directory: string
  readonly dependencies: readonly string[]
  readonly cache: { readonly status: string }
}

/** The work that one process should do for several packages, in a turbo run of `build` and `test` with these arguments. */
export async function workTogether(args: readonly string[]): Promise<WorkTogether> {
  const run = (await dryRun(['build', 'test', ...args])) as DryRun | undefined
  return workOf(
    run?.tasks ?? [],
    publicPackages().map(({ path }) => path),
  )
}

/**
 * The tasks that turbo would run without a cached result, and that turbo.json makes wait for a process that does them together.
 * Builds are done together only if all `packages`, relative to the repo's root, are to be built: the output that a package needs
 * of others is in their folders only once turbo has run or restored their `build`.
 */
export function workOf(tasks: readonly Task[], packages: readonly string[]): WorkTogether {
  const waiting = (task: string, process: string): PackageToTest[] =>
    tasks
      .filter((one) => one.task === task && one.cache.status === 'MISS' && one.dependencies.includes(process))
      .map(({ hash, directory }) => ({ hash, directory: directory.replaceAll('\\', '/') }))
  const tests = waiting('test', '//#test-together')
  const builds = new Set(waiting('build', '//#build-together').map(({ directory }) => directory))
  return { tests: tests.length > 1 ? tests : [], builds: packages.every((path) => builds.has(path)) }
}
