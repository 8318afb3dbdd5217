import * as z from 'zod'
import type { FileReference } from './wire.ts'

function isFileReference(value: unknown): value is FileReference {
  const file = value as Partial<FileReference> | null
  return typeof file === 'object' && file !== null && typeof file.open === 'function' && typeof file.sha256 === 'string'
}

/** A file in an input: made with `fileFromBytes` or `fileFromPath`. An approval binds to its digest, a retry opens it again. */
export function file(): z.ZodCustom<FileReference, FileReference> {
  return z
    .custom<FileReference>(isFileReference, { error: 'expected a file: make one with fileFromBytes() or fileFromPath()' })
    .meta({ type: 'string', contentEncoding: 'base64', description: 'A file.' })
}
