import type { Generator } from '../generator.ts'
import { barChart } from './bar-chart.ts'
import { type Goal, isMet, measured } from './goals.ts'
import { figuresOf, type KeptResult, keptResults, resultsFolder } from './kept-results.ts'

const units: Readonly<Record<string, string>> = {
  rows_per_s: 'rows a second',
  calls_per_s: 'calls a second',
  peak_mb: 'MB',
  cpu_us: 'µs of CPU a call',
  p99_ms: 'ms, 99th percentile',
  import_ms: 'ms',
}

/** The page of the benches' last results, and a plot for each group of figures. */
export function benchmarkPages(): readonly Generator[] {
  const results = keptResults()
  const plots = results.flatMap((kept) =>
    figuresOf(kept).groups.map(([group, values]): Generator => ({
      path: `${resultsFolder}/${kept.result.bench}-${group}.svg`,
      render: () =>
        barChart(
          titleOf(kept, group),
          unitOf(group),
          Object.entries(values).map(([name, value]) => ({ name, value })),
        ),
    })),
  )
  const goals = results.map((kept): Generator => ({
    path: `${resultsFolder}/${kept.result.bench}.svg`,
    render: () => goalsChart(kept),
  }))
  return [{ path: 'docs/benchmarks.md', render: () => page(results) }, ...goals, ...plots]
}

function page(results: readonly KeptResult[]): string {
  return `# Benchmarks

Drawn by \`pnpm generate\` from the last result of each bench that was kept with \`pnpm bench <name> --keep\`: measure again, and change
nothing here. Figures of one run are compared with each other; those of two machines are not. Of a group with a goal, the table has the
figure that is furthest from it.

${results.map(section).join('\n\n')}
`
}

function section(kept: KeptResult): string {
  const { at, commit, machine, result } = kept
  const { about = '', goals = {} } = measured[result.bench] ?? {}
  const { single, groups } = figuresOf(kept)
  const figures = [...single, ...worstOf(kept)]
  const rows = figures.map(([name, value]) => `| \`${name}\` | ${format(value)} | ${goalWords(goals[name], value)} |`)
  const { cpu, cores, memoryGb, system, node } = machine
  return [
    `## ${result.bench}`,
    about,
    `Measured on ${at.slice(0, 10)}, commit \`${commit.slice(0, 12)}\`: ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}. Run it with \`pnpm bench ${result.bench}\`.`,
    ...(rows.length > 0 ? [['| figure | measured | goal |', '| --- | --- | --- |', ...rows].join('\n')] : []),
    `![${result.bench}: figures against their goals](benchmarks/${result.bench}.svg)`,
    ...groups.map(([group]) => `![${titleOf(kept, group)}](benchmarks/${result.bench}-${group}.svg)`),
  ].join('\n\n')
}

/** Of a group that has a goal, the figure that is furthest from it. */
function worstOf(kept: KeptResult): readonly (readonly [name: string, value: number])[] {
  const { goals = {} } = measured[kept.result.bench] ?? {}
  return figuresOf(kept).groups.flatMap(([group, values]) => {
    const goal = goals[group]
    if (!goal) return []
    const all = Object.values(values)
    return [[group, 'atLeast' in goal ? Math.min(...all) : Math.max(...all)] as const]
  })
}

/** How far each figure that has a goal goes beyond it: 1 is the goal itself, and more is better. */
function goalsChart(kept: KeptResult): string {
  const { goals = {} } = measured[kept.result.bench] ?? {}
  const bars = [...figuresOf(kept).single, ...worstOf(kept)].flatMap(([name, value]) => {
    const goal = goals[name]
    return goal ? [{ name, value: 'atLeast' in goal ? value / goal.atLeast : goal.atMost / value }] : []
  })
  return barChart(`${kept.result.bench}: against its goals`, 'times the goal', [{ name: 'goal', value: 1 }, ...bars])
}

function titleOf({ result }: KeptResult, group: string): string {
  return `${result.bench}: ${group.replaceAll('_', ' ')}`
}

function unitOf(group: string): string {
  return units[group] ?? group
}

function goalWords(goal: Goal | undefined, value: number): string {
  if (!goal) return '–'
  const words = 'atLeast' in goal ? `at least ${format(goal.atLeast)}` : `at most ${format(goal.atMost)}`
  return `${words}: ${isMet(value, goal) ? 'met' : '**not met**'}`
}

function format(value: number): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value)
}
