import type { TokenSource } from '../auth/token-source.ts'
import type { Token } from '../contract/scheme.ts'
import { createRedactor, type Redactor } from '../telemetry/redaction.ts'
import { secretsOfToken } from './secrets-of.ts'

/**
 * A token source with a redactor that learns each token as it is handed out, before anything is sent with it. It also keeps the
 * previous token, which a call may still be using.
 */
export function withLearningRedactor(
  source: TokenSource,
  secrets: readonly string[],
): { readonly tokens: TokenSource; readonly redact: Redactor } {
  let redact = createRedactor(secrets)
  let latest: Token | undefined
  const learn = (token: Token): Token => {
    if (token === latest) return token
    redact = createRedactor([...secrets, ...(latest ? secretsOfToken(latest) : []), ...secretsOfToken(token)])
    latest = token
    return token
  }
  return {
    redact: (value) => redact(value),
    tokens: {
      current(signal) {
        const token = source.current(signal)
        return token instanceof Promise ? token.then(learn) : learn(token)
      },
      refused: (token) => source.refused(token),
    },
  }
}
