import { locate } from '@portico/core'

/**
 * An address that may be sent to: https, or http to a loopback literal, without a user name. Throws a TypeError that names the
 * option.
 */
export function checkedAddress(option: string, url: string): string {
  try {
    locate(url)
    return url
  } catch (error) {
    throw new TypeError(`${option}: ${(error as Error).message}`, { cause: error })
  }
}
