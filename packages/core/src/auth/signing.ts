import { createHash, createHmac } from 'node:crypto'
import type { Signing } from '../contract/wire.ts'

/** What one signature may use. `now` is in epoch milliseconds, taken afresh for each attempt. */
export function signingAt(now: number): Signing {
  return {
    now: new Date(now),
    hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
  }
}
