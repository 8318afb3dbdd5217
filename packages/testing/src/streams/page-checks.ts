import assert from 'node:assert/strict'
import type { StreamPage } from '@portico/core/reading'
import { differences } from '../recording/compare-request.ts'
import type { Scenario, StreamRecording } from '../recording/stream-recording.ts'
import type { NetworkRun } from '../replay/over-nock.ts'
import { readOverNock } from './read-recorded.ts'
import { assertKeys, assertOrder, assertSince, recordsAsStated } from './records-stated.ts'
import type { StreamCheck } from './stream-check.ts'
import { recordingOf, type StreamSubject } from './stream-subject.ts'

type Run = NetworkRun<StreamPage[]>

/** Checks what a stream sends and returns, from its recordings, over the real transport. */
export function pageChecks(subject: StreamSubject, name: string): StreamCheck[] {
  const { definition } = subject.source.streams[name]!
  const runs = new Map<Scenario, Promise<Run>>()
  /** The recording of a scenario and its outcome. Each is run once, however many checks use it. */
  async function recorded(scenario: Scenario): Promise<{ readonly recording: StreamRecording; readonly run: Run }> {
    const recording = recordingOf(subject, name, scenario)
    assert.ok(recording, `${name} has no recording '${scenario}': add it to test/record.ts and run ${subject.vendor.record}`)
    const run = runs.get(scenario) ?? readOverNock(subject, recording)
    runs.set(scenario, run)
    return { recording, run: await run }
  }
  const check = (title: string, run: () => Promise<void>): StreamCheck => ({ stream: name, name: title, run })
  const records = (recording: StreamRecording, pages: readonly StreamPage[]) =>
    recordsAsStated(
      definition,
      recording,
      pages.flatMap((page) => page.records),
    )

  return [
    check('first page: the recorded request is sent, and records are as stated', async () => {
      const { recording, run } = await recorded('pages')
      assertSent(subject, { ...recording, exchanges: recording.exchanges.slice(0, 1) }, { ...run, sent: run.sent.slice(0, 1) })
      const [first] = run.result
      assert.ok(first!.records.length > 0, 'the first page is empty')
      assertKeys(definition, records(recording, [first!]))
    }),
    check('last page: it is reached in the stated order, and nothing comes after it', async () => {
      const { recording, run } = await recorded('pages')
      assertSent(subject, recording, run)
      assert.equal(run.result.at(-1)!.next, undefined, 'the last page says that another one follows')
      const all = records(recording, run.result)
      assertKeys(definition, all)
      assertOrder(definition, all)
    }),
    ...(definition.page
      ? [
          check('resumes within a slice: another process goes on from where the last page ended', async () => {
            const { recording, run } = await recorded('pages')
            const rest = { ...recording, exchanges: recording.exchanges.slice(1) }
            assert.ok(rest.exchanges.length > 0, `one page is recorded: ${subject.vendor.record} with smaller pages`)
            const resumed = await readOverNock(subject, rest, run.result[0]!.next)
            assertSent(subject, rest, resumed)
            assert.deepEqual(
              records(rest, resumed.result),
              records(recording, run.result.slice(1)),
              'records of the pages after the first',
            )
          }),
        ]
      : []),
    ...(definition.cursor?.since === undefined
      ? []
      : [
          check('incremental: what is saved is asked from, and nothing older comes', async () => {
            const { recording, run } = await recorded('since')
            assertSent(subject, recording, run)
            const found = records(recording, run.result)
            assert.ok(found.length > 0, 'nothing was recorded from the saved value on')
            assertSince(definition, recording, found)
            assertOrder(definition, found)
            const whole = await recorded('pages')
            const before = records(whole.recording, whole.run.result).length
            assert.ok(found.length < before, 'as much is read as without a saved value: the vendor does not filter by it')
          }),
        ]),
  ]
}

/** The check of a slice without records. */
export function emptyCheck(subject: StreamSubject, name: string): StreamCheck {
  return {
    stream: name,
    name: 'empty: no record, and no further page',
    async run() {
      const recording = recordingOf(subject, name, 'empty')
      assert.ok(recording, `${name} has no recording 'empty': add it to test/record.ts and run ${subject.vendor.record}`)
      const run = await readOverNock(subject, recording)
      assertSent(subject, recording, run)
      assert.deepEqual(
        run.result.map(({ records, next }) => ({ records: records.length, next })),
        [{ records: 0, next: undefined }],
      )
    },
  }
}

function assertSent({ vendor }: StreamSubject, recording: StreamRecording, { sent, unmatched }: Run): void {
  const again = `if the change is meant, run ${vendor.record} --operation ${recording.stream}`
  assert.deepEqual(unmatched, [], `sent what no recording answers; ${again}`)
  assert.equal(sent.length, recording.exchanges.length, `pages that were read; ${again}`)
  sent.forEach(({ request }, index) => {
    const found = differences(recording.exchanges[index]!.request, request)
    assert.deepEqual(found, [], `the request of page ${index + 1} differs from the recorded one; ${again}`)
  })
}
