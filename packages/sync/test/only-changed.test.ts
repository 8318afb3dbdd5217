import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sync, type SyncOptions } from '@portico/sync'
import { jsonlDestination } from '@portico/sync/files'
import { expect, test } from 'vitest'
import { deskSource } from './fixture/desk-source.ts'
import { deskVendor, ticket } from './fixture/desk-vendor.ts'

test('only slices whose parent has changed are read, and all of them the first time, in full, and over a range', async () => {
  const vendor = await deskVendor()
  const folder = await mkdtemp(join(tmpdir(), 'portico-changed-'))
  const destination = await jsonlDestination({ folder, dataset: 'desk' })
  const run = async (more: Partial<SyncOptions> = {}) => {
    vendor.asked.length = 0
    const source = deskSource(vendor.origin)
    const report = await sync({ source, destination, streams: ['replies'], ...more })
    await source.close()
    expect(report.status).toBe('succeeded')
    const asked = vendor.asked.map(({ path }) => /^\/tickets\/(\d+)\/replies$/.exec(path)?.[1]).filter((id) => id !== undefined)
    return { asked: asked.toSorted(), since: vendor.asked[0]!.query['since'] }
  }
  try {
    vendor.tickets.push(ticket(1), ticket(2), ticket(3))
    expect(await run()).toEqual({ asked: ['1', '2', '3'], since: undefined })
    const changed = new Date(Date.now() + 1_000).toISOString()
    vendor.tickets[1] = ticket(2, { updated_at: changed })
    const next = await run()
    expect(next.asked).toEqual(['2'])
    // Ten minutes earlier than the last reading started, for a clock that is ahead of the vendor's.
    expect(Date.now() - Date.parse(next.since!)).toBeGreaterThanOrEqual(600_000)
    expect((await run({ full: true })).asked).toEqual(['1', '2', '3'])
    expect((await run({ range: { from: '2026-01-01T00:00:00Z' } })).asked).toEqual(['1', '2', '3'])
  } finally {
    await destination.close()
    await vendor.close()
    await rm(folder, { recursive: true })
  }
})
