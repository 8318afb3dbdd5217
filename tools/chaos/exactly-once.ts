import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../postgres/server.ts'
import { campaign, type CampaignResult } from './exactly-once/campaign.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos exactly-once [kills on PostgreSQL] [kills on SQLite]
const { onPostgres, onSqlite } = scriptArguments('chaos exactly-once', { onPostgres: 216, onSqlite: 72 })

const results: CampaignResult[] = []
function say(store: string, result: CampaignResult): void {
  results.push(result)
  const outcomes = Object.entries(result.outcomes).map(([outcome, count]) => `${count} ${outcome}`)
  console.log(`${store}: ${result.kills} kills, ${result.intents} intents: ${outcomes.join(', ')}`)
  for (const name of result.doubles) console.log(`  acted twice: ${name}`)
  for (const name of result.lost) console.log(`  lost: ${name}`)
}

const folder = mkdtempSync(join(tmpdir(), 'portico-chaos-'))
const server = await startPostgres({ durable: false })
try {
  say('PostgreSQL', await campaign(server.url, onPostgres))
  say('SQLite', await campaign(`sqlite:${join(folder, 'portico.db')}`, onSqlite))
} finally {
  await server.stop()
  rmSync(folder, { recursive: true })
}
const sum = (of: (result: CampaignResult) => number): number => results.reduce((total, result) => total + of(result), 0)
const summary = {
  kills: sum(({ kills }) => kills),
  doubles: sum(({ doubles }) => doubles.length),
  lost: sum(({ lost }) => lost.length),
}
console.log(JSON.stringify(summary))
process.exitCode = summary.doubles === 0 && summary.lost === 0 ? 0 : 1
