import { createHash, createHmac } from 'node:crypto'
import type { Signing } from '../contract/wire.ts'

/** The tools of one signature. `now` in epoch milliseconds, taken anew for each attempt. */
export function signingAt(now: number): Signing {
  return {
    now: new Date(now),
    hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
  }
}
