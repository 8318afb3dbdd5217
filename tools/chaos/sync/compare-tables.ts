import type { Thing } from './faulty-vendor.ts'
import { readTable } from './read-table.ts'
import { tables } from './thing-source.ts'

export interface Differences {
  /** Rows of the source that the table lacks, or has in an older form. */
  readonly lost: number
  /** Rows that are duplicated, or that the source no longer has. */
  readonly duplicated: number
}

/** Compares what landed with the source, record by record. */
export async function compareTables(
  { to, dataset }: { readonly to: string; readonly dataset: string },
  source: ReadonlyMap<number, Thing>,
): Promise<Differences> {
  let lost = 0
  let duplicated = 0
  for (const table of Object.values(tables)) {
    const landed = new Map<number, string>()
    for (const { id, value } of await readTable(to, dataset, table)) {
      if (landed.has(id) || source.get(id)?.deleted !== false) duplicated++
      landed.set(id, value)
    }
    for (const [id, { value, deleted }] of source) if (!deleted && landed.get(id) !== value) lost++
  }
  return { lost, duplicated }
}
