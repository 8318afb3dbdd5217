import type { CompiledOperation } from '@portico/core/definition'
import { revive } from '../recording/recorded-input.ts'

/** A recorded input as the operation's functions see it: validated, with defaults filled in. Throws if it is invalid. */
export function parsedInput({ input }: CompiledOperation, recording: { readonly input?: unknown }): unknown {
  return (input as unknown as { parse(value: unknown): unknown }).parse(revive(recording.input))
}
