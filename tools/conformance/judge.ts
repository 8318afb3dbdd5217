import type { Scenario } from './run-suite.ts'

export interface Verdict {
  readonly name: string
  readonly verdict: 'passes' | 'does not apply' | 'not tested' | 'fails'
  readonly passed: number
  readonly warned: readonly string[]
  /** Checks that failed unexpectedly. */
  readonly unexpected: readonly string[]
  /** The lines of expected failures that this scenario needed. */
  readonly lines: readonly string[]
}

/**
 * A scenario fails if any check fails unexpectedly. One whose failures are all expected passes in what applies of it, and one
 * that the suite itself skips is not tested.
 */
export function judge({ name, passed, failed, warned }: Scenario, expected: Readonly<Record<string, string>>): Verdict {
  const unexpected: string[] = []
  const lines = new Set<string>()
  for (const check of failed) {
    const line = [name, `${name}:${check}`].find((each) => Object.hasOwn(expected, each))
    if (line === undefined) unexpected.push(check)
    else lines.add(line)
  }
  const applies = passed > 0 ? 'passes' : 'not tested'
  const verdict = unexpected.length > 0 ? 'fails' : lines.has(name) ? 'does not apply' : applies
  return { name, verdict, passed, warned, unexpected, lines: [...lines] }
}
