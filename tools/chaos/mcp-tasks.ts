import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { exportVendor } from './mcp-tasks/vendor.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos mcp-tasks [tasks] [kills]: an MCP server is killed again and again while its tasks run; the next one finishes them.
const { tasks, kills } = scriptArguments('chaos mcp-tasks', { tasks: 20, kills: 5 })
/** Longer than the leases of all killed instances together. */
const mostMs = 60_000 + kills * 10_000

const folder = mkdtempSync(join(tmpdir(), 'portico-mcp-tasks-'))
const vendor = await exportVendor(10)
let url = ''
let child: ChildProcess

async function start(): Promise<void> {
  const program = fileURLToPath(import.meta.resolve('./mcp-tasks/server.ts'))
  child = fork(program, [`sqlite:${join(folder, 'portico.db')}`, vendor.origin], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  ;[url] = (await once(child, 'message')) as [string]
}

async function kill(): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

interface Answer {
  readonly taskId?: string
  readonly status?: string
}

/** The result of one JSON-RPC request; undefined where the server died of it, or is down. */
async function post(method: string, name: string, params: object): Promise<Answer | undefined> {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'chaos', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } },
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        'mcp-name': name,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }),
    })
    return ((await response.json()) as { result?: Answer }).result
  } catch {
    return undefined
  }
}

/**
 * A client that calls until it has a task, repeats the call once, and polls the task until it ends, whichever instance answers.
 */
async function client(queue: string, until: number): Promise<{ readonly ids: ReadonlySet<string>; readonly status: string }> {
  const ids = new Set<string>()
  let status = 'none'
  let answers = 0
  while (Date.now() < until && status !== 'completed') {
    const call = { name: 'desk_exportTickets', arguments: { queue } }
    const made = answers < 2 ? await post('tools/call', call.name, call) : undefined
    if (made?.taskId !== undefined) {
      answers++
      ids.add(made.taskId)
    }
    const [taskId] = ids
    if (taskId !== undefined) status = (await post('tasks/get', taskId, { taskId }))?.status ?? status
    await wait(100)
  }
  return { ids, status }
}

try {
  await start()
  const until = Date.now() + mostMs
  const clients = Promise.all(Array.from({ length: tasks }, (_, index) => client(`queue-${index}`, until)))
  for (let killed = 0; killed < kills; killed++) {
    await wait(300 + Math.random() * 700)
    await kill()
    await start()
  }
  const ends = await clients
  const summary = {
    tasks,
    kills,
    completed: ends.filter(({ status }) => status === 'completed').length,
    /** Repeated calls got the same task. */
    one_task_each: ends.filter(({ ids }) => ids.size === 1).length,
    started_once: [...vendor.started.values()].filter((count) => count === 1).length,
  }
  console.log(JSON.stringify(summary))
  if (summary.completed < tasks || summary.one_task_each < tasks || summary.started_once < tasks) process.exitCode = 1
} finally {
  await kill()
  vendor.close()
  rmSync(folder, { recursive: true, force: true })
}
