import type { Writable } from 'node:stream'
import { type Clock, systemClock } from '@portico/core'
import type { ReadingOptions } from '@portico/core/reading'
import type { Source, Stream } from '@portico/core/streams'
import { planStreams } from '../run/plan.ts'
import { slicesOf } from '../run/slices.ts'
import { sync } from '../run/sync.ts'
import type { SourceReader } from '../source/source-reader.ts'
import { airbyteCatalog } from './airbyte-catalog.ts'
import { type AirbyteConfig, readConfig } from './airbyte-config.ts'
import { airbyteDestination } from './airbyte-destination.ts'
import { toldFailure } from './airbyte-failure.ts'
import { airbyteSpec } from './airbyte-spec.ts'
import { namesIn, readConfiguredCatalog } from './configured-catalog.ts'
import { openReader } from './open-reader.ts'
import { MessageWriter } from './message-writer.ts'
import { ConfigError } from './protocol.ts'
import { readStates } from './saved-states.ts'
import { statusObserver } from './status-observer.ts'

export type AirbyteCommand = 'spec' | 'check' | 'discover' | 'read'

/** One command of the Airbyte protocol, with the contents of its files. */
export interface AirbyteOptions {
  readonly source: Source<object>
  readonly command: AirbyteCommand
  /** The contents of the files that `--config`, `--catalog` and `--state` name, read on demand: see `jsonFile`. */
  readonly config?: () => Promise<unknown>
  readonly catalog?: () => Promise<unknown>
  readonly state?: () => Promise<unknown>
  /** Where messages go: stdout. Nothing else may be written to it. */
  readonly out: Writable
  readonly signal?: AbortSignal
  /** For code only: overrides where the vendor is, as in tests. */
  readonly reading?: Pick<ReadingOptions, 'origins' | 'transport' | 'clock' | 'patienceMs'>
  /** Default: the same as for a sync. */
  readonly batch?: { readonly rows?: number; readonly bytes?: number; readonly ms?: number }
}

/**
 * Runs one command of the Airbyte protocol over a source. Returns the exit code: 0, or 1 after a TRACE error that says why. A
 * connection that does not work is no error of `check`: it reports FAILED. Never throws for what the platform or the vendor did.
 */
export async function airbyte(options: AirbyteOptions): Promise<0 | 1> {
  const { source, command, out } = options
  const clock = options.reading?.clock ?? systemClock
  let reader: SourceReader | undefined
  const redact = (text: string): string => reader?.redact(text) ?? text
  const messages = new MessageWriter(out, clock, redact)
  try {
    if (command === 'spec') await messages.message('SPEC', { spec: airbyteSpec(source) })
    else if (command === 'check') {
      const connectionStatus = await check(options, (opened) => (reader = opened))
      await messages.message('CONNECTION_STATUS', { connectionStatus })
    } else {
      const config = readConfig(source, await options.config?.())
      if (command === 'discover') {
        // An API's catalog is static; only a database has to be asked for its tables.
        if (source.tables) reader = await openReader(source, config, options)
        await messages.message('CATALOG', { catalog: airbyteCatalog(reader?.source ?? source) })
      } else {
        const catalog = await options.catalog?.()
        reader = await openReader(source, config, options, namesIn(catalog))
        return await read(options, config, catalog, reader, messages, clock)
      }
    }
    return 0
  } catch (error) {
    const { message, type } = toldFailure(error)
    await messages.error(message, type)
    return 1
  } finally {
    await messages.flush()
    await reader?.close()
  }
}

async function read(
  options: AirbyteOptions,
  { chosen }: AirbyteConfig,
  catalog: unknown,
  source: SourceReader,
  messages: MessageWriter,
  clock: Pick<Clock, 'now'>,
): Promise<0 | 1> {
  const configured = readConfiguredCatalog(source.source, catalog)
  const destination = airbyteDestination(messages, readStates(await options.state?.()))
  const observers = [statusObserver(messages, clock)]
  let failed = false
  for (const { name, mode } of configured) {
    const { status } = await sync({
      source,
      destination,
      streams: [name],
      settings: chosen,
      mode: mode === 'incremental' ? 'append_dedup' : 'overwrite',
      observers,
      ...(options.batch && { batch: options.batch }),
      ...(options.signal && { signal: options.signal }),
    })
    failed ||= status !== 'succeeded'
  }
  return failed ? 1 : 0
}

/**
 * Reads one page of the first stream that needs no parent, to see whether the vendor accepts the credentials and the settings.
 */
async function check(
  options: AirbyteOptions,
  opened: (reader: SourceReader) => void,
): Promise<{ readonly status: 'SUCCEEDED' | 'FAILED'; readonly message?: string }> {
  let reader: SourceReader | undefined
  try {
    const config = readConfig(options.source, await options.config?.())
    reader = await openReader(options.source, config, options)
    opened(reader)
    await reader.check?.()
    const { source } = reader
    const { signal = new AbortController().signal } = options
    const [plan] = planStreams(source, [firstStream(source)], { settings: config.chosen })
    const waiting = (): void => {}
    const slices = slicesOf(plan!, { source: reader, settings: config.chosen, signal, waiting })
    const { value: slice } = await slices.next()
    const from = { since: undefined, until: undefined, next: undefined, position: undefined, log: 'unused' } as const
    const pages = reader.pages({ stream: plan!.name, slice, ...from, signal, waiting })[Symbol.asyncIterator]()
    await pages.next()
    await pages.return?.()
    return { status: 'SUCCEEDED' }
  } catch (error) {
    const { message } = toldFailure(error)
    return { status: 'FAILED', message: reader?.redact(message) ?? message }
  }
}

/** The stream that tests most of a connection: one with slices exercises its settings too. */
function firstStream({ streams }: Source<object>): string {
  const alone = Object.entries<Stream>(streams as Readonly<Record<string, Stream>>).filter(
    ([, { definition }]) => !definition.parent,
  )
  const [name] = alone.find(([, { definition }]) => definition.slices) ?? alone[0] ?? []
  if (name === undefined) throw new ConfigError('every stream of this source needs a parent stream')
  return name
}
