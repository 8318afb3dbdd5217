import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { repoRoot } from '../../workspace.ts'

/** Where each benchmark's last result is kept, with the plots drawn from it. */
export const resultsFolder = 'docs/benchmarks'

const figures = z.record(z.string(), z.number())

/** The last line of a benchmark: its name, and single or grouped figures. */
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

/** The kept results, by benchmark. Throws for a file that is not a result. */
export function keptResults(): KeptResult[] {
  return globSync(`${resultsFolder}/*.json`, { cwd: repoRoot })
    .toSorted()
    .map((file) => kept.parse(JSON.parse(readFileSync(join(repoRoot, file), 'utf8'))))
}

/** The single figures, and the groups of figures. */
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
