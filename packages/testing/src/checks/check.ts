import assert from 'node:assert/strict'
import type { CompiledOperation } from '@portico/core/definition'
import type { Expected } from '../facts/expected.ts'
import type { Recording } from '../recording/recording.ts'
import type { Outcome } from '../replay/invoke.ts'
import { exchangesOf, type Replay } from '../replay/replay.ts'
import type { Sent } from '../replay/scripted-transport.ts'
import type { Subject } from '../replay/subject.ts'

/** One requirement of a connector. `run` rejects, saying why, if it is not met. */
export interface Check {
  /** Absent if it is about the whole connector. */
  readonly operation?: string
  readonly name: string
  readonly run: () => Promise<void>
}

/** A check of one operation, before it is given the recording to replay. */
export interface OperationCheck {
  readonly name: string
  readonly applies?: (subject: Subject, operation: CompiledOperation, recording: Recording) => boolean
  readonly run: (subject: Subject, operation: CompiledOperation, recording: Recording) => Promise<void>
}

/** The operation's own requests, without those of lookups, polls and further pages. */
export function ownSendings(subject: Subject, recording: Recording, sent: readonly Sent[]): Sent[] {
  const [own] = exchangesOf(subject, recording)
  return sent.filter((each) => own!.matches(each))
}

/** The recording with only its first exchange: one page. A job keeps all, since it ends in the last. */
export function firstPage(operation: CompiledOperation, recording: Recording): Recording {
  return operation.job ? recording : { ...recording, exchanges: recording.exchanges.slice(0, 1) }
}

export function assertOutcome(
  subject: Subject,
  recording: Recording,
  { session, outcome, expected }: { session: Replay; outcome: Outcome; expected: Expected },
): void {
  session.assertMatched()
  const own = ownSendings(subject, recording, session.sent)
  const found = {
    code: outcome.error?.code,
    ...(outcome.error && { commitState: outcome.error.commitState }),
    sendings: own.length,
  }
  assert.deepEqual(
    found,
    { code: expected.code, ...(expected.code && { commitState: expected.commitState }), sendings: expected.sendings },
    outcome.error?.message,
  )
}
