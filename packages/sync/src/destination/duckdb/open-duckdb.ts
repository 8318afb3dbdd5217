import { DuckDBInstance } from '@duckdb/node-api'

export interface OpenDuckdbOptions {
  /** The database's file; made where there is none. */
  readonly path: string
  /** DuckDB's own, such as `512MB`. Default `256MB`: its own default would be four fifths of the machine. */
  readonly memoryLimit?: string
  /** Default 1: landing waits for the disk and the source, and more threads take more memory. */
  readonly threads?: number
}

export const defaultMemoryLimit = '256MB'

/**
 * Opens a DuckDB file as its destination does. A process that reads what it syncs opens it by this: all that name a file share one
 * instance, which has one configuration. Two of their own would not see each other's lock, and spoil it.
 */
export function openDuckdb({ path, memoryLimit = defaultMemoryLimit, threads = 1 }: OpenDuckdbOptions): Promise<DuckDBInstance> {
  return DuckDBInstance.fromCache(path, {
    memory_limit: memoryLimit,
    threads: String(threads),
    // What a batch writes to the log is safe. Folding it into the tables takes memory by what there is to fold.
    checkpoint_threshold: '16MB',
    // Row groups are joined where it is known that they fit into memory: see join-row-groups.ts.
    max_vacuum_tasks: '0',
    // What it frees goes back to the system soon, and not when an allocation happens to ask.
    allocator_background_threads: 'true',
  })
}
