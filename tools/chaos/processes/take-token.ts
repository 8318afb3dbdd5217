import { createInterface } from 'node:readline'
import { openStore } from '@portico/governance'
import { storeSecrets } from './store-secrets.ts'

// Opens the store, says so, and then tries to take each token that it is told, and prints the result.
const [url] = process.argv.slice(2) as [string]
const store = await openStore(url, storeSecrets())
console.log('open')
for await (const token of createInterface({ input: process.stdin })) {
  const { state } = await store.approvals.take(token, 'acme')
  console.log(state)
}
await store.close()
