import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos memory [megabytes] [place…]: wide records, loaded twice, so that each merges with itself. What `pnpm bench sync`
// shows for small records must be true of these: memory depends on the batch, not on the table.
const limitMb = 300
const widths = [1_000, 100_000, 1_000_000]
const usual = ['duckdb', 'jsonl', 'parquet'] as const
const { megabytes, words: named } = scriptArguments('chaos memory', { megabytes: 100 }, [...usual, 'duckdb_gated'])
const places = named.length > 0 ? named : usual
const program = fileURLToPath(import.meta.resolve('./memory/load-twice.ts'))

async function peakOf(place: string, bytes: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-chaos-memory-'))
  try {
    const records = Math.round((megabytes * 1_000_000) / bytes)
    const loading = fork(program, [place, folder, String(records), String(bytes)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const failed = once(loading, 'exit').then(([code]) => Promise.reject(new Error(`${place} ended with ${String(code)}`)))
    const [{ peakMb }] = (await Promise.race([once(loading, 'message'), failed])) as [{ readonly peakMb: number }]
    await failed.catch(() => undefined)
    return Math.round(peakMb)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const peaks: Record<string, number> = {}
for (const place of places) {
  for (const bytes of widths) {
    const peak = await peakOf(place, bytes)
    console.log(`${place.padEnd(13)} ${String(bytes).padStart(9)} bytes a record ${String(peak).padStart(5)} MB`)
    peaks[place] = Math.max(peaks[place] ?? 0, peak)
  }
}
const most = Math.max(...Object.values(peaks))
console.log(JSON.stringify({ chaos: 'memory', loaded_mb: megabytes, limit_mb: limitMb, peak_mb: peaks }))
process.exitCode = most <= limitMb ? 0 : 1
