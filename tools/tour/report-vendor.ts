import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReportVendor {
  readonly origin: string
  /** How many runs were started. */
  readonly started: () => number
  close(): Promise<void>
}

/** Stripe's report runs, which its emulator does not serve: each is pending for the given number of polls, then done. */
export async function startReportVendor(looks: number): Promise<ReportVendor> {
  let started = 0
  let looked = 0
  const server = createServer((request, response) => {
    if (request.method === 'POST') started++
    const done = request.method === 'GET' && ++looked > looks
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({
        id: 'frr_tour',
        object: 'reporting.report_run',
        report_type: 'balance.summary.1',
        status: done ? 'succeeded' : 'pending',
        created: 1_764_547_200,
        livemode: false,
        result: done ? { id: 'file_tour', size: 412, filename: 'balance.csv' } : null,
      }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    started: () => started,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
