import { onTestFinished } from 'vitest'
import { fetchTransport } from '../../src/http/fetch-transport.ts'
import { TransportError } from '../../src/http/transport-error.ts'
import type { Transport, TransportRequest } from '../../src/http/transport.ts'
import { undiciTransport } from '../../src/http/undici-transport.ts'
import type { Finishing } from './loopback.ts'

export const transports: Readonly<Record<string, (finishing?: Finishing) => Transport>> = {
  undici: (finishing) => closedAfterTest(undiciTransport({ environment: {} }), finishing),
  fetch: () => fetchTransport(),
}

export function closedAfterTest(transport: Transport, finishing: Finishing = onTestFinished): Transport {
  finishing(() => transport.close())
  return transport
}

/** A buffered GET, with what a test does not care about filled in. */
export function request(parts: Partial<TransportRequest> & Pick<TransportRequest, 'origin'>): TransportRequest {
  return {
    method: 'GET',
    path: '/',
    headers: {},
    body: undefined,
    timeoutMs: 5_000,
    maxBytes: 1024 * 1024,
    streamed: false,
    ...parts,
  }
}

/** The failure of what must fail. */
export async function failure(outcome: Promise<unknown>): Promise<TransportError> {
  const error = await outcome.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (error instanceof TransportError) return error
  throw error
}

export async function textOf(stream: ReadableStream<Uint8Array> | undefined): Promise<string> {
  return new Response(stream ?? null).text()
}
