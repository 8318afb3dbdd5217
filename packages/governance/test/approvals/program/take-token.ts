import { createInterface } from 'node:readline'
import { openStore } from '../../../src/store/open-store.ts'
import { testCipher } from '../../tokens/sealed.ts'

// For each store, named by a line on stdin: opens it, says so, waits for another line, and takes the token at once. Prints what
// became of it.
const secret = (name: string): Buffer<ArrayBuffer> => Buffer.from(process.env[name]!, 'hex')
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
for (let line = await lines.next(); !line.done; line = await lines.next()) {
  const { url, schema, token, tenantId } = JSON.parse(line.value) as Record<'url' | 'schema' | 'token' | 'tenantId', string>
  const store = await openStore(url, {
    schema,
    cipher: testCipher(secret('CIPHER_KEY')),
    signingKeys: { currentId: 'k1', keys: new Map([['k1', secret('SIGNING_KEY')]]) },
  })
  console.log('ready')
  await lines.next()
  const taken = await store.approvals.take(token, tenantId)
  await store.close()
  console.log(taken.state)
}
