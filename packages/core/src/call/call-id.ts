import { randomUUID } from 'node:crypto'

/**
 * A UUID of version 7 (RFC 9562). It begins with the time, so that calls of one moment lie together in a store's indexes: with
 * random ones each call would write pages of its own.
 */
export function callId(now: number): string {
  const time = Math.floor(now).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
