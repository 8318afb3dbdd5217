// Run by relay-kill.test.ts: delivers to a file, and says each event that the file has, until it is killed.
import { writeSync } from 'node:fs'
import { eventRelay } from '../../../src/outbox/relay.ts'
import { jsonlSink } from '../../../src/sinks/jsonl-sink.ts'
import { openStore } from '../../../src/store/open-store.ts'

const [url, schema, path] = process.argv.slice(2) as [string, string, string]
const store = await openStore(url, { schema })
const file = await jsonlSink(path, { name: 'default' })
const sink = {
  ...file,
  async deliver(...delivery: Parameters<typeof file.deliver>) {
    await file.deliver(...delivery)
    writeSync(1, '.')
  },
}
await eventRelay({ outbox: store.events, sinks: [sink], concurrency: 4, leaseMs: 400 }).run(new AbortController().signal)
