import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { github } from '@portico/connector-github'
import { githubSource } from '@portico/connector-github/streams'
import { connect } from '@portico/core'
import { httpSource, sync } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { scene, tell } from '../narrator.ts'

const account = { tenantId: 'acme', credentials: { token: 'ghp-tour-token' } }
const repository = { owner: 'mona', repo: 'support' }

/** The data plane: a repository's issues go to a table, and the next sync asks only for what is new. */
export async function syncedIssues(githubOrigin: string): Promise<void> {
  scene('GitHub issues to DuckDB: everything first, then only what is new')
  const folder = await mkdtemp(join(tmpdir(), 'portico-tour-'))
  const path = join(folder, 'warehouse.duckdb')
  try {
    const before = await syncInto(path, githubOrigin)
    const client = connect(github, {
      ...account,
      origins: { api: githubOrigin },
      actor: { type: 'human', id: 'mona' },
      correlationId: 'tour-sync',
    })
    await client.createIssue({ ...repository, title: 'The printer is back' })
    await client.close()
    tell('somebody opens another issue')
    const after = await syncInto(path, githubOrigin)
    if (before.reading !== 'full' || after.reading !== 'incremental')
      throw new Error('the second sync did not go on from the first')
    tell('records within the lookback are read again and merged by key, so each issue is there once')
    const rows = await titlesIn(path)
    tell('SELECT number, state, title FROM github.issues ORDER BY number')
    for (const row of rows) tell(`  ${row.join('  ')}`)
    if (new Set(rows.map(([number]) => number)).size !== rows.length || rows.length < 2) {
      throw new Error('the table does not have each issue once')
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function syncInto(path: string, githubOrigin: string) {
  const source = httpSource(githubSource, { ...account, origins: { api: githubOrigin } })
  const destination = await duckdbDestination({ path, dataset: 'github' })
  const report = await sync({ source, destination, streams: ['issues'], settings: { repositories: ['mona/support'] } })
  await destination.close()
  await source.close()
  const [stream] = report.streams
  if (stream?.status !== 'succeeded') throw new Error(`the sync failed: ${stream?.error?.message}`)
  tell(`${stream.reading}: ${stream.read} read, ${stream.landed} landed, newest ${stream.newest}`)
  return stream
}

async function titlesIn(path: string): Promise<string[][]> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const rows = await connection.runAndReadAll('SELECT number, state, title FROM github.issues ORDER BY number')
  connection.closeSync()
  instance.closeSync()
  return rows.getRows().map((row) => row.map(String))
}
