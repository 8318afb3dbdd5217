import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { recordText } from './bench-record.ts'

// page-server.ts <rows>. A separate process that writes its pages before it listens, so that only the reading is measured.
const pageSize = 100
const rows = Number(process.argv[2])
const pages = Array.from({ length: Math.ceil(rows / pageSize) }, (_, page) =>
  pageText(page * pageSize, `"${(page + 1) * pageSize}"`),
)

function pageText(from: number, next: string): Buffer {
  const records = Array.from({ length: Math.min(pageSize, rows - from) }, (_, index) => recordText(from + index))
  return Buffer.from(`{"data":[${records.join(',')}],"next":${next}}`)
}

const server = createServer((request, response) => {
  // `/1000000/customers` has that many customers.
  const asked = Number(request.url!.split('/', 2)[1])
  const after = Number(/[?&]after=(\d+)/.exec(request.url!)?.[1] ?? 0)
  const body = after + pageSize < asked ? pages[after / pageSize]! : pageText(after, 'null')
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit(0))
