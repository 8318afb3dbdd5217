import { type FileHandle, open } from 'node:fs/promises'
import { eventMessage } from '@portico/events'
import type { DeliverySink } from './delivery-sink.ts'
import { type FileLock, fileLock } from '../files/file-lock.ts'
import { EventSinkError } from './event-sink-error.ts'

export interface JsonlSinkOptions {
  /** Default: `jsonl`. */
  readonly name?: string
}

/**
 * An append-only file of structured CloudEvents, one a line, readable only by its owner. An event counts as delivered once it is
 * on disk (fdatasync); concurrent events share one write. One sink at a time holds the file, by `<file>.lock`; a second one is
 * refused. Rejects with an `EventSinkError`.
 */
export async function jsonlSink(path: string, options: JsonlSinkOptions = {}): Promise<DeliverySink & AsyncDisposable> {
  const file = await open(path, 'a+', 0o600)
  const { lock, end } = await taken(file, path).catch(async (error: unknown) => {
    await file.close()
    throw error
  })
  let size = end
  let waiting: { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []
  let flushing: Promise<void> | undefined

  async function flush(): Promise<void> {
    // Events of the same turn share a write.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const bytes = Buffer.from(batch.map(({ line }) => line).join(''), 'utf8')
      try {
        await file.appendFile(bytes)
        await file.datasync()
        size += bytes.length
        for (const { resolve } of batch) resolve()
      } catch (cause) {
        const kept = await file.truncate(size).then(
          () => undefined,
          (error: unknown) => error,
        )
        const reason = kept === undefined ? cause : new AggregateError([cause, kept])
        const failure = new EventSinkError('unavailable', `${path} could not be written`, { cause: reason })
        for (const { reject } of batch) reject(failure)
      }
    }
    flushing = undefined
  }

  const close = async (): Promise<void> => {
    await flushing
    await file.close()
    lock.release()
  }

  return {
    name: options.name ?? 'jsonl',
    deliver(event) {
      const { body } = eventMessage(event, 'structured')
      return new Promise<void>((resolve, reject) => {
        waiting.push({ line: `${body}\n`, resolve, reject })
        flushing ??= flush()
      })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Takes the file for this sink, and finds the end of what was acknowledged. */
async function taken(file: FileHandle, path: string): Promise<{ readonly lock: FileLock; readonly end: number }> {
  if (((await file.stat()).mode & 0o077) !== 0) await file.chmod(0o600)
  const lock = await fileLock(path)
  if (!lock)
    throw new EventSinkError(
      'unavailable',
      `${path} is already written by another relay: stop that one first, or name another file`,
    )
  try {
    return { lock, end: await takeOffTornLine(file) }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Whatever follows the last newline was never acknowledged, and its event comes again. Returns the size that remains. */
async function takeOffTornLine(file: FileHandle): Promise<number> {
  const { size } = await file.stat()
  const block = Buffer.alloc(65_536)
  for (let end = size; end > 0; end -= block.length) {
    const from = Math.max(0, end - block.length)
    const { bytesRead } = await file.read(block, 0, end - from, from)
    const newline = block.subarray(0, bytesRead).lastIndexOf(10)
    if (newline === -1) continue
    const keep = from + newline + 1
    if (keep < size) await file.truncate(keep)
    return keep
  }
  if (size > 0) await file.truncate(0)
  return 0
}
