import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

export interface Broker {
  /** `GET /` returns the server's address. `POST /<shelf>` lends a schema of it, and `PUT /<shelf>/<schema>` returns it. */
  readonly origin: string
  readonly stop: () => Promise<void>
}

/**
 * One PostgreSQL for a test run, started when a test first asks for it: most packages need none. It also lends schemas: creating
 * one with its tables takes far longer than what most suites do in it, so a returned schema is lent again, as it is.
 */
export async function startBroker(): Promise<Broker> {
  const given = process.env['DATABASE_URL']
  let holder: ChildProcess | undefined
  let url: Promise<string> | undefined
  const shelves = new Map<string, string[]>()
  const made: string[] = []

  async function answer(method: string, path: string): Promise<string> {
    const [shelf = '', schema] = path.split('/').slice(1)
    const free = shelves.get(shelf) ?? []
    shelves.set(shelf, free)
    if (method === 'PUT') free.push(schema!)
    if (method !== 'POST') return (url ??= given ? Promise.resolve(given) : start())
    const lent = free.pop() ?? `${shelf}_${randomBytes(8).toString('hex')}`
    if (!made.includes(lent)) made.push(lent)
    return lent
  }

  async function start(): Promise<string> {
    holder = fork(join(import.meta.dirname, 'holder.ts'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let said = ''
    holder.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const ended = once(holder, 'exit').then(() => Promise.reject(new Error(`PostgreSQL was not started: ${said}`)))
    const [message] = (await Promise.race([once(holder, 'message'), ended])) as [string]
    return message
  }

  const server = createServer((request, response) => {
    answer(request.method!, request.url!).then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      if (given !== undefined && made.length > 0) await drop(given, made)
      if (!holder) return
      const ended = once(holder, 'exit')
      holder.disconnect()
      await ended
    },
  }
}

/** A server that is not ours is left as it was. */
async function drop(url: string, schemas: readonly string[]): Promise<void> {
  // The driver takes longer to load than everything else that most packages' tests need of this file.
  const { Client } = await import('pg')
  const client = new Client(url)
  await client.connect()
  for (const schema of schemas) await client.query(`drop schema if exists ${schema} cascade`)
  await client.end()
}
