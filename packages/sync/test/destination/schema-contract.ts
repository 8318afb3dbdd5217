import { describe, expect, test } from 'vitest'
import { batch, landing, ticket } from './landing.ts'
import { type Place, placeOfEachTest } from './place.ts'

export const wider = {
  columns: [
    ...landing.columns.map((column) => (column.name === 'open' ? { ...column, type: 'json' as const } : column)),
    { name: 'added', type: 'text' as const },
  ],
}

/** What every destination does about columns that come, go, widen or are called alike. */
export function schemaContract(kind: string, makePlace: () => Promise<Place>): void {
  describe(`as ${kind}`, () => {
    const { place, write } = placeOfEachTest(makePlace)

    test('a schema evolves: new columns are empty in old rows, types widen, and dropped ones stay', async () => {
      await write((writer) => writer.land(batch({ records: [ticket(1)] })))
      const evolved = await write(
        (writer) => writer.land(batch({ records: [ticket(2, { open: ['maybe'], added: 'new' })] })),
        wider,
      )
      expect(evolved.schemaChanges).toEqual([
        { change: 'widened', column: 'open', from: 'boolean', to: 'json', outcome: 'evolved' },
        { change: 'added', column: 'added', to: 'text', outcome: 'evolved' },
      ])
      await write((writer) => writer.land(batch({ records: [ticket(3)] })))
      const rows = (await place().rows('desk', 'deskTickets'))!
      expect(rows).toMatchObject([{ open: true }, { open: ['maybe'], added: 'new' }, { open: true }])
      expect([rows[0]!['added'] ?? null, rows[2]!['added'] ?? null]).toEqual([null, null])
    })

    test('a record that lands again without a column keeps no older value in it', async () => {
      await write((writer) => writer.land(batch({ records: [ticket(1), ticket(2)] })))
      const fewer = { columns: landing.columns.filter(({ name }) => name !== 'subject') }
      await write((writer) => writer.land(batch({ records: [ticket(2, { score: 9 })] })), fewer)
      const rows = (await place().rows('desk', 'deskTickets'))!
      expect(rows.map(({ subject, score }) => [subject ?? null, score])).toEqual([
        ['Ticket 1', 0.25],
        [null, 9],
      ])
    })

    test('a column may have any name, and names that can’t be told apart are refused before anything lands', async () => {
      const names = ['_place', '_at', 'r', 'select', `it's "quoted"`, 'ünï', 'a.b']
      const columns = [landing.columns[0]!, ...names.map((name) => ({ name, type: 'text' as const }))]
      const named = (id: number, text: string) => ({ id, ...Object.fromEntries(names.map((name) => [name, text])) })
      await write((writer) => writer.land(batch({ records: [named(1, 'old'), named(2, 'old')] })), { columns })
      await write((writer) => writer.land(batch({ records: [named(1, 'new')], deletedKeys: [{ id: 2 }] })), { columns })
      expect(await place().rows('desk', 'deskTickets')).toEqual([named(1, 'new')])
      const unfit = {
        name: 'unfit',
        columns: [landing.columns[0]!, ...place().unfitNames.map((name) => ({ name, type: 'text' as const }))],
      }
      await expect(write(async () => {}, unfit)).rejects.toMatchObject({
        code: 'destination_refused',
        message: expect.stringContaining(place().unfitNames[0]!) as string,
      })
    })

    test('a frozen schema stops the sync, and one that discards keeps the table as it is', async () => {
      await write((writer) => writer.land(batch({ records: [ticket(1)] })))
      await expect(write(async () => {}, { ...wider, schemaChanges: 'freeze' })).rejects.toMatchObject({
        code: 'schema_frozen',
        message: expect.stringContaining('open was boolean and would be json; added is new (text)') as string,
      })
      const rest = await write((writer) => writer.land(batch({ records: [ticket(2, { open: ['maybe'], added: 'new' })] })), {
        ...wider,
        schemaChanges: 'discard',
      })
      expect(rest.schemaChanges.map(({ outcome }) => outcome)).toEqual(['discarded', 'discarded'])
      const rows = (await place().rows('desk', 'deskTickets'))!
      expect(Object.keys(rows[1]!)).not.toContain('added')
      expect(rows[1]!['open'] ?? null).toBeNull()
    })
  })
}
