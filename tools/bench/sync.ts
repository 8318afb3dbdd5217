import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../postgres/server.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'portico-bench-sync-'))
const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const
const server = fork(fileURLToPath(import.meta.resolve('./sync/page-server.ts')), [String(rows)], { stdio: [...stdio] })
const [port] = (await once(server, 'message')) as [number]
const postgres = await startPostgres({ durable: true })

interface Measured {
  readonly ms: number
  readonly peakMb: number
}

const place = JSON.stringify({ origin: `http://127.0.0.1:${port}`, folder, postgres: postgres.url, rows })

async function measure(name: string): Promise<Measured> {
  const side = fork(fileURLToPath(import.meta.resolve('./sync/side.ts')), [name, place], { stdio: [...stdio] })
  const failed = once(side, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${String(code)}`)))
  const [measured] = (await Promise.race([once(side, 'message'), failed])) as [Measured]
  await failed.catch(() => undefined)
  const { ms, peakMb } = measured
  console.log(
    `${name.padEnd(15)} ${String(Math.round((rows / ms) * 1_000)).padStart(8)} rows/s ${peakMb.toFixed(0).padStart(5)} MB`,
  )
  return measured
}

// The bare limits stand beside what they are compared with, so that a noisy moment meets both.
const order = ['extract', 'appender', 'duckdb', 'duckdb_again', 'copy', 'postgres', 'postgres_again', 'jsonl', 'parquet'] as const
const results: Partial<Record<(typeof order)[number], Measured>> = {}
try {
  for (const name of order) results[name] = await measure(name)
} finally {
  server.disconnect()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
const rate = (name: (typeof order)[number]): number => (rows / results[name]!.ms) * 1_000
const ratio = (one: (typeof order)[number], other: (typeof order)[number]): number => Number((rate(one) / rate(other)).toFixed(2))
const syncs = order.filter((name) => !['extract', 'appender', 'copy'].includes(name))
console.log(
  JSON.stringify({
    bench: 'sync',
    rows_per_s: Object.fromEntries(order.map((name) => [name, Math.round(rate(name))])),
    peak_mb: Object.fromEntries(syncs.map((name) => [name, Math.round(results[name]!.peakMb)])),
    duckdb_vs_appender: ratio('duckdb', 'appender'),
    postgres_vs_copy: ratio('postgres_again', 'copy'),
  }),
)
