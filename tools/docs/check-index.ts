import { posix } from 'node:path'
import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

const path = 'docs/source-of-truth.md'

/** Pages that must exist and be in the index: those that govern the platform. */
const canonicalPages = [
  'docs/governance/connector-facade-standard.md',
  'docs/governance/approval-policy.md',
  'docs/governance/events-and-schema.md',
  'docs/governance/operational-severity.md',
  'docs/semantic-metrics-dictionary.md',
  'docs/lineage-catalog-choice.md',
  'docs/release-readiness-matrix.md',
  'docs/runbooks/README.md',
  'docs/references.md',
  'docs/threat-model.md',
  'docs/benchmarks.md',
  'SECURITY.md',
] as const

// Pages of kinds with an index of their own.
const indexed = /^docs\/(connectors|decisions|schemas)\//

/** The index of canonical pages must list each topic once, with an existing page, an owner and a review date still to come. */
export function checkIndex(pages: readonly Page[], today: string, required: readonly string[] = canonicalPages): Problem[] {
  const index = pages.find((page) => page.path === path)
  const table = index?.tables[0]
  if (!index || !table) return [{ file: path, line: 1, text: 'the index of canonical pages is missing' }]
  const problems: string[] = []
  const topics = new Set<string>()
  const canonical = new Set<string>([path])
  for (const [topic = '', link = '', owner = '', until = ''] of table.rows) {
    if (topics.has(topic)) problems.push(`the topic ${topic} has two canonical pages`)
    topics.add(topic)
    const target = /\]\(([^)#]+)/.exec(link)?.[1]
    if (target === undefined) problems.push(`${topic}: the canonical page is not a link`)
    else canonical.add(posix.normalize(posix.join('docs', target)).replace(/\/$/, ''))
    if (owner.trim() === '') problems.push(`${topic}: it has no owner`)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(until)) problems.push(`${topic}: "review by" is not a date`)
    else if (until < today) problems.push(`${topic}: its review was due by ${until}`)
  }
  const covered = (page: string): boolean => canonical.has(page) || [...canonical].some((each) => page.startsWith(`${each}/`))
  for (const page of pages) {
    if (page.path.startsWith('docs/') && !indexed.test(page.path) && !covered(page.path))
      problems.push(`${page.path} is not in the index`)
  }
  const there = new Set(pages.map((page) => page.path))
  for (const page of required) {
    if (!there.has(page)) problems.push(`the canonical page ${page} does not exist`)
    else if (page.startsWith('docs/') && !covered(page)) problems.push(`the canonical page ${page} is not in the index`)
  }
  return problems.map((text) => ({ file: path, line: 1, text }))
}
