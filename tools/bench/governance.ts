import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { governedClient } from './call/facade.ts'
import { type Measured, measure, median } from './call/measure.ts'
import { benchAuditRow } from './governance/audit-row.ts'
import { benchStores, governedBy, publishingTo } from './governance/stores.ts'
import { scriptArguments } from '../script-arguments.ts'

const rounds = 10
const roundMs = 700
const inFlight = 16
const { chainRows } = scriptArguments('bench governance', { chainRows: 1_000_000 })
const writers = 256

const server = fork(fileURLToPath(import.meta.resolve('./call/server.ts')), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
const [port] = (await once(server, 'message')) as [number]
const origin = `http://127.0.0.1:${port}`
const stores = await benchStores()
const input = { email: 'buyer@shop.test', name: 'A buyer' }
const sides = {
  memory: governedClient(origin),
  sqlite: governedClient(origin, governedBy(stores.sqlite)),
  postgres: governedClient(origin, governedBy(stores.postgres)),
  sqlite_with_events: governedClient(origin, publishingTo(stores.sqlite)),
  postgres_with_events: governedClient(origin, publishingTo(stores.postgres)),
}
type Side = keyof typeof sides
const names = Object.keys(sides) as Side[]
/** Each store runs beside memory only: a server that tidies up after its turn would slow the file store, and load its disk. */
const groups = {
  sqlite: ['memory', 'sqlite', 'sqlite_with_events'],
  postgres: ['memory', 'postgres', 'postgres_with_events'],
} as const satisfies Record<string, readonly Side[]>

const calls = Object.fromEntries(names.map((name) => [name, 0])) as Record<Side, number>
const call = (name: Side): Promise<unknown> => {
  calls[name]++
  return sides[name].createCustomer(input)
}
const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Side, Measured[]>
/** A round's rate relative to memory's in the same round: fluctuating load cancels out. */
const ratios = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Side, number[]>
for (const group of Object.values(groups)) {
  for (const name of group) await measure(() => call(name), inFlight, roundMs)
  for (let round = 0; round < rounds; round++) {
    // Each round starts with another side: what follows a side that waits for a disk runs on a rested machine.
    const measured = new Map<Side, Measured>()
    for (const position of group.keys()) {
      const name = group[(round + position) % group.length]!
      measured.set(name, await measure(() => call(name), inFlight, roundMs))
    }
    for (const [name, one] of measured) {
      results[name].push(one)
      ratios[name].push(one.callsPerSecond / measured.get('memory')!.callsPerSecond)
    }
  }
}
for (const client of Object.values(sides)) await client.close()
server.disconnect()

// Checks that the SQL stores really have what was written.
for (const { db, dialect } of [stores.sqlite, stores.postgres]) {
  const count = async (table: 'claims' | 'proofs' | 'audit_rows' | 'outbox'): Promise<number> => {
    const { rows } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
    return rows
  }
  const published = calls[`${dialect}_with_events`]
  const made = calls[dialect] + published
  const found = { claims: await count('claims'), proofs: await count('proofs'), rows: await count('audit_rows') }
  const events = await count('outbox')
  if (Object.values(found).some((rows) => rows !== made) || events !== published)
    throw new Error(`${dialect}: ${made} calls left ${JSON.stringify(found)}, and ${published} of them ${events} events`)
}

const { audit } = stores.sqlite
let next = 0
const writing = performance.now()
await Promise.all(
  Array.from({ length: writers }, async () => {
    while (next < chainRows) await audit.write(benchAuditRow(next++))
  }),
)
const auditRowsPerSecond = Math.round(chainRows / ((performance.now() - writing) / 1_000))
const verifying = performance.now()
const report = await stores.sqlite.verifyAudit()
const verifyRowsPerSecond = Math.round(report.rows / ((performance.now() - verifying) / 1_000))
if (!report.intact || report.rows < chainRows) throw new Error(`the chain does not verify: ${JSON.stringify(report)}`)
await stores.close()

const rate = (name: Side): number => Math.round(median(results[name].map(({ callsPerSecond }) => callsPerSecond)))
const against = (name: Side): number => Number(median(ratios[name]).toFixed(2))
for (const name of names) {
  const cpu = median(results[name].map(({ cpuMicroseconds }) => cpuMicroseconds))
  console.log(`${name.padEnd(20)} ${String(rate(name)).padStart(7)} calls/s at ${inFlight}, ${cpu.toFixed(1)} µs CPU`)
}
console.log(
  `audit                ${String(auditRowsPerSecond).padStart(7)} rows/s written, ${verifyRowsPerSecond} rows/s verified`,
)
console.log(
  JSON.stringify({
    bench: 'governance',
    sqlite_vs_memory: against('sqlite'),
    postgres_vs_memory: against('postgres'),
    sqlite_with_events_vs_memory: against('sqlite_with_events'),
    postgres_with_events_vs_memory: against('postgres_with_events'),
    verify_rows_per_s: verifyRowsPerSecond,
    audit_rows_per_s: auditRowsPerSecond,
    calls_per_s: Object.fromEntries(names.map((name) => [name, rate(name)])),
  }),
)
