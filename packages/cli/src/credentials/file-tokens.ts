import type { Tokens } from '@portico/core'
import type { CredentialsFile } from './credentials-file.ts'

/**
 * Tokens of one configured connector. Its name is part of the key: two names may stand for one connector at two hosts, and a
 * token for one must not reach the other.
 */
export function fileTokens(file: CredentialsFile, connector: string): Tokens {
  const nameOf = (key: string): string => `${connector}:${key}`
  return {
    read: async (key) => (await file.read()).tokens[nameOf(key)],
    write: (key, token) =>
      file.update((content) => {
        content.tokens[nameOf(key)] = token
      }),
    remove: (key) =>
      file.update((content) => {
        delete content.tokens[nameOf(key)]
      }),
    exclusively: (key, run) => file.exclusively(nameOf(key), run),
  }
}
