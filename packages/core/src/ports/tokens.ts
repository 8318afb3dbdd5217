import type { Token } from '../contract/scheme.ts'

/** Where acquired tokens are kept between calls. A key identifies tenant, account, connector and scheme. */
export interface Tokens {
  read(key: string): Token | undefined | Promise<Token | undefined>
  write(key: string, token: Token): void | Promise<void>
  remove(key: string): void | Promise<void>
  /** Runs one refresh at a time per key; the others wait and then read what it wrote. The signal ends the wait for a turn. */
  exclusively<T>(key: string, run: () => Promise<T>, signal?: AbortSignal): Promise<T>
}
