import type { PackageToTest, WorkTogether } from '../handover/handover.ts'
import { publicPackages } from '../workspace.ts'
import { dryRun } from './turbo.ts'

interface DryRun {
  readonly tasks: readonly Task[]
}

/** A task of turbo's dry run, as far as it is read here. */
export interface Task {
  readonly task: string
  readonly hash: string
  readonly directory: string
  readonly dependencies: readonly string[]
  readonly cache: { readonly status: string }
}

/** What one process is to do for several packages in a turbo run of `build` and `test` with these arguments. */
export async function workTogether(args: readonly string[]): Promise<WorkTogether> {
  const run = (await dryRun(['build', 'test', ...args])) as DryRun | undefined
  return workOf(
    run?.tasks ?? [],
    publicPackages().map(({ path }) => path),
  )
}

/**
 * Of what turbo would do, that which no cache answers, and which turbo.json has wait for a process that does it for several. Builds are done
 * together where all `packages`, from the repo's root, are to be built: what a package needs of the others lies in their folders only once
 * turbo has run their `build`, or restored it.
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
