import { airbyte } from '@portico/sync/airbyte'
import { shopSource } from './bench-source.ts'

// Reads the pages to stdout as an Airbyte source, in a separate process.
const [origin] = process.argv.slice(2) as [string]
const started = performance.now()
const code = await airbyte({
  source: shopSource,
  command: 'read',
  config: async () => ({ credentials: { scheme: 'token', token: 'bench' } }),
  catalog: async () => ({ streams: [{ stream: { name: 'customers' }, sync_mode: 'full_refresh' }] }),
  out: process.stdout,
  reading: { origins: { api: origin } },
})
if (code !== 0) throw new Error(`airbyte read ended with ${code}`)
process.send!({ ms: performance.now() - started, peakMb: process.resourceUsage().maxRSS / 1_024 })
process.disconnect()
