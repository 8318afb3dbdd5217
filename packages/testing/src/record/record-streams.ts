import { openReading } from '@portico/core/reading'
import type { RecordedStream } from '../recording/stream-recording.ts'
import { bytesOf } from '../recording/content.ts'
import { fakeClock } from '../replay/fake-clock.ts'
import { scriptedTransport } from '../replay/scripted-transport.ts'
import { tenantId } from '../replay/session.ts'
import { tokenAnswer } from '../replay/token-answer.ts'
import { type AnySource, sending } from '../streams/stream-subject.ts'
import { acquiredTokens } from './acquired-tokens.ts'
import { exchangeOf, type RecordedOrigins } from './exchange-of.ts'
import type { Server } from './record-from-server.ts'
import { RecordingError } from './recording-error.ts'
import type { DescribedAnswer } from './recording-plan.ts'
import { add, declaredOrigins, fileName, type RecordingRun } from './recording-run.ts'
import { type RecordingTransport, recordingTransport } from './recording-transport.ts'
import type { ReadStream, StreamPlan, StreamRead } from './stream-plan.ts'

/** Where pages are read from while they are recorded. */
interface Recorder {
  readonly transport: RecordingTransport
  readonly credentials: unknown
  readonly origins: Readonly<Record<string, string>> | undefined
  readonly told: Pick<RecordedStream, 'provenance' | 'source'>
}

/** Reads streams from a server, each page sent as the facade would. */
export function streamReader(run: RecordingRun, plan: StreamPlan, server: Server): ReadStream<unknown> {
  const { source, credentials, origins } = server
  const recorder: Recorder = {
    transport: recordingTransport(server.transport),
    credentials,
    origins,
    told: { provenance: 'recorded', source },
  }
  return (stream: string, read) => readAndKeep(run, plan, recorder, stream, read)
}

/** Makes the recordings whose answers the plan states. */
export async function recordDescribedStreams(run: RecordingRun, plan: StreamPlan): Promise<void> {
  const recordings = (plan.described?.recordings ?? []) as readonly (StreamRead & {
    stream: string
    answers: readonly DescribedAnswer[]
  })[]
  for (const { stream, answers, ...read } of recordings) {
    const left = [...answers]
    let tokens = 0
    const transport: RecordingTransport = recordingTransport(
      scriptedTransport(fakeClock(Date.parse(run.dates.recordedAt)), (sent) => {
        if (transport.isApart) return tokenAnswer(run.subject, sent, ++tokens)!
        const answer = left.shift()
        if (!answer)
          throw new RecordingError(`${stream}: more requests are made than the plan answers: ${sent.method} ${sent.path}`)
        return replyOf(answer)
      }),
    )
    await readAndKeep(
      run,
      plan,
      {
        transport,
        credentials: run.subject.credentials,
        origins: undefined,
        told: { provenance: 'from-description', source: plan.described!.source },
      },
      stream,
      read,
    )
    if (left.length > 0)
      throw new RecordingError(`${stream} ${read.scenario}: ${left.length} of the plan's answers were not asked for`)
  }
}

function replyOf({ status = 200, headers = { 'content-type': 'application/json' }, body }: DescribedAnswer) {
  return { status, headers, body: bytesOf({ headers, body }) }
}

async function readAndKeep(
  run: RecordingRun,
  plan: StreamPlan,
  { transport, credentials, origins, told }: Recorder,
  stream: string,
  { scenario, slice, since, fields, pages = Number.POSITIVE_INFINITY }: StreamRead,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const source = plan.source as AnySource
  const definition = source.streams[stream]?.definition
  if (!definition) throw new RecordingError(`${source.vendor.id} has no stream ${stream}`)
  const file = `streams/${fileName(stream, scenario)}`
  if (run.made.some((made) => made.file === file)) throw new RecordingError(`${file} is recorded twice`)
  const reading = openReading(sending(source, stream, fields), {
    tenantId,
    credentials,
    settings: run.subject.settings,
    transport,
    tokens: acquiredTokens(transport, run.secrets),
    ...(origins && { origins }),
  })
  const records: unknown[] = []
  let cursor: string | undefined
  for (let read = 0; read < pages; read++) {
    const page = await reading
      .page(stream, { slice, ...(since !== undefined && { since }), ...(cursor !== undefined && { cursor }) })
      .catch((cause: unknown) => {
        throw new RecordingError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
      })
    records.push(...page.records)
    cursor = page.next
    if (cursor === undefined) break
  }
  const places: RecordedOrigins = { ...declaredOrigins(run.subject), ...origins }
  const own = definition.origin ?? Object.keys(source.vendor.origins)[0]!
  const exchanges = transport
    .take()
    .map((seen) => exchangeOf(run, places, own, seen))
    .filter((exchange) => exchange !== undefined)
  const recording: RecordedStream = {
    format: 1,
    ...told,
    vendorVersion: source.vendor.vendorVersion,
    ...run.dates,
    stream,
    scenario,
    ...(slice && { slice }),
    ...(since !== undefined && { since }),
    ...(fields && { fields }),
    exchanges,
  }
  add(run, { file, recording }, definition.page)
  return records as readonly Readonly<Record<string, unknown>>[]
}
