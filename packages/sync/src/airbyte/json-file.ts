import { readFile } from 'node:fs/promises'
import { ConfigError } from './protocol.ts'

/**
 * Reads a file that the platform named, on demand, so that a mistake in it is reported in a message of the protocol, as the
 * platform expects.
 */
export function jsonFile(option: string, path: string): () => Promise<unknown> {
  return async () => {
    let text: string
    try {
      text = await readFile(path, 'utf8')
    } catch (error) {
      throw new ConfigError(`${option}: ${path} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
    }
    try {
      return JSON.parse(text) as unknown
    } catch {
      // The parser's own message would quote the file, and with it perhaps a secret.
      throw new ConfigError(`${option}: ${path} is not JSON`)
    }
  }
}
