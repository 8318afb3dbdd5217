import { type Destination, sync, type StreamState, SyncError } from '@portico/sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Landed, memoryDestination } from './cursor/memory-destination.ts'
import { deskSource } from './fixture/desk-source.ts'
import { type DeskVendor, deskVendor, ticket } from './fixture/desk-vendor.ts'
import { Leaving } from '../src/run/leaving.ts'

let vendor: DeskVendor
beforeEach(async () => {
  vendor = await deskVendor()
  vendor.pageSize = 2
  vendor.tickets.push(...[1, 2, 3, 4, 5, 6].map((id) => ticket(id)))
})
afterEach(() => vendor.close())

async function read(destination: Destination, signal = new AbortController().signal) {
  const source = deskSource(vendor.origin)
  try {
    const { streams } = await sync({ source, destination, streams: ['allTickets'], batch: { rows: 1 }, signal })
    return streams[0]!
  } finally {
    await source.close()
  }
}

/** The vendor refuses everything after its second page. */
function breakOff(): void {
  let pages = 0
  vendor.fault = (_, response) => {
    if (++pages <= 2) return false
    response.writeHead(403).end()
    return true
  }
}

test('a stream reports its own failure, even if closing its destination then fails too', async () => {
  const { destination } = memoryDestination()
  const open: Destination['open'] = async (stream) => ({
    ...(await destination.open(stream)),
    close: () => Promise.reject(new Error('the disk is gone')),
  })
  const closing = { ...destination, open }
  expect(await read(closing)).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('disk') as unknown } })
  breakOff()
  expect(await read(closing)).toMatchObject({ status: 'failed', error: { code: 'forbidden' } })
})

test('a reading left for days restarts from its first page, and the report says why', async () => {
  breakOff()
  const { destination, landings } = memoryDestination()
  expect(await read(destination)).toMatchObject({ status: 'failed', landed: 4 })
  vendor.fault = undefined
  const later = (days: number): Landed => {
    const left = landings.at(-1)!
    const state = JSON.parse(left.state!) as StreamState
    const landedAt = new Date(Date.parse(state.pass!.landedAt!) - days * 86_400_000).toISOString()
    return { ...left, state: JSON.stringify({ ...state, pass: { ...state.pass, landedAt } }) }
  }
  const goneOn = { status: 'succeeded', resumed: true, restarted: undefined, read: 2 }
  expect(await read(memoryDestination(later(2)).destination)).toMatchObject(goneOn)
  const anew = { status: 'succeeded', resumed: false, restarted: expect.stringContaining('left unfinished') as unknown, read: 6 }
  expect(await read(memoryDestination(later(4)).destination)).toMatchObject(anew)
})

test('a run left to another process is paused, and one that fails meanwhile reports its failure', async () => {
  for (const fails of [false, true]) {
    const leaving = new AbortController()
    const { destination } = memoryDestination()
    const open: Destination['open'] = async (stream) => {
      const writer = await destination.open(stream)
      const land: typeof writer.land = async (batch) => {
        leaving.abort(new Leaving('this worker is stopping'))
        if (fails) throw new SyncError('destination_unavailable', 'the disk is full')
        await writer.land(batch)
      }
      return { ...writer, land }
    }
    expect(await read({ ...destination, open }, leaving.signal)).toMatchObject(
      fails ? { status: 'failed', error: { code: 'destination_unavailable' } } : { status: 'paused', error: undefined },
    )
  }
})
