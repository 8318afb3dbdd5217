import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Gives the address of the run's PostgreSQL, which the first question starts. */
    readonly postgresBroker: string
  }
}

/** One PostgreSQL for a run of tests, started when a test first asks for it: most packages need none. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  let holder: ChildProcess | undefined
  let url: Promise<string> | undefined
  const broker = createServer((_request, response) => {
    url ??= process.env['DATABASE_URL'] === undefined ? start() : Promise.resolve(process.env['DATABASE_URL'])
    url.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })

  async function start(): Promise<string> {
    holder = fork(join(import.meta.dirname, 'holder.ts'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let said = ''
    holder.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const ended = once(holder, 'exit').then(() => Promise.reject(new Error(`PostgreSQL was not started: ${said}`)))
    const [message] = (await Promise.race([once(holder, 'message'), ended])) as [string]
    return message
  }

  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  provide('postgresBroker', `http://127.0.0.1:${(broker.address() as AddressInfo).port}`)
  return async () => {
    broker.closeAllConnections()
    broker.close()
    if (!holder) return
    const ended = once(holder, 'exit')
    holder.disconnect()
    await ended
  }
}
