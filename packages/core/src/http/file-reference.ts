import { createHash } from 'node:crypto'
import type { FileReference } from '../contract/wire.ts'

/** A file from memory. The bytes are copied, so that what was approved is what is sent. */
export function fileFromBytes(name: string, bytes: Uint8Array | string, contentType = 'application/octet-stream'): FileReference {
  if (name === '') throw new TypeError('a file needs a name')
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : new Uint8Array(bytes)
  return {
    name,
    contentType,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    async *open() {
      if (content.length > 0) yield content
    },
  }
}
