import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FilesDestinationOptions, jsonlDestination, parquetDestination, readManifest, tableQuery } from '@portico/sync/files'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesDestination } from '../../src/destination/files/files-destination.ts'
import { SpillingDuckdb } from '../../src/destination/files/spilling-duckdb.ts'
import { destinationContract } from './contract.ts'

/** Starting DuckDB takes longer than most of the tests, so that what the contract writes is written, and read, with one. */
class SharedDuckdb extends SpillingDuckdb {
  override async close(): Promise<void> {}

  end(): Promise<void> {
    return super.close()
  }
}

let shared: SharedDuckdb
beforeAll(async () => {
  shared = new SharedDuckdb(await mkdtemp(join(tmpdir(), 'portico-spill-')), '256MB')
})
afterAll(() => shared.end())

for (const kind of ['jsonl', 'parquet'] as const) {
  destinationContract(kind, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portico-files-'))
    return {
      open: (dataset) => filesDestination(kind, { folder, dataset }, shared),
      rows: (dataset) => rowsIn(join(folder, dataset, 'desk_tickets')),
      isThere: async (dataset) => (await readdir(folder)).includes(dataset),
      close: () => rm(folder, { recursive: true }),
      // Lines of JSON keep a day as the text that it is.
      unfitNames: ['Case', 'case'],
      ...(kind === 'jsonl' && { impossible: { subject: 1n } }),
      ...(kind === 'parquet' && { refusesEndless: true }),
    }
  })
}

async function rowsIn(folder: string): Promise<Record<string, unknown>[]> {
  const query = tableQuery(folder, (await readManifest(folder))!)
  const rows = await (await shared.connection()).runAndReadAll(`SELECT to_json(t) FROM (${query}) t ORDER BY id`)
  return rows.getRows().map(([text]) => JSON.parse(text as string) as Record<string, unknown>)
}

const columns = [
  { name: 'id', type: 'integer' as const },
  { name: 'text', type: 'text' as const },
]
const stream = {
  name: 'deskTickets',
  owner: { tenantId: 'acme', account: 'default', connector: 'desk' },
  connectorVersion: '1.0.0',
  columns,
  primaryKey: ['id'],
  mode: 'append_dedup',
  deletes: 'hard',
  schemaChanges: 'evolve',
} as const
const underWay = { id: 'p', startedAt: '2026-11-28T00:00:00Z', overwrites: false, full: false, range: null, high: null }
const state = {
  version: 2,
  generation: 0,
  cursorField: null,
  cursor: null,
  pass: underWay,
  lastPass: null,
  completedAt: null,
} as const
const batch = {
  generation: undefined,
  startsGeneration: false,
  copiesTable: false,
  records: [],
  deletedKeys: [],
  truncates: false,
  at: '2026-11-28T12:00:00.000Z',
  state,
  slices: new Map(),
  forgottenSlices: [],
  completesGeneration: false,
} as const
const ended = { ...state, pass: null }

