import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FileReference } from '../contract/wire.ts'

/** Shows whether a file was written to since: cheaper to compare than reading the file again. */
interface Stamp {
  readonly size: number
  readonly inode: bigint
  readonly modifiedNs: bigint
}

/**
 * A file on disk, read once here for its digest and again for each sending. Opening it fails if its size or digest is no longer
 * that of the reference. Rejects as `node:fs` does if it can't be read.
 */
export async function fileFromPath(path: string, contentType = 'application/octet-stream'): Promise<FileReference> {
  const stamp = await stampOf(path)
  const sha256 = await digestOf(path)
  if (!same(stamp, await stampOf(path))) throw new Error(`'${path}' was written to while its digest was computed`)
  return {
    name: basename(path),
    contentType,
    size: stamp.size,
    sha256,
    async *open() {
      const now = await stampOf(path)
      if (now.size !== stamp.size) throw new Error(`'${path}' has ${now.size} bytes; it had ${stamp.size} when it was referenced`)
      if (!same(now, stamp) && (await digestOf(path)) !== sha256) throw new Error(`'${path}' has changed since it was referenced`)
      yield* createReadStream(path) as AsyncIterable<Uint8Array>
    },
  }
}

async function stampOf(path: string): Promise<Stamp> {
  const { size, ino, mtimeNs } = await stat(path, { bigint: true })
  return { size: Number(size), inode: ino, modifiedNs: mtimeNs }
}

function same(one: Stamp, other: Stamp): boolean {
  return one.size === other.size && one.inode === other.inode && one.modifiedNs === other.modifiedNs
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(chunk)
  return hash.digest('hex')
}
