import { createWriteStream, existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Bytes, Receipt } from '@portico/core'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import type { Output } from '../terminal/output.ts'
import { tell } from '../failure.ts'
import { createProgress } from '../terminal/progress.ts'
import { DocumentedFailure, itemsDocument } from './page-document.ts'

/** Checks, before anything is sent, that a download has a destination. */
export function checkPlace(io: Io, output: Output, path: string | undefined): void {
  if (path === undefined) {
    if (output.json) throw new Mistake('usage', '--output', 'a download has no place in a JSON document', 'write --output <path>')
    if (io.stdout.isTTY === true)
      throw new Mistake('usage', '--output', 'the operation returns a file', 'write --output <path>, or pipe it')
    return
  }
  if (existsSync(resolve(io.cwd, path))) throw new Mistake('file', '--output', `${path} exists`, 'name another place')
}

/** Writes a download to its destination. An interrupted one leaves no partial file. */
export async function deliverBytes(
  { io, output }: { readonly io: Io; readonly output: Output },
  operation: string,
  { stream, contentType, length }: Bytes,
  receipt: Receipt,
  path: string | undefined,
): Promise<void> {
  const progress = createProgress(io, output, operation)
  let written = 0
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])) {
      const bytes = chunk as Uint8Array
      written += bytes.length
      progress.update(`${operation}: ${written}${length === undefined ? '' : ` of ${length}`} bytes`)
      yield bytes
    }
  }
  try {
    if (path === undefined) {
      await pipeline(counted, io.stdout, { signal: io.signal, end: false })
      return
    }
    const file = resolve(io.cwd, path)
    try {
      await pipeline(counted, createWriteStream(file, { flags: 'wx' }), { signal: io.signal })
    } catch (error) {
      if (written > 0 || (error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(file, { force: true })
      throw error
    }
  } finally {
    progress.end()
  }
  const data = { file: path, bytes: written, ...(contentType !== undefined && { contentType }) }
  if (output.json) await output.document({ operation, data, receipt })
  else output.note(`${path}: ${written} bytes${contentType === undefined ? '' : ` of ${contentType}`}`)
}

/** Writes server-sent events as they come. */
export async function deliverEvents(
  { io, output }: { readonly io: Io; readonly output: Output },
  operation: string,
  events: AsyncIterable<unknown>,
): Promise<void> {
  const document = output.json ? await itemsDocument(output, operation) : undefined
  try {
    for await (const event of events) {
      if (document) await document.items([event])
      else await output.write(`${JSON.stringify(event)}\n`)
    }
    await document?.end({})
  } catch (error) {
    const told = tell(error, io.signal)
    if (!document || told.document === undefined || io.signal.aborted) throw error
    await document.fail(told, {})
    throw new DocumentedFailure(error)
  }
}
