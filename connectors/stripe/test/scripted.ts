import type { Clock, Transport, TransportRequest } from '@portico/core'

export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface ScriptedTransport extends Transport {
  /** What was sent, in order. */
  readonly requests: readonly TransportRequest[]
}

/** A vendor that gives these answers, one a request, and none after the last. */
export function scripted(...answers: readonly ScriptedAnswer[]): ScriptedTransport {
  const requests: TransportRequest[] = []
  return {
    name: 'scripted',
    requests,
    request: async (request) => {
      const answer = answers[requests.length]
      requests.push(request)
      if (!answer) throw new Error(`request ${requests.length} was not expected: ${request.method} ${request.path}`)
      const { status = 200, headers = {}, body } = answer
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const contentType = typeof body === 'string' ? 'text/plain' : 'application/json'
      return {
        status,
        headers: { 'content-type': contentType, ...headers },
        text,
        bytes: new TextEncoder().encode(text),
        url: request.origin + request.path,
      }
    },
    close: async () => {},
  }
}

/** A clock on which waiting takes no time. */
export function quickClock(): Clock {
  let now = Date.parse('2026-11-24T00:00:00Z')
  return {
    now: () => now,
    random: () => 0.5,
    wait: async (ms) => {
      now += ms
    },
  }
}
