import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '@portico/core'
import { LineageDeliveryError, type LineageTransport } from './lineage-transport.ts'
import type { RunEvent } from './run-event.ts'

export interface LineageOutboxOptions {
  /** Made where it is not there. Events that the receiver refuses for good are moved to `refused` in it. */
  readonly folder: string
  /** Where events go in the end. It is closed with the outbox. */
  readonly transport: LineageTransport
  /** Told of each event that stays or was refused, with the file that holds it. */
  readonly onTrouble: (trouble: { readonly file: string; readonly error: LineageDeliveryError }) => void
  readonly clock?: Pick<Clock, 'now'>
}

/** Made by `lineageOutbox`. */
export interface LineageOutbox extends LineageTransport {
  /** Delivers what waits, oldest first, and stops at the first event that is not taken. Gives how many are left. */
  deliver(): Promise<number>
}

/**
 * Keeps each event on disk until the receiver has it, so that neither a crash nor a receiver that is away loses one, and no sync waits
 * for it. `send` resolves when the event is on disk. What a crash left is delivered with the next event, or by `deliver`. Delivery is
 * in order and at least once.
 */
export async function lineageOutbox(options: LineageOutboxOptions): Promise<LineageOutbox> {
  const { folder, transport, onTrouble, clock = systemClock } = options
  const refused = join(folder, 'refused')
  await mkdir(refused, { recursive: true, mode: 0o700 })
  let sequence = 0
  let delivering: Promise<number> | undefined
  let again = false

  /** Names sort by time, then by order within this process. */
  function nextName(): string {
    const time = String(clock.now()).padStart(15, '0')
    return `${time}-${String(sequence++).padStart(9, '0')}-${randomUUID()}.json`
  }

  async function keep(event: RunEvent): Promise<void> {
    const name = nextName()
    const temporary = join(folder, `${name}.part`)
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(JSON.stringify(event))
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(folder, name))
    await syncFolder(folder)
  }

  async function deliverAll(): Promise<number> {
    try {
      do {
        again = false
        const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()
        for (const [index, name] of names.entries()) {
          if (!(await deliverOne(join(folder, name), join(refused, name)))) return names.length - index
        }
      } while (again)
      return 0
    } finally {
      // In the same turn as the last look at `again`: an event that comes now starts a delivery of its own.
      delivering = undefined
    }
  }

  /** Whether the next one may go. */
  async function deliverOne(file: string, refusedFile: string): Promise<boolean> {
    const text = await unlessGone(readFile(file, 'utf8'))
    if (text === undefined) return true
    try {
      await transport.send(JSON.parse(text) as RunEvent)
    } catch (cause) {
      const error = asDeliveryError(cause)
      if (!error.retryable) await unlessGone(rename(file, refusedFile))
      onTrouble({ file: error.retryable ? file : refusedFile, error })
      return !error.retryable
    }
    await unlessGone(unlink(file))
    return true
  }

  /** One delivery at a time in this process: an event that comes meanwhile is seen by the one under way. */
  function deliver(): Promise<number> {
    again = true
    delivering ??= deliverAll()
    return delivering
  }

  return {
    async send(event) {
      await keep(event)
      // The event is safe: that it could not go yet is no failure of whoever sent it.
      deliver().catch((cause: unknown) => onTrouble({ file: folder, error: asDeliveryError(cause) }))
    },
    deliver,
    async close() {
      await deliver()
      await transport.close()
    },
  }
}

function asDeliveryError(cause: unknown): LineageDeliveryError {
  if (cause instanceof LineageDeliveryError) return cause
  return new LineageDeliveryError('a lineage event could not be delivered', { retryable: true, cause })
}

/** Another process delivers from the same folder, and was first. */
async function unlessGone<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A new name outlives a power cut only once its folder is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
