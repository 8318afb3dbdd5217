import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { LineageDeliveryError, type LineageTransport } from './lineage-transport.ts'
import type { RunEvent } from './run-event.ts'

export interface LineageOutboxOptions {
  /** Created where there is none. Events that the receiver refuses for good move to `refused` in it. */
  readonly folder: string
  /** The final receiver of events. It is closed with the outbox. */
  readonly transport: LineageTransport
  /** Called for each event that stays or was refused, with the file that holds it. */
  readonly onTrouble: (trouble: { readonly file: string; readonly error: LineageDeliveryError }) => void
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
}

/** Made by `lineageOutbox`. */
export interface LineageOutbox extends LineageTransport, AsyncDisposable {
  /** Delivers waiting events, oldest first, and stops at the first one that is not accepted. Returns how many are left. */
  deliver(): Promise<number>
}

/**
 * Keeps each event on disk until the receiver has it, so that neither a crash nor an unreachable receiver loses one, and no sync
 * waits for it. `send` resolves when the event is on disk. After a crash, what is left is delivered with the next event, or by
 * `deliver`. Delivery is in order and at least once.
 */
export async function lineageOutbox(options: LineageOutboxOptions): Promise<LineageOutbox> {
  const { folder, transport, onTrouble, now = () => Date.now() } = options
  const refused = join(folder, 'refused')
  await mkdir(refused, { recursive: true, mode: 0o700 })
  let sequence = 0
  let delivering: Promise<number> | undefined
  let again = false

  /** Names sort by time, then by order within this process. */
  function nextName(): string {
    const time = String(now()).padStart(15, '0')
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
      // In the same turn as the last check of `again`, so that an event arriving now starts a new delivery.
      delivering = undefined
    }
  }

  /** Whether the next event may be sent. */
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

  /** One delivery at a time in this process: the current one also picks up events that arrive meanwhile. */
  function deliver(): Promise<number> {
    again = true
    delivering ??= deliverAll()
    return delivering
  }

  const close = async (): Promise<void> => {
    await deliver()
    await transport.close()
  }

  return {
    async send(event) {
      await keep(event)
      // The event is safe: that it could not be delivered yet is not the sender's failure.
      deliver().catch((cause: unknown) => onTrouble({ file: folder, error: asDeliveryError(cause) }))
    },
    deliver,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function asDeliveryError(cause: unknown): LineageDeliveryError {
  if (cause instanceof LineageDeliveryError) return cause
  return new LineageDeliveryError('a lineage event could not be delivered', { retryable: true, cause })
}

/** Another process delivers from the same folder, and got there first. */
async function unlessGone<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A new name survives a power cut only once its folder is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
