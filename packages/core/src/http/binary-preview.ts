import { createHash } from 'node:crypto'
import type { FileReference } from '../contract/wire.ts'

/** How a dry run shows a file: what it is, never what is in it. */
export function filePreview({ name, contentType, size, sha256 }: FileReference): string {
  return `<file ${JSON.stringify(name)}, ${contentType}, ${size} bytes, sha256 ${sha256}>`
}

export function bytesPreview(bytes: Uint8Array): string {
  return `<${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}>`
}
