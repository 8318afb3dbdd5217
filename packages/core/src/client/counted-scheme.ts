import { isAuthorizationError } from '../auth/authorization-error.ts'
import type { TokenScheme } from '../contract/scheme.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** The scheme with its token acquisitions counted by outcome. */
export function countedScheme<Credential>(
  scheme: TokenScheme<Credential>,
  telemetry: Telemetry | undefined,
  names: { readonly connector: string; readonly scheme: string },
): TokenScheme<Credential> {
  if (!telemetry?.measure) return scheme
  const count = (outcome: string): void =>
    telemetry.measure?.('portico.token.acquisitions', 1, {
      'portico.connector': names.connector,
      'portico.scheme': names.scheme,
      'portico.outcome': outcome,
    })
  return {
    ...scheme,
    async acquire(request) {
      try {
        const token = await scheme.acquire(request)
        count('acquired')
        return token
      } catch (error) {
        count(isAuthorizationError(error) ? error.code : 'failed')
        throw error
      }
    },
  }
}
