import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A separate process, so that only the client is measured.
const customer = JSON.stringify({
  id: 'cus_1',
  object: 'customer',
  email: 'buyer@shop.test',
  name: 'A buyer',
  created: 1_700_000_000,
  livemode: false,
  metadata: {},
})

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(customer),
      'request-id': 'req_1',
    })
    response.end(customer)
  })
})
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit(0))
