import { DuckDBInstance } from '@duckdb/node-api'

export interface OpenDuckdbOptions {
  /** The database file; created where there is none. */
  readonly path: string
  /** DuckDB's memory limit, such as `512MB`. Default `256MB`: DuckDB's own default would be 80% of the machine's memory. */
  readonly memoryLimit?: string
  /** Default 1: landing waits for the disk and the source anyway, and more threads take more memory. */
  readonly threads?: number
}

export const defaultMemoryLimit = '256MB'

/**
 * Opens a DuckDB file as its destination does. A process that reads what it syncs must open it with this, so that all users of a
 * file share one instance and its one configuration: two instances would not see each other's lock, and would corrupt the file.
 */
export function openDuckdb({ path, memoryLimit = defaultMemoryLimit, threads = 1 }: OpenDuckdbOptions): Promise<DuckDBInstance> {
  return DuckDBInstance.fromCache(path, {
    memory_limit: memoryLimit,
    threads: String(threads),
    // What a batch writes to the log is safe. A checkpoint takes memory in proportion to what it folds into the tables.
    checkpoint_threshold: '16MB',
    // Row groups are joined only where they are known to fit into memory: see join-row-groups.ts.
    max_vacuum_tasks: '0',
    // Returns freed memory to the system soon, rather than at some later allocation.
    allocator_background_threads: 'true',
  })
}
