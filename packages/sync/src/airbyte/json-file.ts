import { readFile } from 'node:fs/promises'
import { ConfigError } from './protocol.ts'

/** Reads a file that the platform named, when it is needed. A mistake is told in a message of the protocol, as the platform expects. */
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
      // The parser's own words would repeat a part of the file, and with it perhaps a secret.
      throw new ConfigError(`${option}: ${path} is not JSON`)
    }
  }
}
