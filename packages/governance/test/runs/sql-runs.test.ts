import { runRetention } from '@portico/governance'
import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'

const day = 86_400_000
const start = Date.parse('2026-11-28T08:00:00Z')
const run = {
  tenantId: 'acme',
  id: 'run-1',
  account: 'default',
  connector: 'github',
  destination: 'postgres://loader@db/warehouse',
  startedAt: '2026-11-28T08:00:00.000Z',
}

onEveryStore('the history of syncs', (stores) => {
  test('lists what ran and its result, for one tenant, and a killed run as begun', async () => {
    const { runs } = await stores.open({ now: () => start + 5_000 })
    await runs.begin(run)
    await runs.begin({ ...run, id: 'killed', startedAt: '2026-11-28T09:00:00.000Z' })
    await runs.begin({ ...run, tenantId: 'rival' })
    await runs.end(run, { status: 'succeeded', report: { landed: 7 } })
    expect(await runs.list('acme', 10)).toEqual([
      { ...run, id: 'killed', startedAt: '2026-11-28T09:00:00.000Z', status: 'running', endedAt: undefined, report: undefined },
      { ...run, status: 'succeeded', endedAt: '2026-11-28T08:00:05.000Z', report: { landed: 7 } },
    ])
    expect(await runs.list('rival', 10)).toMatchObject([{ status: 'running' }])
  })

  test('has its own retention, beside the runtime plane', async () => {
    const store = await stores.open({ now: () => start + 5_000 })
    const aged = { ...run, tenantId: 'aged' }
    await store.runs.begin({ ...aged, id: 'old' })
    await store.runs.end({ ...aged, id: 'old' }, { status: 'failed', report: {} })
    await store.runs.begin({ ...aged, id: 'killed' })
    await store.runs.begin({ ...aged, id: 'new', startedAt: new Date(start + 89 * day).toISOString() })
    const by = { type: 'human', id: 'dana' } as const
    const rules = { runtime: { receipts: '1d' }, data: { runs: '30d' } } as const
    const targets = store.retention
    const result = await runRetention({ rules, targets, tenants: ['aged'], by, dryRun: false, now: () => start + 90 * day })
    expect(result).toMatchObject([
      { plane: 'runtime', name: 'receipts', rows: 0 },
      { plane: 'data', name: 'runs', rows: 2 },
    ])
    expect((await store.runs.list('aged', 10)).map(({ id }) => id)).toEqual(['new'])
  })
})
