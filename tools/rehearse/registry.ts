import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { run } from './run.ts'

/** A real registry on loopback: ours are published to it, and other packages are proxied. */
export interface Registry {
  readonly url: string
  /** An `.npmrc` with permission to publish. */
  readonly npmrc: string
  stop(): Promise<void>
}

const version = '6.10.4'

/** Installs verdaccio into the folder and starts it on a free loopback port. */
export async function startRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true })
  const upstream = (await run('npm', ['config', 'get', 'registry'], { cwd: folder })).trim()
  // Verdaccio depends on a node-fetch version that no longer exists in a loadable form.
  const manifest = { private: true, dependencies: { verdaccio: version }, overrides: { 'node-fetch': '2.7.0' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  writeFileSync(join(folder, 'config.yaml'), configText(upstream))
  const server = spawn(
    process.execPath,
    ['node_modules/verdaccio/bin/verdaccio', '--config', 'config.yaml', '--listen', `127.0.0.1:${port}`],
    {
      cwd: folder,
      stdio: 'ignore',
    },
  )
  try {
    await answers(url, server)
    const token = await tokenOf(url)
    return { url, npmrc: `registry=${url}\n//127.0.0.1:${port}/:_authToken=${token}\n`, stop: () => stop(server) }
  } catch (error) {
    await stop(server)
    throw error
  }
}

function configText(upstream: string): string {
  return JSON.stringify({
    storage: './storage',
    auth: { htpasswd: { file: './htpasswd', max_users: 1 } },
    uplinks: { upstream: { url: upstream, maxage: '60m', timeout: '60s' } },
    packages: {
      // Our packages come from here and nowhere else.
      '@portico/*': { access: '$all', publish: '$authenticated' },
      '**': { access: '$all', publish: '$authenticated', proxy: 'upstream' },
    },
    max_body_size: '50mb',
    log: { type: 'file', path: './verdaccio.log', level: 'warn' },
  })
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`verdaccio ended with ${server.exitCode}`)
    const answer = await fetch(`${url}-/ping`).catch(() => undefined)
    if (answer?.ok) return
    await wait(200)
  }
  throw new Error('verdaccio does not answer')
}

async function tokenOf(url: string): Promise<string> {
  const answer = await fetch(`${url}-/user/org.couchdb.user:rehearsal`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'rehearsal',
      password: 'rehearsal-on-loopback',
      type: 'user',
      roles: [],
      date: new Date().toISOString(),
    }),
  })
  const { token } = (await answer.json()) as { token?: string }
  if (token === undefined) throw new Error(`verdaccio returned no token: ${answer.status}`)
  return token
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}
