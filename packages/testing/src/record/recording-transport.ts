import type { Transport, TransportRequest, TransportResponse } from '@portico/core'
import type { Sent } from '../replay/scripted-transport.ts'

/** A request and its answer, as bytes. */
export interface Seen {
  readonly request: Sent
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array }
}

export interface RecordingTransport extends Transport {
  /** What went over the wire since this was last called. */
  take(): readonly Seen[]
  /** Whether current traffic is kept separate. */
  readonly isApart: boolean
  /** Traffic during this is not recorded. */
  apart<T>(run: () => Promise<T>): Promise<T>
}

/** Passes everything on and keeps a copy. A streamed answer is read whole first: recordings are small. */
export function recordingTransport(inner: Transport): RecordingTransport {
  let seen: Seen[] = []
  let isApart = false
  return {
    name: inner.name,
    async request(request) {
      const sent = await copyOf(request)
      const response = await inner.request({ ...request, ...(sent.body !== undefined && { body: sent.body }) })
      const { kept, bytes } = await read(response)
      if (!isApart) seen.push({ request: sent, response: { status: response.status, headers: response.headers, bytes } })
      return kept
    },
    close: () => inner.close(),
    take() {
      const taken = seen
      seen = []
      return taken
    },
    get isApart() {
      return isApart
    },
    async apart(run) {
      isApart = true
      try {
        return await run()
      } finally {
        isApart = false
      }
    },
  }
}

async function copyOf({ method, origin, path, headers, body }: TransportRequest): Promise<Sent> {
  const copy = { method, origin, path, headers, at: Date.now() }
  if (typeof body !== 'function') return { ...copy, body: typeof body === 'string' ? Buffer.from(body) : body }
  const chunks: Uint8Array[] = []
  for await (const chunk of body()) chunks.push(chunk)
  return { ...copy, body: Buffer.concat(chunks) }
}

async function read(response: TransportResponse): Promise<{ kept: TransportResponse; bytes: Uint8Array }> {
  if (!response.stream) return { kept: response, bytes: response.bytes ?? Buffer.from(response.text) }
  const chunks: Uint8Array[] = []
  for await (const chunk of response.stream) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes)
      controller.close()
    },
  })
  return { kept: { ...response, stream }, bytes }
}
