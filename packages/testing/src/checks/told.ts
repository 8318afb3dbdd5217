import assert from 'node:assert/strict'
import { invoke } from '../replay/invoke.ts'
import { replay } from '../replay/replay.ts'
import type { OperationCheck } from './check.ts'

export const toldChecks: readonly OperationCheck[] = [
  {
    name: 'a success has an audit row, with what it was about, and a proof',
    async run(subject, operation, recording) {
      const session = replay(subject, recording)
      const { error, receipts } = await invoke(session, operation, recording)
      session.assertMatched()
      if (error) throw error
      const row = session.rows().find((each) => each.operation === operation.name)
      assert.equal(row?.outcome, 'succeeded', 'the call has no audit row that says so')
      const entity = operation.definition.audit?.entity
      if (entity) assert.ok(row.entity?.id, `the row names no ${entity.type}: audit.entity.id leads to nothing here`)
      const proof = [...session.ledger.proofs.values()].find(
        ({ resolution }) => resolution?.actualCall === operation.qualifiedName,
      )
      // In a batch, some items may have been refused.
      const isPartial = receipts.some(({ items = [] }) => items.some(({ commitState }) => commitState !== 'committed'))
      const status = isPartial ? 'partially_verified' : 'verified'
      assert.equal(proof?.resolution?.status, status, 'the ledger has no proof of the call')
    },
  },
]
