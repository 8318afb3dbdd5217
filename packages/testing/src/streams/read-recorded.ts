import type { Transport } from '@portico/core'
import { openReading, type Reading, type StreamPage } from '@portico/core/reading'
import { sameTarget } from '../recording/compare-request.ts'
import type { StreamRecording } from '../recording/stream-recording.ts'
import { type FakeClock, fakeClock } from '../replay/fake-clock.ts'
import { keptTelemetry } from '../replay/kept-telemetry.ts'
import { type NetworkRun, withNock } from '../replay/over-nock.ts'
import { replyOf, withoutBase } from '../replay/replay.ts'
import { type Respond, scriptedTransport, type Sent } from '../replay/scripted-transport.ts'
import { tenantId } from '../replay/session.ts'
import { tokenAnswer } from '../replay/token-answer.ts'
import { baseOfStream, sending, type StreamSubject } from './stream-subject.ts'

/** Midnight on the day of the recording, so that its absolute times still make sense. */
function clockOf({ recordedAt }: StreamRecording): FakeClock {
  return fakeClock(Date.parse(`${recordedAt}T00:00:00Z`))
}

function open(
  subject: StreamSubject,
  recording: StreamRecording,
  transport: Transport,
  clock: FakeClock,
  telemetry: unknown[],
): Reading {
  const { source, vendor } = subject
  return openReading(sending(source, recording.stream, recording.fields), {
    tenantId,
    credentials: vendor.credentials,
    settings: vendor.settings,
    transport,
    clock,
    telemetry: keptTelemetry(telemetry),
  })
}

/** Reads the recorded pages in order, starting at `from`. */
async function readOn(reading: Reading, recording: StreamRecording, from: string | undefined): Promise<StreamPage[]> {
  const { stream, slice, since, exchanges } = recording
  const pages: StreamPage[] = []
  let cursor = from
  do {
    const page = await reading.page(stream, {
      slice,
      ...(since !== undefined && { since }),
      ...(cursor !== undefined && { cursor }),
    })
    pages.push(page)
    cursor = page.next
  } while (cursor !== undefined && pages.length < exchanges.length)
  return pages
}

/** Reads a recording over the real transport, with nock in the network's place; with `from`, starting at that page. */
export function readOverNock(
  subject: StreamSubject,
  recording: StreamRecording,
  from?: string,
): Promise<NetworkRun<StreamPage[]>> {
  const base = baseOfStream(subject, recording.stream)
  const placed = recording.exchanges.map((exchange) => ({ exchange, base }))
  return withNock(subject.vendor, placed, async (transport) => {
    const reading = open(subject, recording, transport, clockOf(recording), [])
    try {
      return await readOn(reading, recording, from)
    } finally {
      await reading.close()
    }
  })
}

export interface RecordedRead {
  readonly sent: readonly Sent[]
  /** Milliseconds of each wait, in order. */
  readonly waits: readonly number[]
  /** Spans, measurements and logs, as they reach telemetry. */
  readonly telemetry: readonly unknown[]
  read(): Promise<StreamPage[]>
}

/** A recording replayed over a scripted transport. `instead` may replace the answer to a request, counted from 0. */
export function replayStream(
  subject: StreamSubject,
  recording: StreamRecording,
  instead: (index: number) => ReturnType<Respond> | undefined,
): RecordedRead {
  const base = baseOfStream(subject, recording.stream)
  const clock = clockOf(recording)
  const telemetry: unknown[] = []
  const sent: Sent[] = []
  const left = [...recording.exchanges]
  let tokens = 0
  const transport = scriptedTransport(clock, (request) => {
    const token = request.origin === base.origin ? undefined : tokenAnswer(subject.vendor, request, ++tokens)
    if (token) return token
    sent.push(request)
    const other = instead(sent.length - 1)
    if (other) return other
    const path = withoutBase(base, request.path)
    const [exchange] = left
    if (!exchange || !sameTarget(exchange.request, { ...request, path })) {
      throw new Error(`no recording answers ${request.method} ${request.origin}${request.path}`)
    }
    left.shift()
    return replyOf(exchange)
  })
  const reading = open(subject, recording, transport, clock, telemetry)
  return { sent, waits: clock.waits, telemetry, read: () => readOn(reading, recording, undefined) }
}
