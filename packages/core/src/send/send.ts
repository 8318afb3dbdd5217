import type { Call } from '../call/call.ts'
import type { RenderedRequest } from '../call/render-request.ts'
import type { Step } from '../call/step.ts'
import type { Connection } from '../client/connection.ts'
import { ConnectorError } from '../error/connector-error.ts'
import { attempt, type AttemptOutcome } from './attempt.ts'
import { beforeDeadline } from './before-deadline.ts'
import { enter, pause } from './enter.ts'
import { learn } from './learn.ts'
import { lookFirst } from './look-first.ts'
import { readAnswer } from './read-answer.ts'
import { refusalOf } from './refusal.ts'
import { alreadyDone, failureOf, nextWaitMs, retryAfterOf, settledState } from './settle.ts'

/** deadline → rate budget → circuit → attempt ⟲ retry → transport */
export const sendStep: Step = {
  name: 'send',
  async run(call) {
    const { binding, operation } = call
    const connecting = connect(call)
    const connection = connecting instanceof Promise ? await connecting : connecting
    const rendered = render(call)
    const before = call.commitState === 'unknown' ? await lookFirst(call) : undefined
    if (before?.found) return
    let mayRefresh = true
    for (let number = 1; ; number++) {
      const entering = enter(call)
      const waitedMs = entering === 0 ? 0 : await entering
      const started = performance.now()
      call.firstSentAt ??= binding.clock.now()
      let outcome: AttemptOutcome
      try {
        outcome = await attempt(call, connection, rendered, mayRefresh)
      } catch (error) {
        outcome = notMade(call, error)
      }
      if (outcome.kind === 'token_refused') {
        // A token may run out early. The vendor did nothing, so this is not a retry.
        mayRefresh = false
        number--
        learn(call, outcome)
        continue
      }
      const status = outcome.kind === 'answered' ? outcome.answer.status : outcome.status
      const code = outcome.kind === 'failed' ? outcome.failure.code : undefined
      call.attempts.push({
        ...(status !== undefined && { status }),
        ...(code !== undefined && { code }),
        durationMs: performance.now() - started,
        waitedMs,
      })
      learn(call, outcome)
      if (outcome.kind === 'answered') {
        call.commitState = 'committed'
        binding.retryBudget.succeeded()
        readAnswer(call, outcome)
        return
      }
      if (alreadyDone(call, outcome.failure)) return
      const state = settledState(call, outcome.failure)
      call.commitState = state
      const failure = { ...outcome.failure, commitState: state, retryAfterMs: retryAfterOf(call, outcome.failure) }
      const wait = nextWaitMs(call, failure, number)
      if (wait === undefined) throw failureOf(call, failure)
      binding.measure('portico.retries', 1, call, { 'error.type': failure.code })
      await pause(call, wait)
      if (state === 'unknown' && operation.definition.idempotency?.by === 'lookup' && (await lookFirst(call)).found) return
    }
  },
}

function connect(call: Call): Connection | Promise<Connection> {
  try {
    const connection = call.binding.connections.current()
    if (!(connection instanceof Promise)) return connection
    return beforeDeadline(call, connection, 'credentials').catch((error: unknown) => {
      throw connectFailure(call, error)
    })
  } catch (error) {
    throw connectFailure(call, error)
  }
}

function connectFailure(call: Call, error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const unresolved = {
    code: 'unauthenticated',
    message: 'the credentials could not be had',
    retryable: true,
    cause: error,
  } as const
  return call.fail(refusalOf(error) ?? unresolved)
}

function render(call: Call): RenderedRequest {
  try {
    return call.operation.render(call.input, { idempotencyKey: call.idempotencyKey, cursor: call.options.cursor })
  } catch (error) {
    const refusal = refusalOf(error)
    throw refusal ? call.fail(refusal) : error
  }
}

/** What kept the attempt from being made counts as its failure. Anything that is not ours goes on as it is. */
function notMade(call: Call, error: unknown): AttemptOutcome {
  const refusal = refusalOf(error)
  if (refusal) return { kind: 'failed', failure: { ...refusal, commitState: 'not_sent' } }
  // The circuit may have let this call pass as its one probe.
  call.binding.circuit.toldNothing()
  throw error
}
