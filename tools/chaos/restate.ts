import { join } from 'node:path'
import { startVitest } from 'vitest/node'
import { repoRoot } from '../workspace.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos restate: the contract of every engine, on a real Restate server. Starting the server and waiting for its timers
// would take a tenth of the time allowed for all the repo's tests.
scriptArguments('chaos restate', {})
const vitest = await startVitest('test', [], {
  run: true,
  watch: false,
  root: join(repoRoot, 'packages/sync'),
  config: join(repoRoot, 'tools/vitest/config.ts'),
  include: ['test/engine/restate.chaos.ts'],
  passWithNoTests: false,
})
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const failed = tests.filter((each) => each.result().state !== 'passed').length
await vitest.close()
console.log(JSON.stringify({ chaos: 'restate', tests: tests.length, failed }))
process.exitCode = tests.length > 0 && failed === 0 && !process.exitCode ? 0 : 1
