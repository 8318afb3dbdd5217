import type { Destination, LandingStream, StreamWriter } from '@portico/sync'
import { afterEach, beforeEach } from 'vitest'
import { landing } from './landing.ts'

/** What a kind of destination gives its contract test. */
export interface Place {
  open(dataset: string): Promise<Destination>
  /** The rows that readers see of a stream, as JSON, in the order of `id`; undefined where there is no table. */
  rows(dataset: string, stream: string): Promise<readonly Record<string, unknown>[] | undefined>
  /** Whether anything was made for a dataset. */
  isThere(dataset: string): Promise<boolean>
  close(): Promise<void>
  /** What it keeps of a zero character. Default: that. */
  readonly zero?: string
  /** It has no day without an end. */
  readonly refusesEndless?: true
  /** Columns that it can't call so, or not all of them. */
  readonly unfitNames: readonly string[]
  /** What of a record it can't keep. Default: a day that no calendar has. */
  readonly impossible?: object
}

/** Makes a place for each test of the suite that it is called in, and gives what is done with it. */
export function placeOfEachTest(makePlace: () => Promise<Place>) {
  let place: Place
  const opened: Destination[] = []
  beforeEach(async () => {
    place = await makePlace()
  })
  afterEach(async () => {
    for (const destination of opened.splice(0)) await destination.close()
    await place.close()
  })

  /** One writer at a time: a DuckDB file has no more. */
  const write = async (
    work: (writer: StreamWriter) => Promise<void>,
    stream: Partial<LandingStream> = {},
    dataset = 'desk',
  ): Promise<StreamWriter> => {
    const destination = await place.open(dataset)
    opened.push(destination)
    const writer = await destination.open({ ...landing, ...stream })
    await work(writer)
    await writer.close()
    await destination.close()
    opened.splice(opened.indexOf(destination), 1)
    return writer
  }
  const ids = async (dataset = 'desk') => (await place.rows(dataset, 'deskTickets'))?.map(({ id }) => id)

  return { place: () => place, opened, write, ids }
}
