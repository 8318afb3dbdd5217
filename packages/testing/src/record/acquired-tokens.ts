import { memoryTokens, type Tokens } from '@portico/core'
import type { RecordingTransport } from './recording-transport.ts'

/**
 * Keeps the tokens that a vendor gives out while it is recorded, and adds each to what is known to be secret: nothing else tells one
 * that has no known form. Asking for it is the facade's business, wherever the endpoint is, and no exchange of the operation.
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
