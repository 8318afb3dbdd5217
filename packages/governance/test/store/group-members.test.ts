import { randomBytes, randomUUID } from 'node:crypto'
import type { Proof } from '@portico/core'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { onEveryStore } from './every-store.ts'

function proof(more: Partial<Proof> = {}): Proof {
  const callId = randomUUID()
  return {
    id: `${callId}-proof`,
    callId,
    tenantId: 'acme',
    actor: { type: 'human', id: 'amal' },
    intendedAction: 'desk.createTicket',
    argumentsHash: 'a'.repeat(64),
    classes: { sideEffect: 'internal_write', approval: 'A0', reversibility: 'R0', sensitivity: 'S1' },
    correlationId: undefined,
    traceparent: undefined,
    openedAt: 1,
    ...more,
  }
}

onEveryStore('members of a group', ({ dialect, open }) => {
  test.each<[string, Partial<Proof>]>([
    ['lacks what it needs', { actor: { type: 'human' } as Proof['actor'] }],
    ['has a record where a text belongs', { actor: { type: 'human', id: { name: 'amal' } as unknown as string } }],
    ['is larger than an index takes', { tenantId: randomBytes(6_000).toString('base64') }],
    ['holds a zero', { intendedAction: 'desk.\0' }],
  ])('a write that %s fails nobody else’s', async (_, odd) => {
    const { ledger } = await open()
    const [, other] = await Promise.allSettled([ledger.open(proof(odd)), ledger.open(proof())])
    expect(other).toEqual({ status: 'fulfilled', value: undefined })
  })

  if (dialect !== 'postgres') return
  test('a connection that the server ends fails its own work, and not the process', async () => {
    const { db } = await open()
    const unheard: unknown[] = []
    const hear = (error: unknown): void => void unheard.push(error)
    process.on('uncaughtException', hear)
    const ended = db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
      await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(db)
      await sql`select 1`.execute(transaction)
    })
    await expect(ended).rejects.toBeInstanceOf(Error)
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
    process.off('uncaughtException', hear)
    expect(unheard).toEqual([])
  })
})
