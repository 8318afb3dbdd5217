import { memoryTokens, type Tokens } from '@portico/core'
import type { RecordingTransport } from './recording-transport.ts'

/**
 * Keeps the tokens that a vendor issues while it is recorded, and adds each to the known secrets: nothing else reveals a token
 * without a known form. Acquiring it is the facade's business, wherever the endpoint is, and not an exchange of the operation.
 */
export function acquiredTokens(transport: RecordingTransport, secrets: Set<string>): Tokens {
  const tokens = memoryTokens()
  return {
    ...tokens,
    write(key, token) {
      const others = Object.entries(token.fields).flatMap(([name, value]) =>
        /token|secret/i.test(name) && typeof value === 'string' ? [value] : [],
      )
      for (const secret of [token.accessToken, token.refreshToken, ...others]) if (secret) secrets.add(secret)
      return tokens.write(key, token)
    },
    exclusively: (key, run, signal) => tokens.exclusively(key, () => transport.apart(run), signal),
  }
}
