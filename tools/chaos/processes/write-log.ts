import { writeSync } from 'node:fs'
import type { AuditRow } from '@portico/core'
import { jsonlAudit } from '@portico/governance'

// Opens the log, waits for a line, prints every acknowledged row, and kills itself while rows are being written.
const audit = await jsonlAudit(process.argv[2]!)
writeSync(1, 'open\n')
await new Promise((resolve) => process.stdin.once('data', resolve))
let acknowledged = 0

async function write(id: number): Promise<void> {
  await audit.write({ id: String(id), tenantId: 'acme', operation: 'x'.repeat(500) } as unknown as AuditRow)
  writeSync(1, `${id}\n`)
  if (++acknowledged === 200) process.kill(process.pid, 'SIGKILL')
}

for (let id = 0; ; id++) {
  void write(id)
  if (id % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
}
