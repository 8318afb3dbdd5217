import type { ZodCustom } from 'zod'
import { isFileReference } from '../http/is-file-reference.ts'
import type { FileReference } from './wire.ts'
import * as z from './z.ts'

/** A file in an input: made with `fileFromBytes` or `fileFromPath`. An approval binds to its digest, a retry opens it again. */
export function file(): ZodCustom<FileReference, FileReference> {
  return z
    .custom<FileReference>(isFileReference, { error: 'expected a file: make one with fileFromBytes() or fileFromPath()' })
    .meta({ type: 'string', contentEncoding: 'base64', description: 'A file.' })
}
