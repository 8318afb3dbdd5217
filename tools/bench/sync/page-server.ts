import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { recordText } from './bench-record.ts'

// In a process of its own, and cheap to answer, so that what is measured is the sync.
const pageSize = 100

const server = createServer((request, response) => {
  // `/1000000/customers`: so many there are.
  const rows = Number(request.url!.split('/', 2)[1])
  const after = Number(/[?&]after=(\d+)/.exec(request.url!)?.[1] ?? 0)
  let text = '{"data":['
  const end = Math.min(after + pageSize, rows)
  for (let id = after; id < end; id++) text += (id === after ? '' : ',') + recordText(id)
  text += `],"next":${end < rows ? `"${end}"` : 'null'}}`
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit(0))
