import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

export interface RestateServer {
  readonly ingress: string
  readonly admin: string
  /** Kills it at once, like a power failure. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Nodes of one cluster on loopback: each keeps a copy of everything, and two of them must agree. */
export interface RestateClusterOptions {
  readonly nodes: number
}

/** Starts real Restate servers on free loopback ports, and waits until they serve. */
export async function startRestate({ nodes }: RestateClusterOptions): Promise<readonly RestateServer[]> {
  const ports = await freePorts(nodes * 3)
  const addresses = Array.from({ length: nodes }, (_, index) => `http://127.0.0.1:${ports[index * 3]}`)
  const folder = temporaryFolder(tmpdir(), 'portico-restate-')
  const starting = addresses.map((address, index) =>
    startNode(folder, index, address, ports.slice(index * 3, index * 3 + 3), addresses),
  )
  return Promise.all(starting)
}

async function startNode(
  folder: string,
  index: number,
  advertised: string,
  ports: readonly number[],
  addresses: readonly string[],
) {
  const [node, ingress, admin] = ports as [number, number, number]
  const nodes = addresses.length
  const server: ChildProcess = spawn(restateBinary(), [], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: {
      ...process.env,
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_BASE_DIR: join(folder, `node-${index}`),
      RESTATE_CLUSTER_NAME: `portico-${new URL(addresses[0]!).port}`,
      RESTATE_NODE_NAME: `node-${index}`,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
      RESTATE_ADVERTISED_ADDRESS: advertised,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_INGRESS__ADVERTISED_ADDRESS: `http://127.0.0.1:${ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
      RESTATE_ADMIN__ADVERTISED_ADDRESS: `http://127.0.0.1:${admin}`,
      RESTATE_ADMIN__DISABLE_WEB_UI: 'true',
      RESTATE_METADATA_CLIENT__ADDRESSES: JSON.stringify(addresses),
      RESTATE_AUTO_PROVISION: String(index === 0),
      RESTATE_DEFAULT_REPLICATION: String(Math.min(2, nodes)),
      RESTATE_DEFAULT_NUM_PARTITIONS: '2',
      RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: '128MB',
      RESTATE_LOG_FILTER: 'warn',
      RESTATE_LOG_FORMAT: 'compact',
    },
  })
  let said = ''
  const keep = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4_000)
  }
  server.stdout!.on('data', keep)
  server.stderr!.on('data', keep)
  const ended = once(server, 'exit')
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) server.kill(signal)
    await ended
    rmSync(join(folder, `node-${index}`), { recursive: true, force: true })
    // The last node removes the cluster's folder.
    if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true })
  }
  const gone = ended.then(([code]) => Promise.reject(new Error(`Restate ended with ${String(code)}: ${said}`)))
  gone.catch(() => undefined)
  try {
    await Promise.race([serves(`http://127.0.0.1:${admin}/health`), gone])
    await Promise.race([serves(`http://127.0.0.1:${ingress}/restate/health`), gone])
  } catch (error) {
    await end('SIGKILL')
    throw error
  }
  return {
    ingress: `http://127.0.0.1:${ingress}`,
    admin: `http://127.0.0.1:${admin}`,
    kill: () => end('SIGKILL'),
    // It persists everything as it goes: a graceful stop would save nothing more, and takes seconds.
    stop: () => end('SIGKILL'),
  }
}

/** The server's own binary: its launcher would be one more process, and a kill would not reach past it. */
function restateBinary(): string {
  const launcher = createRequire(import.meta.url).resolve('@restatedev/restate-server/package.json')
  const platform = `@restatedev/restate-server-${process.platform}-${process.arch}`
  return join(dirname(createRequire(launcher).resolve(`${platform}/package.json`)), 'bin/restate-server')
}

async function serves(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(1_000) })
      await response.body?.cancel()
      if (response.ok) return
    } catch {
      // Not yet.
    }
    if (attempt > 600) throw new Error(`${url} does not serve`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Free loopback ports. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port)
  await Promise.all(
    servers.map(async (server) => {
      server.close()
      await once(server, 'close')
    }),
  )
  return ports
}
