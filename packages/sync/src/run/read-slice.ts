import { isConnectorError } from '@portico/core'
import type { CursorValue } from '../cursor/cursor-value.ts'
import type { ReadPage, SliceReading, SourceReader } from '../source/source-reader.ts'
import { type SliceState, stateVersion } from '../state/stream-state.ts'
import { goesByValue, type OpenPass, later } from './pass.ts'
import type { StreamPlan } from './plan.ts'
import type { PageRecords, Range, ReadRecords } from './read-records.ts'

/** A page of a slice, with the state it leads to. */
export interface SlicePage {
  readonly page: ReadPage
  readonly records: PageRecords
  readonly state: SliceState
}

export interface SliceReader {
  readonly plan: StreamPlan
  readonly source: SourceReader
  readonly readRecords: ReadRecords
  readonly open: OpenPass
  readonly range: Range | undefined
  readonly signal: AbortSignal
  readonly waiting: (ms: number) => void
}

/** Codes by which a vendor says that it no longer knows a page's cursor. */
const forgotten: ReadonlySet<string> = new Set(['rejected', 'not_found', 'invalid_input', 'conflict'])

/** The pages of a slice, from where this pass left it. The next page is requested while the last one is processed. */
export async function* readSlice(reader: SliceReader, slice: unknown, key: string): AsyncGenerator<SlicePage> {
  const start = startOf(reader, key)
  if (!start) return
  try {
    yield* pagesFrom(reader, slice, start)
  } catch (error) {
    // A page's cursor may not outlive the interrupted run. This run has read nothing of the slice yet, so it starts the slice
    // over.
    const refused = start.next !== undefined && isConnectorError(error) && forgotten.has(error.code)
    if (!refused || start.begun) throw error
    yield* pagesFrom(reader, slice, { ...start, next: undefined })
  }
}

interface Start {
  readonly saved: SliceState
  readonly since: CursorValue | undefined
  readonly asked: CursorValue | undefined
  readonly next: string | undefined
  readonly high: CursorValue | null
  /** This pass has landed something of the slice already. */
  readonly continues: boolean
  begun: boolean
}

/** Undefined where this pass has read the whole slice already. */
function startOf({ plan, open, range }: SliceReader, key: string): Start | undefined {
  const saved = open.sliceState(key)
  const earlier = saved.pass?.id === open.pass.id ? saved.pass : undefined
  if (earlier?.done) return undefined
  const { cursor } = plan.definition
  if (!earlier) {
    const from = plan.incremental && !open.pass.full ? (cursor?.state === 'slice' ? saved.cursor : open.before.cursor) : null
    const since = range ? range.from && plan.rules!.from(range.from) : from === null ? undefined : plan.rules!.since(from)
    return { saved, since, asked: since, next: undefined, high: null, continues: false, begun: false }
  }
  const { high } = earlier
  const asked = earlier.since ?? undefined
  if (goesByValue(plan) && high !== null) {
    // Everything up to here has landed, whatever has become of the vendor's page cursors.
    const since = plan.rules!.since(plan.rules!.saved(high, Date.parse(open.pass.startedAt)))
    // Where everything read has the same timestamp, going back to it would make no progress, so the page cursor is used.
    const stands = since === earlier.from && earlier.next !== null
    return { saved, since, asked, next: stands ? earlier.next : undefined, high, continues: true, begun: false }
  }
  return { saved, since: earlier.from ?? asked, asked, next: earlier.next ?? undefined, high, continues: true, begun: false }
}

async function* pagesFrom(reader: SliceReader, slice: unknown, start: Start): AsyncGenerator<SlicePage> {
  const { plan, source, readRecords, open, range, signal, waiting } = reader
  const { cursor } = plan.definition
  const reading: SliceReading = {
    stream: plan.name,
    slice,
    since: start.since,
    until: range?.to,
    next: start.next,
    position: start.saved.position ?? undefined,
    log: !plan.definition.log || !plan.incremental ? 'unused' : open.pass.full && !start.continues ? 'anew' : 'follow',
    signal,
    waiting,
  }
  let { high } = start
  const { asked } = start
  let position = start.saved.position
  for await (const page of readAhead(source.pages(reading))) {
    start.begun = true
    const records = readRecords(page, slice)
    high = later(plan, high, records.high)
    position = page.position ?? position
    // Where records come in order, nothing after the end of the range belongs to it.
    const done = page.next === undefined || (records.beyond && cursor?.order === 'ascending')
    const ownCursor = done && cursor?.state === 'slice' && plan.incremental && !range
    const saved = ownCursor && high !== null ? plan.rules!.saved(high, Date.parse(open.pass.startedAt)) : null
    yield {
      page,
      records,
      state: {
        version: stateVersion,
        cursor: later(plan, start.saved.cursor, saved),
        position,
        pass: { id: open.pass.id, since: asked ?? null, from: start.since ?? null, next: done ? null : page.next, high, done },
      },
    }
    if (done) return
  }
}

/**
 * Waits until the next page's request is sent, so that the vendor works on it while the last page is processed here. Undici
 * writes to a reused connection in an immediate of its own, which it schedules a few promises after this begins.
 */
function requestSent(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
}

/** Reads one page ahead of the consumer, and no more. */
async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]()
  let coming = iterator.next()
  try {
    for (;;) {
      const { done, value } = await coming
      if (done) return
      coming = iterator.next()
      // It is awaited in the next iteration; if the consumer stops before that, no one needs its failure.
      coming.catch(() => undefined)
      await requestSent()
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}
