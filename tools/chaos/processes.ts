import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newKey } from '@portico/governance'
import { startPostgres } from '../postgres/server.ts'
import { killLogWriters } from './processes/kill-log-writers.ts'
import { killRelays } from './processes/kill-relays.ts'
import { raceForDecisions } from './processes/race-for-decisions.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos processes [kills of each kind] [races]: relays and writers of a log are killed, and processes race for decisions.
const { kills, races } = scriptArguments('chaos processes', { kills: 6, races: 50 })

process.env['PORTICO_KEYS'] = newKey('chaos')
const folder = mkdtempSync(join(tmpdir(), 'portico-chaos-processes-'))
const server = await startPostgres({ durable: false })
const summary = { kills: 0, races: 0, lost: 0, disordered: 0, notOnce: 0 }
try {
  for (const [name, url] of [
    ['SQLite', `sqlite:${join(folder, 'portico.db')}`],
    ['PostgreSQL', server.url],
  ] as const) {
    const relayed = await killRelays(url, join(folder, `${name}.jsonl`), kills)
    const raced = await raceForDecisions(url, races)
    console.log(`${name}: ${kills} relays killed: ${relayed.lost} lost, ${relayed.disordered} out of order`)
    console.log(`${name}: ${races} races for a decision: ${raced.notOnce} not taken once`)
    summary.kills += kills
    summary.races += races
    summary.lost += relayed.lost
    summary.disordered += relayed.disordered
    summary.notOnce += raced.notOnce
  }
  const { lost } = await killLogWriters(join(folder, 'audit.jsonl'), kills)
  console.log(`${kills} writers of a log killed: ${lost} rows lost`)
  summary.kills += kills
  summary.lost += lost
} finally {
  await server.stop()
  rmSync(folder, { recursive: true })
}
console.log(JSON.stringify(summary))
process.exitCode = summary.lost + summary.disordered + summary.notOnce === 0 ? 0 : 1
