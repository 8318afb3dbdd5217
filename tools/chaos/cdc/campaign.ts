import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import type { RunReport } from '@portico/sync'
import pg from 'pg'
import { prepare, startLoad, table } from './load.ts'

export interface CdcResult {
  readonly changes: number
  readonly kills: number
  readonly runs: number
  /** Rows of the source that the destination lacks, or has in another form. */
  readonly lost: number
  /** Rows that are duplicated, or that the source does not have. */
  readonly duplicated: number
  readonly rows: number
  readonly slots: number
}

/** Follows a table while it is written to, kills the reader at random moments, and compares what landed with the table. */
export async function cdcCampaign(
  url: string,
  path: string,
  { changes, kills }: { readonly changes: number; readonly kills: number },
  random: () => number,
): Promise<CdcResult> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await prepare(client)
    let killed = 0
    let runs = 0
    const start = (): ChildProcess => {
      runs++
      return fork(fileURLToPath(import.meta.resolve('./run-sync.ts')), [url, path], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
    }
    // The load lasts until the last kill: each reader has its share of the changes before it.
    const load = startLoad(url, changes, () => (changes * (killed + 1)) / (kills + 1), random)
    while (killed < kills) {
      const child = start()
      const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
      // A moment after a random page or landing: during the copy of the table, the hand-over, or the following of the log.
      let left = 1 + Math.floor(random() * 7)
      child.on('message', (message) => {
        if (message === 'step' && --left === 0) setTimeout(() => child.kill('SIGKILL'), random() * 60)
      })
      const [code, signal] = await ended
      if (signal === 'SIGKILL') killed++
      else if (code !== 0) throw new Error(`the sync ended with ${String(code)}`)
    }
    await load.done
    const report = await wholeRun(start())
    if (report?.status !== 'succeeded') throw new Error(`the last sync did not succeed: ${JSON.stringify(report)}`)
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM pg_replication_slots')
    return { changes: load.written(), kills: killed, runs, ...(await compare(client, path)), slots: Number(rows[0]!.count) }
  } finally {
    await client.end()
  }
}

async function wholeRun(child: ChildProcess): Promise<RunReport | undefined> {
  let report: RunReport | undefined
  child.on('message', (message) => {
    if (message !== 'step') report = message as RunReport
  })
  await once(child, 'exit')
  return report
}

async function compare(client: pg.Client, path: string): Promise<Pick<CdcResult, 'lost' | 'duplicated' | 'rows'>> {
  const { rows } = await client.query<{ id: string; row: string }>(
    `SELECT id::text, concat_ws(' ', value, md5(paper)) AS row FROM ${table}`,
  )
  const source = new Map(rows.map(({ id, row }) => [id, row]))
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  const read = await connection.runAndReadAll(
    `SELECT id::VARCHAR, concat_ws(' ', value, md5(paper)) FROM landed.chaos.public_${table}`,
  )
  const landed = read.getRows() as [string, string][]
  connection.closeSync()
  instance.closeSync()
  const seen = new Map<string, string>()
  let duplicated = 0
  for (const [id, row] of landed) {
    if (seen.has(id) || !source.has(id)) duplicated++
    seen.set(id, row)
  }
  const lost = [...source].filter(([id, row]) => seen.get(id) !== row).length
  return { lost, duplicated, rows: source.size }
}
