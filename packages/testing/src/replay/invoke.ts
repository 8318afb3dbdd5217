import { type ActorType, type ConnectorError, isConnectorError, type Receipt } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import type { Recording } from '../recording/recording.ts'
import { revive } from '../recording/recorded-input.ts'
import type { Session } from './session.ts'

/** The outcome of a call. Bytes and events are read to their end; a list gives the items of all its pages. */
export interface Outcome {
  readonly output?: unknown
  readonly receipts: readonly Receipt[]
  readonly error?: ConnectorError
}

export interface CallOverrides {
  readonly idempotencyKey?: string
  readonly actor?: { readonly type: ActorType; readonly id: string }
}

/** What a call is made from: a recording, or one in progress. For a list, as many pages are read as there are exchanges. */
export interface Invocation extends Pick<Recording, 'operation' | 'input' | 'call'> {
  readonly exchanges: readonly unknown[]
}

/** The call options of a recording. The key is fixed, so that two runs send the same bytes. */
export function callOf(
  { call, operation }: Pick<Invocation, 'call' | 'operation'>,
  overrides: CallOverrides = {},
): CallOverrides & { readonly correlationId: string } {
  return {
    actor: { type: call?.actor ?? 'human', id: 'contract-actor' },
    correlationId: call?.correlationId ?? 'contract-correlation',
    idempotencyKey: call?.idempotencyKey ?? `contract-${operation}`,
    ...overrides,
  }
}

/** Makes the recorded call. For a list, reads as many pages as were recorded. */
export async function invoke(
  session: Pick<Session, 'client'>,
  operation: CompiledOperation,
  recording: Invocation,
  overrides: CallOverrides = {},
): Promise<Outcome> {
  return settle(async () => {
    const method = session.client[operation.name]!
    const input = revive(recording.input)
    const call = callOf(recording, overrides)
    if (!operation.nextPage) {
      const { data, receipt } = await method.detailed(input, call)
      return { output: await drain(operation, data), receipts: [receipt as Receipt] }
    }
    const items: unknown[] = []
    let left = recording.exchanges.length
    for await (const page of method.pages(input, call)) {
      items.push(...page.items)
      if (--left === 0) break
    }
    return { output: items, receipts: [] }
  })
}

/** A ConnectorError as a value; anything else is a fault of the kit or of core and is rethrown. */
export async function settle(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run()
  } catch (error) {
    if (!isConnectorError(error)) throw error
    return { error, receipts: error.receipt ? [error.receipt] : [] }
  }
}

async function drain(operation: CompiledOperation, data: unknown): Promise<unknown> {
  const chunks: Uint8Array[] = []
  if (operation.delivery === 'bytes') {
    for await (const chunk of (data as { stream: ReadableStream<Uint8Array> }).stream) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  if (operation.delivery !== 'events') return data
  const events: unknown[] = []
  for await (const event of data as AsyncIterable<unknown>) events.push(event)
  return events
}
