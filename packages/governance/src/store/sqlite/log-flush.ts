import { type FileHandle, open } from 'node:fs/promises'

/** The part of a file handle that flushing needs. */
export type Flushable = Pick<FileHandle, 'datasync' | 'close'>

/**
 * Flushes the log of a SQLite file off this thread, which SQLite's own flush would block. When it resolves, everything committed
 * before is on disk, whichever descriptor wrote it.
 */
export class LogFlush {
  readonly #open: () => Promise<Flushable>
  #log: Promise<Flushable> | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(path: string, openLog: () => Promise<Flushable> = () => open(`${path}-wal`, 'r+')) {
    this.#open = openLog
  }

  /** Throws if a flush has failed: the system reports a failed page write only once, then drops the page. */
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
