import { type FileHandle, open } from 'node:fs/promises'
import { LineageDeliveryError, type LineageTransport } from './lineage-transport.ts'

/** Appends each event to a file, one per line, on disk before `send` resolves. Only one process may write to a file. */
export async function fileLineage(path: string): Promise<LineageTransport> {
  const file = await open(path, 'a+', 0o600)
  await takeOffTornLine(file)
  let last: Promise<void> = Promise.resolve()

  async function append(line: string, before: Promise<void>): Promise<void> {
    // An earlier write's failure went to its own caller.
    await before.catch(() => {})
    try {
      await file.appendFile(line)
      await file.datasync()
    } catch (cause) {
      throw new LineageDeliveryError(`a lineage event could not be written to ${path}`, { retryable: true, cause })
    }
  }

  return {
    send(event) {
      last = append(`${JSON.stringify(event)}\n`, last)
      return last
    },
    async close() {
      await last.catch(() => {})
      await file.close()
    },
  }
}

/** A line without a line break was never acknowledged. */
async function takeOffTornLine(file: FileHandle): Promise<void> {
  const block = Buffer.alloc(65_536)
  let end = (await file.stat()).size
  while (end > 0) {
    const from = Math.max(0, end - block.length)
    const { bytesRead } = await file.read(block, 0, end - from, from)
    const newline = block.subarray(0, bytesRead).lastIndexOf(10)
    if (newline !== -1) return file.truncate(from + newline + 1)
    end = from
  }
  await file.truncate(0)
}
