import { randomBytes } from 'node:crypto'
import { KeyError } from './key-error.ts'

/** Keys by id. The current one seals; all of them open. */
export interface KeyRing {
  readonly currentId: string
  /** 32 bytes each. */
  readonly keys: ReadonlyMap<string, Uint8Array>
}

const entryShape = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63}):([A-Za-z0-9+/_-]{43}=?)$/

/**
 * Reads `id:key` entries, separated by commas or white space; the first one seals. A key is 32 bytes in base64 or base64url, as
 * `newKey` makes it. Keep an older key in the list until every value has been resealed.
 */
export function parseKeyRing(text: string, source: string): KeyRing {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '')
  const keys = new Map<string, Uint8Array>()
  for (const [index, entry] of entries.entries()) {
    const [, id, encoded] = entryShape.exec(entry) ?? []
    if (id === undefined || encoded === undefined) {
      throw new KeyError('malformed_keys', `${source}: entry ${index + 1} is not id:key, with 32 bytes in base64 for a key`)
    }
    if (keys.has(id)) throw new KeyError('malformed_keys', `${source}: the id ${id} is there twice`)
    keys.set(id, Buffer.from(encoded, 'base64url'))
  }
  const [currentId] = keys.keys()
  if (currentId === undefined) throw new KeyError('no_keys', `${source}: it holds no key; write id:key`)
  return { currentId, keys }
}

/** A new random key as an entry for a ring. */
export function newKey(id: string): string {
  const entry = `${id}:${randomBytes(32).toString('base64url')}`
  parseKeyRing(entry, 'the new key')
  return entry
}
