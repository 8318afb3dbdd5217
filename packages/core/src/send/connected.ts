import type { RenderedRequest } from '../call/render-request.ts'
import type { Connection } from '../client/connection.ts'
import type { ConnectorError } from '../error/connector-error.ts'
import { beforeDeadline } from './before-deadline.ts'
import { refusalOf } from './refusal.ts'
import type { Sending } from './sending.ts'

/** The connection to send over; a failure to get it becomes the sending's failure. */
export function connected(sending: Sending): Connection | Promise<Connection> {
  try {
    const connection = sending.binding.connections.current()
    if (!(connection instanceof Promise)) return connection
    const asked = connection.catch((error: unknown) => {
      throw connectFailure(sending, error)
    })
    return beforeDeadline(sending, asked, 'credentials')
  } catch (error) {
    throw connectFailure(sending, error)
  }
}

function connectFailure(sending: Sending, error: unknown): ConnectorError {
  const unresolved = {
    code: 'unauthenticated',
    message: 'the credentials could not be obtained',
    retryable: true,
    cause: error,
  } as const
  // An earlier sending under the same key may have taken effect.
  return sending.fail({ ...(refusalOf(error) ?? unresolved), commitState: sending.commitState })
}

/** The request from `render`; a failure to render it becomes the sending's failure. */
export function renderedBy(sending: Sending, render: () => RenderedRequest): RenderedRequest {
  try {
    return render()
  } catch (error) {
    const refusal = refusalOf(error)
    throw refusal ? sending.fail({ ...refusal, commitState: sending.commitState }) : error
  }
}
