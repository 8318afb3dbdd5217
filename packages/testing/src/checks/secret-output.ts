import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { CompiledOperation } from '@portico/core/definition'
import { textsIn } from '../facts/texts-in.ts'
import { withValueAt } from '../facts/value-at.ts'
import type { Recording } from '../recording/recording.ts'
import { invoke } from '../replay/invoke.ts'
import { replay } from '../replay/replay.ts'
import type { OperationCheck } from './check.ts'

/** Recordings hold no secret, so one is planted where the vendor's would be. */
const planted = 'planted-secret-of-the-output'

/**
 * A one-time secret from the vendor reaches the caller but nothing that is stored: no record, and no claim, so a repeat lacks it.
 */
export const secretOutputChecks: readonly OperationCheck[] = [
  {
    name: 'a secret of the output is given once and kept nowhere',
    applies: (_, operation) => namesOf(operation).length > 0 && !operation.job,
    async run(subject, operation, given) {
      const recording = withPlanted(operation, given)
      const session = replay(subject, recording, { telemetry: true })
      const first = await invoke(session, operation, recording)
      session.assertMatched()
      if (first.error) throw first.error
      const again = await invoke(session, operation, recording)
      if (again.error) throw again.error
      for (const name of namesOf(operation)) {
        assert.equal(valueOf(first.output, name), planted, `${name} does not reach the caller`)
        if (operation.claims) assert.equal(valueOf(again.output, name), undefined, `${name} is stored: a repeat has it too`)
      }
      const kept = textsIn([session.rows(), session.events(), session.ledger.proofs, session.telemetry])
      assert.ok(!kept.some((text) => text.includes(planted)), 'it appears in audit, events, ledger or telemetry')
      const shown = inspect([first.receipts, again.receipts], { depth: 20, maxStringLength: null })
      assert.ok(!shown.includes(planted), 'it appears in a receipt')
    },
  },
]

/** Output fields whose values are secret: top level only. */
export function namesOf({ definition }: CompiledOperation): readonly string[] {
  return definition.audit?.secretOutput ?? []
}

function withPlanted(operation: CompiledOperation, recording: Recording): Recording {
  const root = operation.definition.pick?.split('.') ?? []
  const [exchange] = recording.exchanges as [Recording['exchanges'][number]]
  const body = namesOf(operation).reduce<unknown>((at, name) => withValueAt(at, [...root, name], planted), exchange.response.body)
  return { ...recording, exchanges: [{ ...exchange, response: { ...exchange.response, body } }] }
}

function valueOf(output: unknown, name: string): unknown {
  return (output as Readonly<Record<string, unknown>> | undefined)?.[name]
}
