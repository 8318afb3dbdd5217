import type { Reporter, TestModule } from 'vitest/node'

/** Prints why tests were skipped, which the default reporter leaves out: each reason once, with the number of its tests. */
export class SkipReasons implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>()
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result()
        const reason = (result.state === 'skipped' && result.note) || `no reason stated: ${test.fullName} (${module.moduleId})`
        counts.set(reason, (counts.get(reason) ?? 0) + 1)
      }
    }
    for (const [reason, count] of counts) console.log(`${count} skipped: ${reason}`)
  }
}
