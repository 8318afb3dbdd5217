import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../postgres/server.ts'
import { seeded } from './sync/seeded.ts'
import { cdcCampaign } from './cdc/campaign.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos cdc [changes] [kills] [seed]
const { changes, kills, seed } = scriptArguments('chaos cdc', { changes: 100_000, kills: 10, seed: Date.now() % 1_000_000 })

console.log(`seed ${seed}`)
const folder = mkdtempSync(join(tmpdir(), 'portico-chaos-cdc-'))
const server = await startPostgres({ durable: true })
try {
  const result = await cdcCampaign(server.url, join(folder, 'landed.duckdb'), { changes, kills }, seeded(seed))
  console.log(`${result.runs} runs, ${result.rows} rows at the end, ${result.slots} slot`)
  const { changes: written, kills: killed, lost, duplicated } = result
  console.log(JSON.stringify({ changes: written, kills: killed, lost, duplicated }))
  process.exitCode = lost === 0 && duplicated === 0 && result.slots === 1 ? 0 : 1
} finally {
  await server.stop()
  rmSync(folder, { recursive: true })
}
