import type { Clock, Policy, Transport, TransportRequest } from '@portico/core'
import { fakeClock } from './replay/fake-clock.ts'
import { scriptedTransport } from './replay/scripted-transport.ts'
import { agrees } from './replay/session.ts'

/** What a vendor answers to one request. A body that is not a string is sent as JSON. */
export interface VendorAnswer {
  /** Default: 200. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Options for `connect`, and what the client sent. */
export interface Answering {
  readonly transport: Transport
  /** A clock on which waiting takes no time. */
  readonly clock: Clock
  /** Approves every call that a person may approve. */
  readonly policy: Policy
  /** In order. */
  readonly requests: readonly TransportRequest[]
}

/** A vendor that gives these answers, one per request, then fails: for tests beyond the contract tests. */
export function answering(...answers: readonly VendorAnswer[]): Answering {
  const requests: TransportRequest[] = []
  const clock = fakeClock(Date.UTC(2026, 10, 24))
  const vendor = scriptedTransport(clock, ({ method, path }) => {
    const answer = answers[requests.length - 1]
    if (!answer) throw new Error(`request ${requests.length} was not expected: ${method} ${path}`)
    const { status = 200, headers = {}, body } = answer
    const [type, text] = typeof body === 'string' ? ['text/plain', body] : ['application/json', JSON.stringify(body)]
    return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(text) }
  })
  const request = (sent: TransportRequest) => {
    requests.push(sent)
    return vendor.request(sent)
  }
  return { transport: { ...vendor, request }, clock, policy: agrees, requests }
}