async function inFolder(work: (options: FilesDestinationOptions, table: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-files-'))
  try {
    await work({ folder, dataset: 'desk' }, join(folder, 'desk', 'desk_tickets'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('a completed pass leaves files that can be read as they are', () =>
  inFolder(async (options, table) => {
    const destination = await jsonlDestination(options)
    const writer = await destination.open(stream)
    await writer.land({
      ...batch,
      records: [
        { id: 1, text: 'one' },
        { id: 2, text: 'two' },
      ],
    })
    await writer.land({ ...batch, records: [{ id: 1, text: 'new' }], deletedKeys: [{ id: 2 }] })
    expect(await readManifest(table)).toMatchObject({ merged: false, files: [{}, { holds: 'deletions' }, {}] })
    await writer.land({ ...batch, state: ended })
    await writer.close()
    const { files, merged } = (await readManifest(table))!
    expect([merged, files.length, files[0]!.rows]).toEqual([true, 1, 1])
    expect(JSON.parse(await readFile(join(table, files[0]!.name), 'utf8'))).toEqual({ id: 1, text: 'new' })
    // Those who still read the files of before may do so until the next run.
    expect(await readdir(table)).toHaveLength(5)
    await (await destination.open(stream)).close()
    expect((await readdir(table)).toSorted()).toEqual([files[0]!.name, 'manifest.json'].toSorted())
    await destination.close()
  }))

test('files without a common key are not rewritten', () =>
  inFolder(async (options, table) => {
    const destination = await parquetDestination(options)
    const writer = await destination.open(stream)
    await writer.land({ ...batch, records: [{ id: 1, text: 'one' }] })
    await writer.land({ ...batch, records: [{ id: 2, text: 'two' }], state: ended })
    await writer.close()
    await destination.close()
    expect(await readManifest(table)).toMatchObject({ merged: true, files: [{ rows: 1 }, { rows: 1 }] })
  }))

test('merged lines stay JSON: NaN and the infinities are the texts that landed', () =>
  inFolder(async (options, table) => {
    const destination = await filesDestination('jsonl', options, shared)
    const writer = await destination.open({ ...stream, columns: [...columns, { name: 'score', type: 'number' }] })
    const scores = ['NaN', 'Infinity', '-Infinity', 0.25, null]
    await writer.land({ ...batch, records: scores.map((score, id) => ({ id, score })) })
    await writer.land({ ...batch, records: [{ id: 5, score: 1 }], deletedKeys: [{ id: 7 }], state: ended })
    await writer.close()
    const manifest = (await readManifest(table))!
    const [file, ...more] = manifest.files
    expect(more).toEqual([])
    const lines = (await readFile(join(table, file!.name), 'utf8')).trimEnd().split('\n')
    const merged = lines.map((line) => JSON.parse(line) as { readonly id: number; readonly score: unknown })
    expect(merged.toSorted((one, other) => one.id - other.id).map(({ score }) => score)).toEqual([...scores, 1])
    const numbers = await (
      await shared.connection()
    ).runAndReadAll(`SELECT count(*) FROM (${tableQuery(table, manifest)}) WHERE isfinite(score)`)
    expect(numbers.getRows()).toEqual([[2n]])
  }))

test('what is not in the manifest is not in the table, and a foreign file is left alone', () =>
  inFolder(async (options, table) => {
    const destination = await jsonlDestination(options)
    await (await destination.open(stream)).close()
    await writeFile(join(table, '00000001-0a1b2c3d.jsonl'), '{"id":9}\n')
    await writeFile(join(table, 'notes.jsonl'), '{"id":8}\n')
    const writer = await destination.open(stream)
    await writer.land({ ...batch, records: [{ id: 1, text: 'one' }], state: ended })
    await writer.close()
    await destination.close()
    expect((await rowsIn(table)).map(({ id }) => id)).toEqual([1])
    expect(await readdir(table)).toContain('notes.jsonl')
    expect(await readdir(table)).not.toContain('00000001-0a1b2c3d.jsonl')
  }))

test('one process writes a table at a time, and a lock that a killed one left is taken over', () =>
  inFolder(async (options, table) => {
    const destination = await jsonlDestination(options)
    const writer = await destination.open(stream)
    await expect(destination.open(stream)).rejects.toMatchObject({ code: 'state_moved' })
    await writer.close()
    // No process has the highest number that there can be.
    await writeFile(join(table, '.lock-4194304-0a1b2c3d'), '')
    await (await destination.open(stream)).close()
    await destination.close()
  }))

test('what DuckDB spilled is removed when it closes, and what a killed run spilled by the next one', () =>
  inFolder(async ({ folder }) => {
    const spill = join(folder, 'spill')
    const duckdb = new SpillingDuckdb(spill, '64MB')
    const connection = await duckdb.connection()
    await connection.run(`SET memory_limit = '8MB'`)
    await connection.run(`CREATE TABLE t AS SELECT hash(i) AS h, hash(i + 1) AS g FROM range(1000000) r(i)`)
    expect(await readdir(spill)).not.toEqual([])
    await duckdb.close()
    expect(await readdir(folder)).toEqual([])
    const dataset = join(folder, 'desk')
    // No process has the highest number that there can be.
    await mkdir(join(dataset, '.spill-4194304-0a1b2c3d'), { recursive: true })
    const living = `.spill-${process.pid}-0a1b2c3d`
    await mkdir(join(dataset, living))
    await (await jsonlDestination({ folder, dataset: 'desk' })).close()
    expect(await readdir(dataset)).toEqual([living])
  }))

test('a path to a file is refused', () =>
  inFolder(async ({ folder }) => {
    await writeFile(join(folder, 'file'), '')
    await expect(jsonlDestination({ folder: join(folder, 'file'), dataset: 'desk' })).rejects.toMatchObject({
      code: 'destination_unavailable',
      message: expect.stringContaining('a file is where a folder should be') as string,
    })
  }))
