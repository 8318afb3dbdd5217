import { writeSync } from 'node:fs'
import { eventRelay, jsonlSink, openStore } from '@portico/governance'

// Delivers to a file, and prints each delivered event, until it is killed.
const [url, path] = process.argv.slice(2) as [string, string]
const store = await openStore(url)
const file = await jsonlSink(path, { name: 'default' })
const sink: typeof file = {
  ...file,
  async deliver(...delivery) {
    await file.deliver(...delivery)
    writeSync(1, '.\n')
  },
}
await eventRelay({ outbox: store.events, sinks: [sink], concurrency: 4, leaseMs: 400 }).run(new AbortController().signal)
