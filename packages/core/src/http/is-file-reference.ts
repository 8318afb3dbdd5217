import type { FileReference } from '../contract/wire.ts'

export function isFileReference(value: unknown): value is FileReference {
  const file = value as Partial<FileReference> | null
  return typeof file === 'object' && file !== null && typeof file.open === 'function' && typeof file.sha256 === 'string'
}
