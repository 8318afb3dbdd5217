import { openStore } from '@portico/governance'
import { testCipher } from '../../tokens/sealed.ts'

// Opens the store, says so, waits for a line on stdin, and takes the token at once. Prints what became of it.
const [url, schema, token, tenantId] = process.argv.slice(2) as [string, string, string, string]
const secret = (name: string): Buffer<ArrayBuffer> => Buffer.from(process.env[name]!, 'hex')
const store = await openStore(url, {
  schema,
  cipher: testCipher(secret('CIPHER_KEY')),
  signingKeys: { currentId: 'k1', keys: new Map([['k1', secret('SIGNING_KEY')]]) },
})
console.log('ready')
await new Promise((resolve) => process.stdin.once('data', resolve))
const taken = await store.approvals.take(token, tenantId)
console.log(taken.state)
await store.close()
process.stdin.destroy()
