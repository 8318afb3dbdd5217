import { createHash } from 'node:crypto'
import type { FileReference } from '../contract/wire.ts'
import { InvalidRequest } from './invalid-request.ts'

/**
 * A file's chunks, with size and digest checked on the way. The last chunk is held back until then, so that a vendor never
 * receives all of a file that is not the approved one. Fails with an `InvalidRequest` for `field`.
 */
export async function* verifiedFile(field: string, file: FileReference): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let size = 0
  let held: Uint8Array | undefined
  try {
    for await (const chunk of file.open()) {
      size += chunk.length
      if (size > file.size) break
      hash.update(chunk)
      if (held !== undefined) yield held
      held = chunk
    }
  } catch (error) {
    throw new InvalidRequest(field, `'${file.name}' could not be read: ${(error as Error).message}`, error)
  }
  if (size !== file.size || hash.digest('hex') !== file.sha256) {
    throw new InvalidRequest(field, `'${file.name}' has changed since it was referenced`)
  }
  if (held !== undefined) yield held
}
