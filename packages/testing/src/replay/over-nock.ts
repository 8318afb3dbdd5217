import { type Transport, undiciTransport } from '@portico/core'
import type Nock from 'nock'
import type { SentRequest } from '../recording/compare-request.ts'
import type { Exchange, Recording } from '../recording/recording.ts'
import { bytesOf } from '../recording/content.ts'
import { sameTarget } from '../recording/compare-request.ts'
import { baseOfExchange, startOf, withoutBase } from './replay.ts'
import type { Respond } from './scripted-transport.ts'
import { openSession, type Session } from './session.ts'
import type { Base, Subject } from './subject.ts'
import { tokenAnswer } from './token-answer.ts'

export interface NetworkRun<Result> {
  readonly result: Result
  /** One for each recorded exchange that was used, in order. */
  readonly sent: readonly { readonly exchange: Exchange; readonly request: SentRequest }[]
  /** Requests that no recording answers. */
  readonly unmatched: readonly string[]
}

/** A recorded exchange, and the destination of its request. */
export interface PlacedExchange {
  readonly exchange: Exchange
  readonly base: Base
}

/** Runs a recorded call through the real transport, with the network off and nock in its place. */
export function overNock<Result>(
  subject: Subject,
  recording: Recording,
  run: (session: Session) => Promise<Result>,
): Promise<NetworkRun<Result>> {
  const placed = recording.exchanges.map((exchange) => ({ exchange, base: baseOfExchange(subject, recording, exchange) }))
  return withNock(subject, placed, async (transport) => {
    const session = openSession(subject, { startAt: startOf(recording), transport: () => transport })
    try {
      return await run(session)
    } finally {
      await session.close()
    }
  })
}

/**
 * Runs a function with the real transport, with the network off and nock in its place. Nock and its interception are removed
 * afterwards: other tests share this process.
 */
export async function withNock<Result>(
  subject: Subject,
  placed: readonly PlacedExchange[],
  run: (transport: Transport) => Promise<Result>,
): Promise<NetworkRun<Result>> {
  const { default: nock } = await import('nock')
  const sent: { exchange: Exchange; request: SentRequest }[] = []
  const unmatched: string[] = []
  const noMatch = (request: { url?: string; path?: string }): void => void unmatched.push(String(request.url ?? request.path))
  if (!nock.isActive()) nock.activate()
  nock.disableNetConnect()
  nock.emitter.on('no match', noMatch)
  try {
    for (const { exchange, base } of placed) {
      const target = (uri: string): boolean =>
        sameTarget(exchange.request, { method: exchange.request.method, path: withoutBase(base, uri) })
      nock(base.origin)
        .intercept(target, exchange.request.method)
        .reply(async (request: Request) => {
          sent.push({ exchange, request: await received(request, (path) => withoutBase(base, path)) })
          return answer(exchange)
        })
    }
    answerTokens(nock, subject)
    return { result: await run(undiciTransport({ environment: {} })), sent, unmatched }
  } finally {
    nock.emitter.off('no match', noMatch)
    nock.cleanAll()
    nock.enableNetConnect()
    nock.restore()
  }
}

type NockReply = [status: number, body: Buffer | string, headers: Record<string, string>]

function answer({ response }: Exchange): NockReply {
  const { 'content-length': _length, ...headers } = response.headers
  return [response.status, Buffer.from(bytesOf(response) ?? []), headers]
}

async function received(request: Request, withoutBasePath: (path: string) => string): Promise<SentRequest> {
  const { pathname, search } = new URL(request.url)
  const body = new Uint8Array(await request.arrayBuffer())
  return {
    method: request.method,
    path: withoutBasePath(pathname + search),
    headers: Object.fromEntries(request.headers),
    body: body.length === 0 ? undefined : body,
  }
}

/** Token endpoints answer last, if no recording does. */
function answerTokens(nock: typeof Nock, subject: Subject): void {
  const { scheme } = subject
  if (!('acquire' in scheme)) return
  const reply: Respond = (sent) => tokenAnswer(subject, sent, 1)!
  for (const host of scheme.hosts) {
    const { origin } = new URL(host.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => String(subject.settings[name])))
    nock(origin)
      .persist()
      .post(() => true)
      .reply((request: Request) => {
        const { pathname } = new URL(request.url)
        const token = reply({ method: request.method, origin, path: pathname, headers: {}, body: undefined, at: Date.now() })
        if (token instanceof Error) throw token
        return [token.status, Buffer.from(token.body ?? []), { ...token.headers }]
      })
  }
}
