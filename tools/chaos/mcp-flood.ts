import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'
import type { FloodedServer } from './mcp-flood/server.ts'
import { toolCall } from '../bench/mcp/tool-call.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos mcp-flood [calls]: that many calls of one client at once, on a server with its default limits.
const { calls } = scriptArguments('chaos mcp-flood', { calls: 10_000 })
/** How much memory a flood may add to the server, in MiB: sockets and bodies, but nothing that stays. */
const mostGrowthMib = 400
/** Connections are closed where the kernel's queue or the server's header timeout is exceeded: at most this share of all. */
const mostClosed = 0.1

const { headers, body } = toolCall('flood')

const child = fork(fileURLToPath(import.meta.resolve('./mcp-flood/server.ts')), {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
try {
  const [url] = (await once(child, 'message')) as [string]
  const { origin, pathname } = new URL(url)
  // One connection per call, so that the server sees them all at once.
  const pool = new Pool(origin, { connections: calls, connect: { timeout: 60_000 } })
  const call = async (): Promise<number> => {
    const answer = await pool.request({ method: 'POST', path: pathname, headers, body })
    await answer.body.text()
    return answer.statusCode
  }
  const stateOf = async (): Promise<FloodedServer> => {
    child.send('state')
    const [state] = (await once(child, 'message')) as [FloodedServer]
    return state
  }
  await call()
  const before = await stateOf()
  const flood = await Promise.allSettled(Array.from({ length: calls }, call))
  const after = await stateOf()
  const answered = (status: number): number => flood.filter((each) => each.status === 'fulfilled' && each.value === status).length
  // Longer than the burst allowance takes to refill.
  await wait(3_000)
  const then = await Promise.all(Array.from({ length: 20 }, call))
  await pool.destroy()

  const summary = {
    calls,
    answered: answered(200),
    refused: answered(429),
    closed: flood.filter(({ status }) => status === 'rejected').length,
    recorded: after.refusals - before.refusals,
    growth_mib: Math.round((after.rssMib - before.rssMib) * 10) / 10,
    served_after: then.filter((status) => status === 200).length,
  }
  const held =
    summary.answered > 0 &&
    summary.closed <= calls * mostClosed &&
    summary.recorded === summary.refused &&
    summary.growth_mib < mostGrowthMib &&
    summary.served_after === then.length
  console.log(JSON.stringify(summary))
  if (!held) process.exitCode = 1
} finally {
  child.kill('SIGKILL')
}
