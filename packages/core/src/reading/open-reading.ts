// For users whose compiler has no `AsyncDisposable` from @types/node or its own `lib`.
/// <reference lib="esnext.disposable" preserve="true" />
import { Channel } from '../client/channel.ts'
import { sourceOf } from '../client/connection-source.ts'
import { ownerName } from '../client/owner-name.ts'
import { resolveTune, type Tune } from '../client/tune.ts'
import type { Transport } from '../http/transport.ts'
import { undiciTransport } from '../http/undici-transport.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import { memoryTokens } from '../ports/memory/memory-tokens.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { Tokens } from '../ports/tokens.ts'
import type { Source } from '../streams/source.ts'
import type { Stream } from '../streams/stream-definition.ts'
import { guardedTelemetry } from '../telemetry/guarded-telemetry.ts'
import { type CompiledStream, compileStream } from './compile-stream.ts'
import type { PageRequest, StreamPage } from './page.ts'
import { readPage } from './read-page.ts'

export interface ReadingOptions {
  readonly tenantId: string
  /** Which of the tenant's accounts at the vendor. Default `default`. */
  readonly account?: string
  /** `{ scheme: credential }`, or a function that gives it with its expiry. */
  readonly credentials: unknown
  /** The vendor's non-secret settings of a connection, such as a subdomain. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Points an origin elsewhere: for code only, never from a tenant's settings. Plain http is for loopback. */
  readonly origins?: Readonly<Record<string, string>>
  readonly transport?: Transport
  readonly tokens?: Tokens
  readonly telemetry?: Telemetry
  readonly clock?: Clock
  readonly tune?: Tune
  /** How long one page may take including waits, in milliseconds. Default 70 minutes, to outlast an hourly limit. */
  readonly patienceMs?: number
}

/** A source for one account of one tenant. */
export interface Reading extends AsyncDisposable {
  /**
   * One page of a stream, its records as the vendor sent them. Throws a ConnectorError whose operation is `streams.<name>`, and a
   * TypeError for a stream that the source does not have.
   */
  page(stream: string, request: PageRequest): Promise<StreamPage>
  /** Text, or an error, without the connection's secrets. */
  redact<T>(value: T): T
  close(): Promise<void>
}

const defaultPatienceMs = 70 * 60_000

/**
 * Opens a source for the data plane. It shares with a client what the vendor is and how a request is sent: credentials, rate budget,
 * circuit, retries, host pinning, redaction, spans. Its reads are not governed calls, and its budgets are its own.
 */
export function openReading(source: Source<object>, options: ReadingOptions): Reading {
  const { vendor } = source
  const { clock = systemClock } = options
  const telemetry = guardedTelemetry(options.telemetry)
  const tenantId = ownerName('tenantId', options.tenantId, 'say which tenant this connection is for')
  const account = ownerName('account', options.account ?? 'default', 'say which account')
  const tune = resolveTune(options.tune)
  const transport = options.transport ?? undiciTransport({ connections: tune.concurrency })
  const connections = sourceOf(
    {
      vendor,
      originOverrides: options.origins ?? {},
      transport,
      tokens: options.tokens ?? memoryTokens(),
      reference: { tenantId, connector: vendor.id, account },
      clock,
      telemetry,
      timeoutMs: vendor.defaults.timeoutMs,
    },
    options.credentials,
    options.settings ?? {},
  )
  const channel = new Channel({ vendor, tenantId, account, connections, transport, telemetry, clock, tune })
  const patienceMs = options.patienceMs ?? tune.totalTimeoutMs ?? defaultPatienceMs
  const compiled = new Map<string, CompiledStream>()
  const streams = source.streams as Readonly<Record<string, Stream>>
  return {
    async page(name, request) {
      let stream = compiled.get(name)
      if (!stream) {
        if (!Object.hasOwn(streams, name)) throw new TypeError(`${vendor.id} has no stream '${name}'`)
        stream = compileStream(vendor, name, streams[name]!.definition)
        compiled.set(name, stream)
      }
      return readPage(stream, channel, request, patienceMs)
    },
    redact: (value) => channel.redact(value),
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  }
}
