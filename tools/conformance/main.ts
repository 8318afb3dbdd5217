import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectedFailures } from './expected-failures.ts'
import { serveFixture } from './fixture/serve.ts'
import { judge, type Verdict } from './judge.ts'
import { runRevision, runTasks, type Scenario } from './run-suite.ts'
import { officialTools } from './tools.ts'
import { scriptArguments } from '../script-arguments.ts'

// `pnpm conformance`: the official suite and the Inspector against Portico's own HTTP server. Needs the npm registry the first
// time.
scriptArguments('conformance', {})
const revisions = ['2026-07-28', '2025-11-25'] as const
const eras = ['modern', 'legacy'] as const

const tools = await officialTools()
const results = mkdtempSync(join(tmpdir(), 'portico-conformance-'))
try {
  const suites: [string, readonly Scenario[]][] = []
  for (const revision of revisions)
    suites.push([revision, await serving((url) => runRevision(tools, url, revision, join(results, revision)))])
  suites.push(['tasks', await serving((url) => runTasks(tools, url, join(results, 'tasks')))])
  const problems: string[] = []
  const used = new Set<string>()
  const totals: Record<string, object> = {}
  for (const [suite, scenarios] of suites) {
    const verdicts = scenarios.map((scenario) => judge(scenario, expectedFailures))
    console.log(`\n${suite}\n${verdicts.map(line).join('\n')}`)
    for (const { name, unexpected, lines } of verdicts) {
      for (const each of lines) used.add(each)
      problems.push(...unexpected.map((check) => `${suite}: ${name} fails in ${check}`))
    }
    totals[suite] = countsOf(verdicts)
  }
  problems.push(
    ...Object.keys(expectedFailures)
      .filter((each) => !used.has(each))
      .map((each) => `expected-failures.ts: ${each} does not fail, so remove its line`),
  )
  const inspected: Record<string, boolean> = {}
  for (const era of eras) {
    const { code, stderr } = await serving((url) =>
      tools.inspector('--cli', url, '--transport', 'http', '--method', 'tools/list', '--strict', '--protocol-era', era, '-q'),
    )
    inspected[era] = code === 0
    if (code !== 0) problems.push(`the Inspector (${era}) ended with ${code}: ${stderr.trim().slice(0, 2_000)}`)
  }
  console.log(
    `\nInspector, tools/list --strict: ${eras.map((era) => `${era} ${inspected[era] ? 'passes' : 'fails'}`).join(', ')}`,
  )
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  console.log(`\n${JSON.stringify({ conformance: { ...totals, inspector: inspected, problems: problems.length } })}`)
} finally {
  rmSync(results, { recursive: true, force: true })
}

/** A separate server for each run: a call that was answered a moment ago would be joined instead of made. */
async function serving<Result>(use: (url: string) => Promise<Result>): Promise<Result> {
  const served = await serveFixture()
  try {
    return await use(served.url)
  } finally {
    await served.close()
  }
}

function line({ name, verdict, passed, warned, unexpected, lines }: Verdict): string {
  const said = [
    ...unexpected,
    ...warned.map((check) => `warning: ${check}`),
    ...lines.map((each) => `${each === name ? '' : `${each.slice(name.length + 1)}: `}${expectedFailures[each]}`),
  ]
  return `  ${name.padEnd(46)} ${verdict.padEnd(15)} ${String(passed).padStart(3)}  ${said.join('; ')}`.trimEnd()
}

function countsOf(verdicts: readonly Verdict[]): object {
  const count = (wanted: Verdict['verdict']): number => verdicts.filter(({ verdict }) => verdict === wanted).length
  return {
    passes: count('passes'),
    does_not_apply: count('does not apply'),
    not_tested: count('not tested'),
    fails: count('fails'),
    warnings: verdicts.reduce((sum, { warned }) => sum + warned.length, 0),
  }
}
