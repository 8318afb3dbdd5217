import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../postgres/server.ts'
import { freePorts, startRestate } from '../restate/server.ts'
import { campaign, type CampaignPlace, type CampaignResult } from './sync/campaign.ts'
import { seeded } from './sync/seeded.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos sync [kills in each campaign] [seed]
const { kills, seed } = scriptArguments('chaos sync', { kills: 26, seed: Date.now() % 1_000_000 })

console.log(`seed ${seed}`)
const results: CampaignResult[] = []
const folder = mkdtempSync(join(tmpdir(), 'portico-chaos-sync-'))
const server = await startPostgres({ durable: true })
const [restate] = await startRestate({ nodes: 1 })
const [port] = await freePorts(1)
const cluster = { kind: 'restate', ingress: [restate!.ingress], admin: [restate!.admin], port: port! } as const
const local = (name: string) => ({ kind: 'local', path: join(folder, `${name}.db`) }) as const
const duckdb = join(folder, 'chaos.duckdb')
try {
  const places: readonly [name: string, place: CampaignPlace][] = [
    ['DuckDB, local', { to: duckdb, dataset: 'by_local', engine: local('duckdb') }],
    ['PostgreSQL, local', { to: server.url, dataset: 'by_local', engine: local('postgres') }],
    ['DuckDB, Restate', { to: duckdb, dataset: 'by_restate', engine: cluster }],
    ['PostgreSQL, Restate', { to: server.url, dataset: 'by_restate', engine: cluster }],
  ]
  for (const [name, place] of places) {
    const result = await campaign(place, kills, seeded(seed))
    results.push(result)
    const faults = Object.entries(result.faults).map(([fault, count]) => `${count} ${fault}`)
    console.log(
      `${name}: ${result.kills} kills in ${result.runs} runs and ${result.steps} steps, answers ${faults.join(', ')}: ${result.lost} lost, ${result.duplicated} duplicated`,
    )
  }
} finally {
  await restate!.stop()
  await server.stop()
  rmSync(folder, { recursive: true })
}
const sum = (of: 'kills' | 'lost' | 'duplicated'): number => results.reduce((total, result) => total + result[of], 0)
const summary = { kills: sum('kills'), lost: sum('lost'), duplicated: sum('duplicated') }
console.log(JSON.stringify(summary))
process.exitCode = summary.lost === 0 && summary.duplicated === 0 ? 0 : 1
