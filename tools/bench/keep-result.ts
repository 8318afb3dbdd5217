import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { benchmarkPages } from '../generate/benchmarks/benchmarks-page.ts'
import { benchResult, type KeptResult, resultsFolder } from '../generate/benchmarks/kept-results.ts'
import { staleFiles, writeFiles } from '../generate/run.ts'
import { repoRoot } from '../workspace.ts'

/** Keeps the last line that a bench printed, with where and when it was measured. Throws where that line is not a result. */
export async function keepResult(line: string): Promise<void> {
  const result = benchResult.parse(JSON.parse(line))
  const kept: KeptResult = {
    at: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repoRoot, encoding: 'utf8' }).trim(),
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryGb: Math.round(totalmem() / 1024 ** 3),
      system: `${process.platform} ${process.arch}`,
      node: process.version,
    },
    result,
  }
  const folder = join(repoRoot, resultsFolder)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${result.bench}.json`), `${JSON.stringify(kept, undefined, 2)}\n`)
  writeFiles(repoRoot, await staleFiles(repoRoot, benchmarkPages()))
}
