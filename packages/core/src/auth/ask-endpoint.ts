import type { TokenRequest } from '../contract/scheme.ts'
import { HostNotAllowed } from '../http/host-not-allowed.ts'
import { AuthorizationError, isAuthorizationError } from './authorization-error.ts'

export interface EndpointAnswer {
  readonly response: Response
  readonly text: string
  /** Undefined when the text is not a JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/** Sends the request and reads the whole answer, whatever its status. Throws `AuthorizationError` `unavailable` if none came. */
export async function askEndpoint(
  fetch: TokenRequest<unknown>['fetch'],
  url: string,
  init: RequestInit,
): Promise<EndpointAnswer> {
  try {
    const response = await fetch(url, init)
    const text = await response.text()
    return { response, text, body: jsonObject(text) }
  } catch (cause) {
    if (cause instanceof HostNotAllowed || isAuthorizationError(cause)) throw cause
    throw new AuthorizationError('unavailable', `${new URL(url).host} did not answer`, { cause })
  }
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
