import { type Code, isConnectorError } from '@portico/core'
import type { ReportedError } from '../run/report.ts'
import { isSyncError, type SyncErrorCode } from '../sync-error.ts'
import { ConfigError, type FailureType } from './protocol.ts'

/** The first kind needs a person to fix it; the second may pass, so the platform retries. */
const configCodes: ReadonlySet<string> = new Set<Code | SyncErrorCode>([
  'unauthenticated',
  'forbidden',
  'not_found',
  'invalid_input',
  'invalid_options',
  'state_version',
  'unknown_stream',
  'source_unfit',
  'position_lost',
])
const transientCodes: ReadonlySet<string> = new Set<Code>(['rate_limited', 'unavailable', 'timeout', 'cancelled'])

export function failureTypeOf({ code, retryable }: Pick<ReportedError, 'code' | 'retryable'>): FailureType {
  if (configCodes.has(code)) return 'config_error'
  return transientCodes.has(code) || retryable ? 'transient_error' : 'system_error'
}

/** The error as a message for people. */
export function toldFailure(error: unknown): { readonly message: string; readonly type: FailureType } {
  if (error instanceof ConfigError) return { message: error.message, type: 'config_error' }
  const message = error instanceof Error ? error.message : String(error)
  if (isConnectorError(error)) return { message, type: failureTypeOf(error) }
  if (isSyncError(error)) return { message, type: failureTypeOf({ code: error.code, retryable: false }) }
  return { message, type: 'system_error' }
}
