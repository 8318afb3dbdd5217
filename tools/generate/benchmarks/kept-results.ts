import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { repoRoot } from '../../workspace.ts'

/** Where the last result of each bench is kept, with the plots that are drawn from it. */
export const resultsFolder = 'docs/benchmarks'

const figures = z.record(z.string(), z.number())

/** The last line of a bench: its name, and figures alone or in groups. */
export const benchResult = z.object({ bench: z.string().regex(/^[a-z-]+$/) }).catchall(z.union([z.number(), z.string(), figures]))

const kept = z.strictObject({
  at: z.iso.datetime(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.int().positive(),
    memoryGb: z.int().positive(),
    system: z.string(),
    node: z.string(),
  }),
  result: benchResult,
})

export type KeptResult = z.output<typeof kept>

/** The results that are kept, by the names of their benches. Throws for a file that is none. */
export function keptResults(): KeptResult[] {
  return globSync(`${resultsFolder}/*.json`, { cwd: repoRoot })
    .toSorted()
    .map((file) => kept.parse(JSON.parse(readFileSync(join(repoRoot, file), 'utf8'))))
}

/** The figures that stand alone, and the groups of them. */
export function figuresOf({ result }: KeptResult): {
  readonly single: readonly (readonly [name: string, value: number])[]
  readonly groups: readonly (readonly [name: string, values: Readonly<Record<string, number>>])[]
} {
  const entries = Object.entries(result)
  return {
    single: entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    groups: entries.filter((entry): entry is [string, Record<string, number>] => typeof entry[1] === 'object'),
  }
}
