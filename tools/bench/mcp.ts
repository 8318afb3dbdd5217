import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { median } from './call/measure.ts'
import { toolCall } from './mcp/tool-call.ts'
import { scriptArguments } from '../script-arguments.ts'

scriptArguments('bench mcp', {})
const rounds = 9
const callsPerRound = 400
/** Enough calls for the compiler to settle: fewer would measure how warm each side is. */
const warmUp = 4_000
const inFlight = 8

interface Side {
  readonly name: string
  readonly child: ChildProcess
  readonly pool: Pool
  readonly path: string
  /** The server's CPU time per call in microseconds, one figure per round. */
  readonly cpu: number[]
  readonly latencies: number[]
}

async function start(name: string, side: string, count: number): Promise<Side> {
  const child = fork(fileURLToPath(import.meta.resolve('./mcp/server.ts')), [side, String(count)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [address] = (await once(child, 'message')) as [string]
  const { origin, pathname } = new URL(address)
  return { name, child, pool: new Pool(origin, { connections: inFlight }), path: pathname, cpu: [], latencies: [] }
}

const { headers, body } = toolCall('bench')

async function call({ pool, path, name }: Side): Promise<void> {
  const answer = await pool.request({ method: 'POST', path, headers, body })
  const text = await answer.body.text()
  if (answer.statusCode !== 200 || !text.includes('cus_1') || text.includes('"error"')) throw new Error(`${name}: ${text}`)
}

async function cpuOf({ child }: Side): Promise<number> {
  child.send('cpu')
  const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return user + system
}

async function round(side: Side, calls: number, keep: boolean): Promise<void> {
  const before = await cpuOf(side)
  let left = calls
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) {
        const sent = performance.now()
        await call(side)
        if (keep) side.latencies.push(performance.now() - sent)
      }
    }),
  )
  const spent = (await cpuOf(side)) - before
  if (keep) side.cpu.push(spent / calls)
}

const sides = [
  await start('http', 'http', 0),
  ...(await Promise.all([1, 50, 300].map((count) => start(`portico_${count}`, 'portico', count)))),
  ...(await Promise.all([1, 50, 300].map((count) => start(`sdk_${count}`, 'sdk', count)))),
]
try {
  for (const side of sides) await round(side, side.name.startsWith('sdk') ? warmUp / 4 : warmUp, false)
  // All sides run in every round, so a noisy moment affects them all.
  for (let index = 0; index < rounds; index++) for (const side of sides) await round(side, callsPerRound, true)
} finally {
  for (const { child, pool } of sides) {
    child.disconnect()
    await pool.close()
  }
}

const p99 = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length * 0.99)]!
const figures = (of: (side: Side) => number, digits: number): Record<string, number> =>
  Object.fromEntries(sides.map((side) => [side.name, Number(of(side).toFixed(digits))]))
const cpu = figures((side) => median(side.cpu), 1)
for (const side of sides)
  console.log(
    `${side.name.padEnd(12)} ${median(side.cpu).toFixed(1).padStart(8)} µs CPU, p99 ${p99(side.latencies).toFixed(1)} ms`,
  )
const cpuIn = (name: string): readonly number[] => sides.find((side) => side.name === name)!.cpu
// The ratio within each round, then the median of those: fluctuating load cancels out.
const vsSdk50 = median(cpuIn('sdk_50').map((theirs, index) => theirs / cpuIn('portico_50')[index]!))
console.log(
  JSON.stringify({
    bench: 'mcp',
    cpu_us: cpu,
    p99_ms: figures(({ latencies }) => p99(latencies), 2),
    vs_sdk_50: Number(vsSdk50.toFixed(2)),
  }),
)
