import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { duckdbDataset, fileDataset, postgresDataset, streamDataset } from '../../src/lineage.ts'
import { deskVendor } from './tickets.ts'

test('datasets are named as OpenLineage names them, and hold no credentials', () => {
  const url = new URL('postgres://loader:secret@db.example/ware%20house')
  expect(postgresDataset(url, { schema: 'desk', name: 'tickets' })).toEqual({
    namespace: 'postgres://db.example:5432',
    name: 'ware house.desk.tickets',
  })
  expect(duckdbDataset('warehouse.duckdb', 'tickets')).toEqual({
    namespace: `duckdb://${resolve('warehouse.duckdb')}`,
    name: 'tickets',
  })
  expect(fileDataset('landed/tickets')).toEqual({ namespace: 'file', name: resolve('landed/tickets') })
})

test('a stream is named by its vendor’s origin; where that is a template, by the vendor', () => {
  expect(streamDataset(deskVendor, 'tickets')).toEqual({ namespace: 'https://desk.example', name: 'desk.tickets' })
  const templated = { ...deskVendor, origins: { api: 'https://{subdomain}.desk.example' } } as const
  expect(streamDataset(templated, 'tickets').namespace).toBe('portico://desk')
  expect(streamDataset(templated, 'tickets', 'https://acme.desk.example').namespace).toBe('https://acme.desk.example')
})
