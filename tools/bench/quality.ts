import { DuckDBInstance } from '@duckdb/node-api'
import { evaluate, readSuite } from '@portico/quality'
import { duckdbDataset } from '@portico/quality/duckdb'
import { ordersSuite, ordersTable } from './quality/orders.ts'
import { scriptArguments } from '../script-arguments.ts'

const { rows } = scriptArguments('bench quality', { rows: 10_000_000 })

// In memory, to time the evaluation and not a disk; the limit lets it run on a small machine.
const instance = await DuckDBInstance.create(':memory:', { memory_limit: '3GB' })
const connection = await instance.connect()
const made = performance.now()
await connection.run(ordersTable(rows))
console.log(`${rows} rows of 10 columns made in ${((performance.now() - made) / 1000).toFixed(1)} s`)

const suite = readSuite(JSON.stringify(ordersSuite(rows)))
const before = process.cpuUsage()
const started = performance.now()
const result = await evaluate(suite, duckdbDataset(connection, 'orders'))
const seconds = Number(((performance.now() - started) / 1000).toFixed(2))
const cpu = process.cpuUsage(before)
connection.closeSync()
instance.closeSync()

for (const { success, expectation_config: stated } of result.results) {
  console.log(`${success ? 'met    ' : 'not met'} ${stated.type} ${JSON.stringify(stated.kwargs)}`)
}
if (!result.success) process.exitCode = 1
console.log(`${String(result.meta['scans'])} scans, ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of CPU on all cores`)
console.log(JSON.stringify({ bench: 'quality', rows, expectations: suite.expectations.length, seconds }))
