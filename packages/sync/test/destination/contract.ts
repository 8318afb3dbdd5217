import { describe, expect, test } from 'vitest'
import { at, batch, owner, sliceState, state, ticket } from './landing.ts'
import { type Place, placeOfEachTest } from './place.ts'
import { schemaContract, wider } from './schema-contract.ts'

// Everything that a format of text may trip over.
const odd = 'tab\t newline\n return\r quote" apostrophe\' backslash\\ \\N comma, نص 🎫 {"a":1}'

/** What every destination keeps, whatever it is made of. */
export function destinationContract(kind: string, makePlace: () => Promise<Place>): void {
  schemaContract(kind, makePlace)
  describe(`as ${kind}`, () => {
    const { place, opened, write, ids } = placeOfEachTest(makePlace)

    test('values of every type come back unchanged, and absent ones are null', async () => {
      const rows = [
        ticket(1, { subject: odd, labels: { [odd]: [odd, null, 1.5] } }),
        { id: 2 },
        ticket(3, { score: 1e-7, open: false }),
      ]
      await write((writer) => writer.land(batch({ records: rows })))
      const [first, second, third] = (await place().rows('desk', 'deskTickets'))!
      expect(first).toMatchObject({ id: 1, subject: odd, score: 0.25, open: true, labels: { [odd]: [odd, null, 1.5] } })
      expect(new Date(first!['updated_at'] as string).toISOString()).toBe('2026-01-01T00:00:00.000Z')
      expect(first!['due']).toBe('2026-02-01')
      for (const name of ['subject', 'score', 'open', 'labels', 'updated_at', 'due']) expect(second![name] ?? null).toBeNull()
      expect(third).toMatchObject({ score: 1e-7, open: false })
    })

    test('a text cut within a character, or with a zero character, lands all the same and can be read', async () => {
      const rows = [ticket(1, { subject: 'cut \ud83d', labels: { cut: ['\ud83d', String.raw`\ud83d`], zero: 'a\0b' } })]
      await write((writer) => writer.land(batch({ records: rows })))
      await write((writer) => writer.land(batch({ records: [...rows, ticket(2, { subject: 'a\0b' })] })))
      const zero = place().zero ?? '\0'
      expect(await place().rows('desk', 'deskTickets')).toMatchObject([
        { subject: 'cut \ufffd', labels: { cut: ['\ufffd', String.raw`\ud83d`], zero: `a${zero}b` } },
        { subject: `a${zero}b` },
      ])
    })

    test('a BC date stays one, and an infinite date comes back or is refused: neither becomes another day', async () => {
      const before = { updated_at: '0044-03-15 12:00:00+00 BC', due: '0044-03-15 BC' }
      await write((writer) => writer.land(batch({ records: [ticket(1, before)] })))
      const era = expect.stringMatching(/^0044-03-15.* ?\(?BC\b/) as string
      expect(await place().rows('desk', 'deskTickets')).toMatchObject([{ updated_at: era, due: era }])
      for (const endless of [{ updated_at: '-infinity' }, { due: 'infinity' }]) {
        await write(async (writer) => {
          const landed = writer.land(batch({ records: [ticket(2, endless)] }))
          if (!place().refusesEndless) return landed
          const message = expect.stringContaining(`${Object.keys(endless)[0]} of a record is infinite`) as string
          await expect(landed).rejects.toMatchObject({ code: 'destination_refused', message })
        })
        expect((await place().rows('desk', 'deskTickets'))!.slice(1)).toMatchObject(place().refusesEndless ? [] : [endless])
      }
    })

    test('a record that lands again is merged by its key, deletions remove theirs, and a truncation removes all', async () => {
      await write(async (writer) => {
        await writer.land(batch({ records: [ticket(1), ticket(2), ticket(3)] }))
        await writer.land(batch({ records: [ticket(2, { subject: 'New' }), ticket(4)], deletedKeys: [{ id: 3 }, { id: 9 }] }))
      })
      expect(await ids()).toEqual([1, 2, 4])
      expect((await place().rows('desk', 'deskTickets'))![1]).toMatchObject({ subject: 'New' })
      await write((writer) => writer.land(batch({ truncates: true, records: [ticket(5)] })))
      expect(await ids()).toEqual([5])
    })

    test('soft deletions mark records, and a record that comes back loses its mark', async () => {
      await write(
        async (writer) => {
          await writer.land(batch({ records: [ticket(1), ticket(2)] }))
          await writer.land(batch({ deletedKeys: [{ id: 1 }, { id: 2 }] }))
          await writer.land(batch({ records: [ticket(2)] }))
        },
        { deletes: 'soft' },
      )
      const rows = (await place().rows('desk', 'deskTickets'))!
      expect(new Date(rows[0]!['_portico_deleted_at'] as string).toISOString()).toBe(at)
      expect(rows[1]!['_portico_deleted_at'] ?? null).toBeNull()
      const later = '2026-11-29T12:00:00.000Z'
      await write((writer) => writer.land(batch({ at: later, truncates: true, records: [ticket(3)] })), { deletes: 'soft' })
      const marks = (await place().rows('desk', 'deskTickets'))!.map(({ _portico_deleted_at: mark }) => mark as string | null)
      expect(marks.map((mark) => mark && new Date(mark).toISOString())).toEqual([at, later, null])
      // Whoever marks no longer says all the same of what is there again that it is.
      await write((writer) => writer.land(batch({ records: [ticket(1)] })))
      expect((await place().rows('desk', 'deskTickets'))!.find(({ id }) => id === 1)!['_portico_deleted_at'] ?? null).toBeNull()
    })

    test('appended records stay beside earlier ones', async () => {
      await write(
        async (writer) => {
          await writer.land(batch({ records: [ticket(1)] }))
          await writer.land(batch({ records: [ticket(1), ticket(2)] }))
        },
        { mode: 'append' },
      )
      expect(await ids()).toEqual([1, 1, 2])
    })

    test('keys of several fields are told apart', async () => {
      const stream = { primaryKey: ['id', 'subject'] }
      await write(async (writer) => {
        await writer.land(batch({ records: [ticket(1, { subject: 'a' }), ticket(1, { subject: 'b' })] }))
        await writer.land(batch({ records: [ticket(1, { subject: 'b', score: 9 })], deletedKeys: [{ id: 1, subject: 'a' }] }))
      }, stream)
      expect(await place().rows('desk', 'deskTickets')).toMatchObject([{ id: 1, subject: 'b', score: 9 }])
    })

    test('states come back as saved, and forgotten ones are gone', async () => {
      const first = { ...state, cursor: '2026-01-01T00:00:00Z' }
      const slices = new Map([
        ['{"queue":"a\'b"}', sliceState],
        ['', sliceState],
      ])
      const fresh = await write((writer) => writer.land(batch({ state: first, slices })))
      expect(fresh.saved).toEqual({ stream: undefined, slices: new Map() })
      const again = await write(async (writer) => {
        await writer.land(batch({ slices: new Map([['', { ...sliceState, cursor: 7 }]]) }))
      })
      expect(again.saved).toEqual({ stream: first, slices })
      const third = await write((writer) => writer.land(batch({ forgottenSlices: [''] })))
      expect(third.saved.slices.get('')).toMatchObject({ cursor: 7 })
      expect((await write((writer) => writer.land(batch({ forgottenSlices: 'all' })))).saved.slices.size).toBe(1)
      const last = await write(async () => {})
      expect(last.saved.slices.size).toBe(0)
    })

    test('a batch that can’t land leaves rows and state as they were', async () => {
      await write((writer) => writer.land(batch({ records: [ticket(1)], state: { ...state, cursor: 'one' } })))
      const spoilt = batch({
        records: [ticket(2), ticket(3, place().impossible ?? { due: '2026-02-31' })],
        state: { ...state, cursor: 'two' },
      })
      await write(async (writer) => {
        await expect(writer.land(spoilt)).rejects.toMatchObject({ name: 'SyncError', code: 'destination_refused' })
      })
      expect(await ids()).toEqual([1])
      const after = await write((writer) => writer.land(batch({ records: [ticket(4)] })))
      expect(after.saved.stream).toMatchObject({ cursor: 'one' })
      expect(await ids()).toEqual([1, 4])
    })

    test('readers see the old table until a generation is complete', async () => {
      const overwrite = { mode: 'overwrite' } as const
      await write((writer) => writer.land(batch({ records: [ticket(1), ticket(2)] })))
      await write(
        (writer) => writer.land(batch({ generation: 1, startsGeneration: true, records: [ticket(7), ticket(8)] })),
        overwrite,
      )
      expect(await ids()).toEqual([1, 2])
      await write((writer) => writer.land(batch({ generation: 1, records: [ticket(8, { subject: 'New' })] })), overwrite)
      expect(await ids()).toEqual([1, 2])
      await write((writer) => writer.land(batch({ generation: 1, completesGeneration: true })), overwrite)
      expect(await place().rows('desk', 'deskTickets')).toMatchObject([{ id: 7 }, { id: 8, subject: 'New' }])
      // What an earlier try of the next generation left does not come along.
      await write((writer) => writer.land(batch({ generation: 2, startsGeneration: true, records: [ticket(3)] })), overwrite)
      await write(async (writer) => {
        await writer.land(batch({ generation: 2, startsGeneration: true, records: [ticket(4)] }))
        await writer.land(batch({ generation: 2, completesGeneration: true }))
      }, overwrite)
      expect(await ids()).toEqual([4])
      // A new version of the connector goes on with what the one before began.
      const pass = { id: 'p', startedAt: at, overwrites: true, full: false, range: null, high: null }
      const begun = { ...state, generation: 3, pass }
      await write(
        (writer) => writer.land(batch({ generation: 3, startsGeneration: true, state: begun, records: [ticket(5)] })),
        overwrite,
      )
      await write(
        (writer) => writer.land(batch({ generation: 3, completesGeneration: true, records: [ticket(6, { added: 'x' })] })),
        {
          ...wider,
          ...overwrite,
        },
      )
      expect(await place().rows('desk', 'deskTickets')).toMatchObject([{ id: 5 }, { id: 6, added: 'x' }])
    })

    test('a generation may start as a copy of the table, be inspected, wait across several openings, and replace the table', async () => {
      await write((writer) => writer.land(batch({ records: [ticket(1), ticket(2)] })))
      const waiting = { ...state, generation: 1, staged: 1 }
      const starts = { generation: 1, startsGeneration: true, copiesTable: true, state: waiting }
      await write(async (writer) => {
        await writer.land(batch({ ...starts, records: [ticket(2, { subject: 'New' }), ticket(3)], deletedKeys: [{ id: 1 }] }))
        expect((await writer.landed!(1)).path.at(-1)).toBe('desk_tickets__g1')
      })
      expect(await ids()).toEqual([1, 2])
      await write(
        (writer) => writer.land(batch({ generation: 1, state: waiting, records: [ticket(4, { added: 'late' })] })),
        wider,
      )
      expect(await ids()).toEqual([1, 2])
      await write((writer) => writer.land(batch({ generation: 1, completesGeneration: true })), wider)
      const rows = await place().rows('desk', 'deskTickets')
      expect(rows).toMatchObject([{ id: 2, subject: 'New' }, { id: 3 }, { id: 4, added: 'late' }])
    })

    test('a dataset holds one owner’s data', async () => {
      await write((writer) => writer.land(batch({ records: [ticket(1)] })))
      for (const other of [{ tenantId: 'other' }, { account: 'second' }, { connector: 'shop' }]) {
        await expect(write(async () => {}, { owner: { ...owner, ...other } })).rejects.toMatchObject({ code: 'dataset_taken' })
      }
      await write((writer) => writer.land(batch({ records: [ticket(1)] })), { owner: { ...owner, tenantId: 'other' } }, 'second')
      expect(await ids('second')).toEqual([1])
    })

    test('status lists the streams that have landed, and creates nothing', async () => {
      const nowhere = await place().open('elsewhere')
      opened.push(nowhere)
      expect(await nowhere.status()).toEqual([])
      expect(await place().isThere('elsewhere')).toBe(false)
      await write((writer) => writer.land(batch({ records: [ticket(1)], state: { ...state, completedAt: at } })))
      const destination = await place().open('desk')
      opened.push(destination)
      expect(await destination.status()).toMatchObject([
        { stream: 'deskTickets', owner, state: { completedAt: at }, updatedAt: at },
      ])
    })
  })
}
