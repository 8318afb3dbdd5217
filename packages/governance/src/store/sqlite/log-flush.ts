import { type FileHandle, open } from 'node:fs/promises'

/** The part of a file that is needed to have it on disk. */
export type Flushable = Pick<FileHandle, 'datasync' | 'close'>

/**
 * Brings the log of a SQLite file to disk beside this thread, which SQLite's own flush would stop. What was committed before is on
 * disk when it resolves, by whichever descriptor it was written.
 */
export class LogFlush {
  readonly #open: () => Promise<Flushable>
  #log: Promise<Flushable> | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(path: string, openLog: () => Promise<Flushable> = () => open(`${path}-wal`, 'r+')) {
    this.#open = openLog
  }

  /** Throws where a flush failed before: the system reports a page that it could not write once, and drops it then. */
  assertSound(): void {
    if (this.#failure) throw this.#failure.error
  }

  async flush(): Promise<void> {
    try {
      const log = await (this.#log ??= this.#open())
      await log.datasync()
    } catch (error) {
      this.#failure ??= { error }
      throw error
    }
  }

  async close(): Promise<void> {
    await (await this.#log)?.close()
  }
}
