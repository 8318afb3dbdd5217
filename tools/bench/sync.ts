import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../postgres/server.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm bench sync [rows] [side…]: only the named sides, without a result.
// The peer, with dependencies that it needs but does not declare (0.23.19, 2026-11-28).
const peers = ['faros-airbyte-cdk@0.23.19', 'commander@9', 'lodash@4', 'faros-js-client']
const programs = {
  server: fileURLToPath(import.meta.resolve('./sync/page-server.ts')),
  side: fileURLToPath(import.meta.resolve('./sync/side.ts')),
  portico: fileURLToPath(import.meta.resolve('./sync/stdout-portico.ts')),
  faros: fileURLToPath(import.meta.resolve('./sync/stdout-faros.ts')),
}
// The bare limits run next to what they are compared with, so a noisy moment affects both.
const landings = [
  'extract',
  'appender',
  'duckdb',
  'duckdb_again',
  'copy',
  'postgres',
  'postgres_again',
  'jsonl',
  'parquet',
] as const
const all = [...landings, 'stdout', 'faros'] as const
type Name = (typeof all)[number]
const { rows, words: named } = scriptArguments('bench sync', { rows: 1_000_000 }, all)
const folder = mkdtempSync(join(tmpdir(), 'portico-bench-sync-'))
const server = fork(programs.server, [String(rows)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
const [port] = (await once(server, 'message')) as [number]
const origin = `http://127.0.0.1:${port}`
const postgres = await startPostgres({ durable: true })

interface Measured {
  readonly ms: number
  readonly peakMb: number
}

async function measured(name: string, count: number, side: ChildProcess): Promise<Measured> {
  const failed = once(side, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${String(code)}`)))
  const [result] = (await Promise.race([once(side, 'message'), failed])) as [Measured]
  await failed.catch(() => undefined)
  const { ms, peakMb } = result
  console.log(
    `${name.padEnd(15)} ${String(count).padStart(9)} rows ${String(Math.round((count / ms) * 1_000)).padStart(8)} rows/s ${peakMb.toFixed(0).padStart(5)} MB`,
  )
  return result
}

function landing(name: string, count = rows, at = folder): Promise<Measured> {
  const place = JSON.stringify({ origin: `${origin}/${count}`, folder: at, postgres: postgres.url, rows: count })
  return measured(name, count, fork(programs.side, [name, place], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }))
}

/** Memory depends on the batch, not on how much there is to read. */
async function memoryCurve(): Promise<void> {
  for (const count of [rows / 100, rows / 10]) await landing('duckdb', count, join(folder, String(count)))
}

/**
 * The median of three runs each, in turns: the machine's speed drifts by a third within a minute, and single runs gave anything
 * from 2.2 to 3.2 for the same code.
 */
async function besideFaros(): Promise<void> {
  const turns: { readonly stdout: Measured; readonly faros: Measured }[] = []
  for (let turn = 0; turn < 3; turn++) turns.push({ stdout: await toStdout('stdout'), faros: await toStdout('faros') })
  for (const name of ['stdout', 'faros'] as const) {
    results[name] = turns.map((turn) => turn[name]).toSorted((one, other) => one.ms - other.ms)[1]!
  }
}

/** A process that does nothing else counts what arrives on stdout. */
async function toStdout(side: 'stdout' | 'faros'): Promise<Measured> {
  const name = side === 'stdout' ? 'portico' : side
  const argv = [`${origin}/${rows}`, ...(side === 'faros' ? [farosFolder()] : [])]
  const counter = spawn('grep', ['-c', '"type":"RECORD"'], { stdio: ['pipe', 'pipe', 'inherit'] })
  let counted = ''
  counter.stdout.on('data', (chunk: Buffer) => (counted += chunk.toString()))
  const ended = once(counter, 'exit')
  const program = fork(programs[name], argv, { stdio: ['ignore', counter.stdin, 'inherit', 'ipc'] })
  const result = await measured(`stdout, ${name}`, rows, program)
  counter.stdin.end()
  await ended
  if (Number(counted) !== rows) throw new Error(`${name} wrote ${counted.trim()} of ${rows} records`)
  return result
}

/** The peer is never a dependency of this project. */
function farosFolder(): string {
  const at = join(folder, 'faros')
  if (existsSync(at)) return at
  mkdirSync(at)
  writeFileSync(join(at, 'package.json'), '{"private":true}')
  const args = ['install', ...peers, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', args, { cwd: at, stdio: ['ignore', 'ignore', 'inherit'] })
  return at
}

const results: Partial<Record<Name, Measured>> = {}
try {
  if (named.length === 0) await memoryCurve()
  for (const name of named.length > 0 ? named : landings) {
    if (name === 'stdout' || name === 'faros') await toStdout(name)
    else results[name] = await landing(name)
  }
  if (named.length === 0) await besideFaros()
} finally {
  if (server.connected) server.disconnect()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
if (named.length === 0) tell()

function tell(): void {
  const rate = (name: Name): number => (rows / results[name]!.ms) * 1_000
  const ratio = (one: Name, other: Name): number => Number((rate(one) / rate(other)).toFixed(2))
  const syncs = all.filter((name) => !['extract', 'appender', 'copy', 'faros'].includes(name))
  console.log(
    JSON.stringify({
      bench: 'sync',
      rows_per_s: Object.fromEntries(all.map((name) => [name, Math.round(rate(name))])),
      peak_mb: Object.fromEntries(syncs.map((name) => [name, Math.round(results[name]!.peakMb)])),
      duckdb_vs_appender: ratio('duckdb', 'appender'),
      postgres_vs_copy: ratio('postgres_again', 'copy'),
      stdout_vs_faros: ratio('stdout', 'faros'),
    }),
  )
}
