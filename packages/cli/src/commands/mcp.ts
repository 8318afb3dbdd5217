import { type Actor, memoryStore } from '@portico/core'
import type * as Mcp from '@portico/mcp'
import { deskOptions } from '../approvals/at-desk.ts'
import type { CommandContext } from '../command-context.ts'
import { type Setup, actorOf, setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { lockAt } from '../mcp/lock-file.ts'
import { chosenConnectors, type Narrowing, selectionOf, toolsetOptions } from '../mcp/toolset-options.ts'
import { withClients } from '../mcp/with-clients.ts'
import { Mistake } from '../mistake.ts'
import { type ConfiguredStore, openConfiguredStore } from '../store/configured-store.ts'
import { keptTasks } from '../tasks/kept-tasks.ts'
import { governancePackage, imported } from '../optional-peers.ts'

export interface McpOptions extends Narrowing {
  readonly http?: string | true
  readonly actor?: string
}

/** `portico mcp`: serves until the client closes its end, or the person interrupts it. */
export async function mcp({ io, output, options: common }: CommandContext, options: McpOptions): Promise<ExitCode> {
  const served = await imported('@portico/mcp', () => import('@portico/mcp'))
  const port = options.http === undefined || options.http === true ? {} : { port: portOf(options.http) }
  const setup = await setUp(io, common)
  const chosen = chosenConnectors(setup, options)
  const selection = selectionOf(setup, chosen)
  const lock = lockAt(setup, served)
  const narrowed = { ...toolsetOptions(setup, chosen, options), ...(lock && { lock }) }
  // Without a configured store, the clients share one in memory.
  const opened = (await openConfiguredStore(io, setup)) ?? { store: memoryStore(), sql: undefined, close: async () => undefined }
  try {
    await withClients(io, setup, { names: chosen, opened }, async (clients) => {
      const tools = configured(() => served.toolset(clients, selection as never, narrowed))
      const desk = await deskOf(setup, opened, (warning) => output.warn(warning))
      const caller = callerOf(io, setup, options)
      const serving = { caller, ...servingOf(setup, opened), ...(desk && { desk }) }
      const http = setup.config.mcp?.http as Partial<Mcp.HttpServerOptions> | undefined
      // Callers with tokens of their own may use other tools.
      const permitted = options.http !== undefined && http?.authorization ? tools.tools.size : (await tools.list(caller)).length
      const count = permitted === tools.tools.size ? String(permitted) : `${permitted} of ${tools.tools.size}`
      const what = `${count} operations of ${chosen.join(', ')}${lock ? ', held to their lock' : ''}`
      if (options.http === undefined) {
        const handle = served.serveStdio(tools, serving)
        output.note(`${what} over stdio, for ${setup.tenantId}`)
        await ended(io, true)
        return handle.close()
      }
      const server = configured(() => served.httpServer(tools, { ...serving, ...http, ...port }))
      output.note(`${what} at ${await listening(server)}, for ${setup.tenantId}`)
      await ended(io, false)
      return server.close()
    })
    return exitCode.ok
  } finally {
    await opened.close()
  }
}

function servingOf({ config }: Setup, opened: ConfiguredStore): Mcp.ToolServerOptions {
  const tasks = keptTasks(opened)
  const intents = opened.sql?.intents
  const incidents = (config.incidents ?? opened.sql?.incidents) as Mcp.TaskOptions['incidents']
  return {
    tasks: {
      ...(config.mcp?.tasks as Mcp.TaskOptions | undefined),
      ...(tasks && { store: tasks }),
      ...(incidents && { incidents }),
    },
    ...(intents && { intents }),
    ...(config.mcp?.search && { search: config.mcp.search }),
  }
}

/** Where the person at the client decides: the configured desk, or the store's approvals with its list of approvers. */
async function deskOf(setup: Setup, { sql }: ConfiguredStore, warn: (text: string) => void): Promise<Mcp.Desk | undefined> {
  const { mcp: section, approvers } = setup.config
  if (section?.desk) return section.desk as Mcp.Desk
  if (!section?.person || !approvers || !sql) return undefined
  const { approvalDesk } = await governancePackage()
  return approvalDesk(sql, await deskOptions(setup, sql, warn))
}

/** Errors that a toolset or server finds in its options are configuration mistakes. */
function configured<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Mistake('configuration', 'mcp', error.message, 'fix it in portico.config.ts or on the command line', error)
  }
}

async function listening(server: Mcp.HttpToolServer): Promise<string> {
  try {
    return await server.listen()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== 'listen') throw error
    throw new Mistake('usage', '--http', (error as Error).message, 'choose another port', error)
  }
}

/** An agent acts; the person beside it decides nothing unless the configuration names them. */
function callerOf(io: Io, setup: Setup, { actor: option }: McpOptions): Mcp.Caller {
  const named = option !== undefined || setup.config.actor !== undefined
  const actor: Actor = named ? actorOf(io, setup, option) : { type: 'executor_system', id: 'mcp' }
  const person = setup.config.mcp?.person
  return {
    client: 'local',
    tenantId: setup.tenantId,
    actor,
    ...(person && { person: { actor: { type: 'human', id: person.id }, approves: person.approves } }),
  }
}

function portOf(given: string): number {
  const port = Number(given)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535 && given.trim() !== '') return port
  throw new Mistake('usage', '--http', `'${given}' is not a port`, 'write a number up to 65535, or leave it out')
}

/** Resolves when the client closes its end, or the person interrupts. */
function ended(io: Io, withStdin: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (io.signal.aborted) resolve()
    io.signal.addEventListener('abort', () => resolve(), { once: true })
    if (withStdin) io.stdin.once('end', () => resolve()).once('close', () => resolve())
  })
}
