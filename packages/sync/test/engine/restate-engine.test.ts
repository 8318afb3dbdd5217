import { restateEngine } from '@portico/sync/restate'
import { expect, test } from 'vitest'
import { released, type RunRecord } from '../../src/engine/restate/run-record.ts'

test('addresses open to others, and an unreachable server, are refused with a reason', async () => {
  const engine = (address: string) => restateEngine({ ingress: [address], admin: [address] })
  expect(() => engine('http://restate.example:8080')).toThrow("'restate.example:8080' is not an address")
  expect(() => engine('nowhere')).toThrow('is not an address')
  await expect(engine('http://127.0.0.1:1').run('one')).rejects.toMatchObject({ code: 'engine_unavailable' })
  const open = restateEngine({ ingress: [], admin: [], endpoint: { host: '0.0.0.0' } })
  await expect(open.work({ open: () => Promise.reject(new Error('unused')) })).rejects.toMatchObject({
    message: expect.stringContaining('identityKeys') as string,
  })
})

test('a run due for a retry is paused or cancelled instead where its owner asked for that while it failed', () => {
  const run = { state: 'running', attempt: 1, report: null, error: null, retries: 0, wanted: null } as unknown as RunRecord
  const again = { attempt: 1, state: 'queued', retries: 1, inMs: 1_000 } as const
  expect(released(run, again)).toMatchObject({ state: 'queued', retries: 1 })
  expect(released({ ...run, wanted: 'cancel' }, again)).toMatchObject({ state: 'cancelled', wanted: null })
  expect(released({ ...run, wanted: 'pause' }, again)).toMatchObject({ state: 'paused', wanted: null })
  // What has come to its end is not undone by a wish that came too late.
  expect(released({ ...run, wanted: 'cancel' }, { attempt: 1, state: 'succeeded' })).toMatchObject({ state: 'succeeded' })
})
