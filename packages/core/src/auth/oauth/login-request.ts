import type { TokenRequest } from '../../contract/scheme.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AuthorizationCodeCredential } from './authorization-code-statement.ts'

/** What every step of a login needs to reach the vendor. */
export interface LoginRequest {
  readonly credential: Pick<AuthorizationCodeCredential, 'clientId' | 'clientSecret'>
  /** The connection's settings, where the scheme's URLs name some. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Default: as calls are sent, through the proxy that the environment names. */
  readonly fetch?: TokenRequest<unknown>['fetch']
  /** Default: the system's. */
  readonly clock?: Pick<Clock, 'now' | 'wait'>
  readonly signal?: AbortSignal | undefined
}
