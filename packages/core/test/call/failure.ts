import { type ConnectorError, isConnectorError } from '@portico/core'

/** What a call fails with. Anything else that it comes to is thrown. */
export async function failure(call: Promise<unknown>): Promise<ConnectorError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isConnectorError(error)) throw new Error('expected a ConnectorError', { cause: error })
  return error
}
