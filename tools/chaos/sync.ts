import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../postgres/server.ts'
import { campaign, type CampaignResult } from './sync/campaign.ts'

// pnpm chaos sync [kills over DuckDB] [kills over PostgreSQL] [seed]
const overDuckdb = Number(process.argv[2] ?? 60)
const overPostgres = Number(process.argv[3] ?? 60)
const seed = Number(process.argv[4] ?? Date.now() % 1_000_000)

/** The same seed asks for the same faults; when a process is killed, the machine has its say too. */
function seeded(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

console.log(`seed ${seed}`)
const results: CampaignResult[] = []
const folder = mkdtempSync(join(tmpdir(), 'portico-chaos-sync-'))
const server = await startPostgres({ durable: true })
try {
  for (const [name, address, kills] of [
    ['DuckDB', join(folder, 'chaos.duckdb'), overDuckdb],
    ['PostgreSQL', server.url, overPostgres],
  ] as const) {
    const result = await campaign(address, kills, seeded(seed))
    results.push(result)
    const faults = Object.entries(result.faults).map(([fault, count]) => `${count} ${fault}`)
    console.log(
      `${name}: ${result.kills} kills in ${result.runs} runs, answers ${faults.join(', ')}: ${result.lost} lost, ${result.duplicated} duplicated`,
    )
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true })
}
const sum = (of: 'kills' | 'lost' | 'duplicated'): number => results.reduce((total, result) => total + result[of], 0)
const summary = { kills: sum('kills'), lost: sum('lost'), duplicated: sum('duplicated') }
console.log(JSON.stringify(summary))
process.exitCode = summary.lost === 0 && summary.duplicated === 0 ? 0 : 1
