import * as z from 'zod'
import type { FileReference } from './wire.ts'

function isFileReference(value: unknown): value is FileReference {
  const candidate = value as Partial<FileReference> | null
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof candidate.open === 'function' &&
    typeof candidate.sha256 === 'string'
  )
}

/** A file in an input: made with `fileFromBytes` or `fileFromPath`. An approval binds to its digest, a retry opens it again. */
export function file(): z.ZodCustom<FileReference, FileReference> {
  return z
    .custom<FileReference>(isFileReference, { error: 'expected a file: make one with fileFromBytes() or fileFromPath()' })
    .meta({ type: 'string', contentEncoding: 'base64', description: 'A file.' })
}
