import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Concurrency, Engine, EngineRun, LocalEngine } from '@portico/sync/engine'
import type { EngineConfig, SyncConfig } from '../config/sync-config.ts'
import { type CommonOptions, type Setup, setUp } from '../config/setup.ts'
import type { CommandContext } from '../command-context.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { mistakeOfSync } from './sync-failure.ts'
import { imported } from '../optional-peers.ts'

/** Opens the configured engine, or the one of this kind. By default, runs are kept in a file beside the configuration. */
export async function openEngine(io: Io, setup: Setup, kind?: 'local' | 'restate'): Promise<Engine | LocalEngine> {
  const { stated, concurrency } = statedEngine(setup)
  const chosen = kind ?? stated.kind
  if (chosen === 'restate') {
    if (stated.kind === 'restate') return openRestate(io, stated, concurrency)
    const hint =
      "write sync: { engine: { kind: 'restate', ingress: ['http://127.0.0.1:8080'], admin: ['http://127.0.0.1:9070'] } }"
    throw new Mistake('configuration', 'sync.engine', 'the configuration does not say where Restate is', hint)
  }
  const { localEngine } = await imported('better-sqlite3', () => import('@portico/sync/engine'))
  const { slots } = stated.kind === 'local' ? stated : {}
  return localEngine({ path: journalOf(setup), concurrency, ...(slots !== undefined && { slots }) })
}

function statedEngine({ config }: Setup): { readonly stated: EngineConfig; readonly concurrency: Concurrency } {
  const { engine: stated = { kind: 'local' }, concurrency = {} } = (config.sync ?? {}) as SyncConfig
  return { stated, concurrency }
}

function journalOf(setup: Setup): string {
  const { stated } = statedEngine(setup)
  return resolve(setup.folder, (stated.kind === 'local' ? stated.journal : undefined) ?? 'portico-engine.db')
}

async function openRestate(
  io: Io,
  stated: Extract<EngineConfig, { kind: 'restate' }>,
  concurrency: Concurrency,
): Promise<Engine> {
  const { restateEngine } = await imported('@restatedev/restate-sdk', () => import('@portico/sync/restate'))
  const { ingress, admin, token, worker } = stated
  const secret = token && io.env[token.env]
  if (token && !secret) {
    throw new Mistake('configuration', 'sync.engine.token', `${token.env} is not set`, 'set it, or leave token out')
  }
  return restateEngine({ ingress, admin, concurrency, ...(secret && { token: secret }), ...(worker && { endpoint: worker }) })
}

/**
 * Runs a command on the configured engine, and closes it. Opening a journal creates it, so a command that only queries runs
 * passes `none`, its answer if there is no journal.
 */
export async function withEngine<T>(
  { io, options }: Pick<CommandContext<CommonOptions>, 'io' | 'options'>,
  run: (engine: Engine | LocalEngine, setup: Setup) => Promise<T>,
  none?: (setup: Setup) => Promise<T>,
): Promise<T> {
  const setup = await setUp(io, options)
  if (none && statedEngine(setup).stated.kind === 'local' && !existsSync(journalOf(setup))) return none(setup)
  try {
    const engine = await openEngine(io, setup)
    try {
      return await run(engine, setup)
    } finally {
      await engine.close()
    }
  } catch (error) {
    throw mistakeOfSync(error)
  }
}

/** A run of this tenant. Other tenants' runs do not exist for it. */
export async function demandRun(engine: Engine, { tenantId }: Setup, id: string): Promise<EngineRun> {
  const run = await engine.run(id)
  if (run?.job.tenantId === tenantId) return run
  throw noRun(id)
}

export function noRun(id: string): Mistake {
  return new Mistake('input', 'run', `there is no run '${oneLine(id)}'`, 'see portico sync status')
}
