import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type AnyConnector, connect, type Health } from '@portico/core'
import { idOf, loadConnector } from '../generate/described-connectors.ts'
import type { WorkspacePackage } from '../workspace.ts'

type Probed = { readonly name: string } & (Health | { readonly status: 'not_checked'; readonly reason: string })

interface Exchange {
  readonly request: { readonly path: string }
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown }
}

/**
 * Runs the connector's own health query against a loopback vendor with recorded responses; undefined where it has no operations.
 */
export async function probeConnector(place: WorkspacePackage): Promise<Probed | undefined> {
  const name = idOf(place)
  const connector = await loadConnector(place)
  const { health, vendor, operations } = connector
  if (Object.keys(operations).length === 0) return undefined
  if (health === undefined) return { name, status: 'not_checked', reason: 'it states no health query' }
  const file = `${health.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.json`
  const recording = readFileSync(join(place.folder, 'test/recordings', file), 'utf8')
  const server = await answering((JSON.parse(recording) as { readonly exchanges: readonly Exchange[] }).exchanges)
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = connect(connector, {
    tenantId: 'readiness',
    credentials: standIn(connector),
    origins: Object.fromEntries(Object.keys(vendor.origins).map((key) => [key, origin])),
  } as Parameters<typeof connect>[1]) as unknown as { health(): Promise<Health>; close(): Promise<void> }
  try {
    return { name, ...(await client.health()) }
  } finally {
    await client.close()
    server.close()
    await once(server, 'close')
  }
}

/** A placeholder credential of the connector's first scheme: the recorded vendor does not check it. */
function standIn({ vendor }: AnyConnector): object {
  const [scheme] = Object.entries(vendor.auth)
  if (!scheme) return {}
  const [name, { fields }] = scheme
  const single = fields.length === 1 && fields[0]!.name === ''
  return { [name]: single ? 'stand-in' : Object.fromEntries(fields.map((field) => [field.name, 'stand-in'])) }
}

/** A vendor that returns recorded responses, and 404 for any other path. */
async function answering(exchanges: readonly Exchange[]): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://vendor').pathname
    const found = exchanges.find(({ request: recorded }) => path.endsWith(recorded.path.split('?', 1)[0]!))
    const { status, headers, body } = found?.response ?? { status: 404, headers: {}, body: {} }
    response.writeHead(status, { ...headers, connection: 'close' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
