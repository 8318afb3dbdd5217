import { once } from 'node:events'
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { createEndpointHandler } from '@restatedev/restate-sdk'
import { SyncError } from '../../sync-error.ts'
import type { OpenJob, Worker } from '../engine.ts'
import { Leaving } from '../../run/leaving.ts'
import type { Retrying, StepSize } from '../run-step.ts'
import { laneObject } from './lane-object.ts'
import type { RestateClient } from './restate-client.ts'
import { runObject } from './run-object.ts'
import { scheduleObject } from './schedule-object.ts'

/** Where a worker listens for its cluster. */
export interface RestateEndpoint {
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Default 9080. Workers on one machine share it: the cluster reaches those that are alive. */
  readonly port?: number
  /** The address the cluster calls, where that is a different one: a load balancer over several machines. */
  readonly uri?: string
  /** The cluster's public keys: only requests that it signed are served. Required for a worker that others can reach. */
  readonly identityKeys?: readonly string[]
}

export interface RestateWorkerOptions {
  readonly client: RestateClient
  readonly endpoint: RestateEndpoint
  readonly open: OpenJob
  readonly step: StepSize
  readonly retrying: Retrying
}

/** Serves runs to a cluster, over HTTP/2. Throws a SyncError where it can't listen, or the cluster does not accept it. */
export async function restateWorker({ client, endpoint, open, step, retrying }: RestateWorkerOptions): Promise<Worker> {
  const { host = '127.0.0.1', port = 9080, uri, identityKeys } = endpoint
  if (!identityKeys && !['127.0.0.1', '::1'].includes(host)) {
    throw new SyncError(
      'invalid_options',
      `restate: a worker at ${host} would serve anyone: give identityKeys, or listen on 127.0.0.1`,
    )
  }
  const closing = new AbortController()
  const handler = createEndpointHandler({
    services: [runObject, scheduleObject, laneObject({ open, step, retrying, closing: closing.signal })],
    // Failures are in the run's record and are retried; the SDK would log every attempt to the console.
    logger: () => undefined,
    ...(identityKeys && { identityKeys: [...identityKeys] }),
  })
  const server = createServer(handler)
  const sessions = new Set<ServerHttp2Session>()
  server.on('session', (session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    // The cluster's node went away; another one will connect.
    session.on('error', () => undefined)
  })
  await listening(server, host, port)
  const close = async (): Promise<void> => {
    closing.abort(new Leaving('this worker is stopping'))
    for (const session of sessions) session.destroy()
    server.close()
    await once(server, 'close')
  }
  try {
    await client.register(uri ?? `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`)
  } catch (error) {
    await close()
    throw error
  }
  return { close, [Symbol.asyncDispose]: close }
}

async function listening(server: Http2Server, host: string, port: number): Promise<void> {
  // Several workers listen on one port, and the kernel spreads connections over those alive.
  server.listen({ host, port, reusePort: port !== 0 })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new SyncError('invalid_options', `restate: a worker can't listen on ${host}:${port}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
