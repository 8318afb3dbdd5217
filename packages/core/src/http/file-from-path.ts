import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FileReference } from '../contract/wire.ts'

/** What tells that a file was written to since: comparing it is cheaper than reading the file again. */
interface Stamp {
  readonly size: number
  readonly inode: bigint
  readonly modifiedNs: bigint
}

/**
 * A file on disk, read once here for its digest and again at each sending. Opening it fails when its size or digest is no longer
 * the one of the reference. Rejects as `node:fs` does when it can't be read.
 */
export async function fileFromPath(path: string, contentType = 'application/octet-stream'): Promise<FileReference> {
  const stamp = await stampOf(path)
  const sha256 = await digestOf(path)
  if (!same(stamp, await stampOf(path))) throw new Error(`'${path}' was written to while its digest was made`)
  return {
    name: basename(path),
    contentType,
    size: stamp.size,
    sha256,
    async *open() {
      const now = await stampOf(path)
      if (now.size !== stamp.size) throw new Error(`'${path}' has ${now.size} bytes, it was referenced with ${stamp.size}`)
      if (!same(now, stamp) && (await digestOf(path)) !== sha256)
        throw new Error(`'${path}' has other content than when it was referenced`)
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
