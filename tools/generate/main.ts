import { repoRoot } from '../workspace.ts'
import { generators } from './generators.ts'
import { staleFiles, writeFiles } from './run.ts'
import { scriptArguments } from '../script-arguments.ts'

// `pnpm generate` writes the generated files that are stale; `pnpm generate:check` writes nothing and fails if there are any.
const check = scriptArguments('generate', {}, ['--check']).words.length > 0
const stale = await staleFiles(repoRoot, generators)
if (!check) writeFiles(repoRoot, stale)
for (const path of stale.keys()) console.log(`${check ? 'not current' : 'written'}: ${path}`)
if (check && stale.size > 0) {
  console.error(`${stale.size} of ${generators.length} generated files are not current: run pnpm generate and commit the result`)
  process.exitCode = 1
} else {
  console.log(`${generators.length} generated files are current`)
}
