import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { isConnectorError, TransportError } from '@portico/core'
import type { StreamRecording } from '../recording/stream-recording.ts'
import { type RecordedRead, replayStream } from './read-recorded.ts'
import type { StreamCheck } from './stream-check.ts'
import { recordingOf, type StreamSubject } from './stream-subject.ts'

const retryAfterSeconds = 7

/** What happens to a page when the vendor or the network fails. */
export function streamFaultChecks(subject: StreamSubject, name: string): StreamCheck[] {
  const recording = (): StreamRecording => {
    const found = recordingOf(subject, name, 'pages')
    assert.ok(found, `${name} has no recording 'pages': add it to test/record.ts and run ${subject.vendor.record}`)
    return { ...found, exchanges: found.exchanges.slice(0, 1) }
  }
  const check = (title: string, run: () => Promise<void>): StreamCheck => ({ stream: name, name: title, run })
  return [
    check('rate limited: it waits as long as the vendor says, then reads the same page', async () => {
      const reply = { status: 429, headers: { 'retry-after': String(retryAfterSeconds) }, body: Buffer.from('slow down') }
      const replay = replayStream(subject, recording(), (index) => (index === 0 ? reply : undefined))
      const [page] = await replay.read()
      assert.ok(page!.records.length > 0, 'no record after the wait')
      const [first, second] = replay.sent
      assert.equal(replay.sent.length, 2, 'requests')
      assert.equal(second!.path, first!.path, 'the page that is asked for again')
      assert.ok(
        second!.at - first!.at >= retryAfterSeconds * 1_000,
        `it waited ${second!.at - first!.at} ms of ${retryAfterSeconds} s`,
      )
      assertNoSecret(subject, replay)
    }),
    check('network off: it fails as unavailable, says which stream, and tells no secret', async () => {
      const { secrets } = subject.vendor
      const off = new TransportError('connect', false, `no route to the vendor with ${secrets.join(' ')}`)
      const replay = replayStream(subject, recording(), () => off)
      const error = await replay.read().then(
        () => assert.fail('a page was read without a network'),
        (failed: unknown) => failed,
      )
      assert.ok(isConnectorError(error), `not a ConnectorError: ${String(error)}`)
      const { code, commitState, operation, retryable } = error
      assert.deepEqual(
        { code, commitState, operation, retryable },
        { code: 'unavailable', commitState: 'not_sent', operation: `streams.${name}`, retryable: true },
      )
      assertNoSecret(subject, replay, error)
    }),
  ]
}

function assertNoSecret({ vendor }: StreamSubject, { telemetry }: RecordedRead, error?: unknown): void {
  const left = inspect([telemetry, error], { depth: 20, maxStringLength: null, maxArrayLength: null })
  for (const secret of vendor.secrets) assert.ok(!left.includes(secret), `'${secret.slice(0, 6)}…' is told`)
}
