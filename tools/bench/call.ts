import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Octokit } from 'octokit'
import { Stripe } from 'stripe'
import { Pool, request } from 'undici'
import { runTurbo } from '../verify/turbo.ts'
import { governedClient } from './call/facade.ts'
import { importCosts } from './call/import-cost.ts'
import { type Measured, measure, median } from './call/measure.ts'
import { scriptArguments } from '../script-arguments.ts'

scriptArguments('bench call', {})
const rounds = 21
const roundMs = 250
const imported = ['github', 'stripe', 'slack']

// Import is measured last, on built files: if they can't be built, say so before measuring anything.
const built = await runTurbo(['build', ...imported.map((id) => `--filter=@portico/connector-${id}`), '--output-logs=errors-only'])
if (built !== 0) {
  console.error(`The connectors whose import is measured could not be built: run it as 'pnpm bench call', or see above`)
  process.exit(1)
}

const server = fork(fileURLToPath(import.meta.resolve('./call/server.ts')), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
const [port] = (await once(server, 'message')) as [number]
const origin = `http://127.0.0.1:${port}`
const input = { email: 'buyer@shop.test', name: 'A buyer' }

const client = governedClient(origin)
const pool = new Pool(origin, { connections: 32 })
const stripe = new Stripe('sk_test_bench', { host: '127.0.0.1', port, protocol: 'http', telemetry: false })
const octokit = new Octokit({ baseUrl: origin, auth: 'ghp_bench', throttle: { enabled: false }, retry: { enabled: false } })
const headers = { 'content-type': 'application/json', authorization: 'Bearer sk_test_bench' }

const sides: Readonly<Record<string, () => Promise<unknown>>> = {
  portico: () => client.createCustomer(input),
  undici: async () => {
    const answer = await request(`${origin}/v1/customers`, {
      method: 'POST',
      dispatcher: pool,
      headers,
      body: JSON.stringify(input),
    })
    return answer.body.json()
  },
  fetch: async () => {
    const answer = await fetch(`${origin}/v1/customers`, { method: 'POST', headers, body: JSON.stringify(input) })
    return answer.json()
  },
  octokit: () => octokit.request('POST /v1/customers', input),
  stripe: () => stripe.customers.create(input),
}

const results: Record<string, Record<number, Measured[]>> = {}
for (const [name, call] of Object.entries(sides)) {
  results[name] = { 1: [], 16: [] }
  await measure(call, 16, roundMs)
}
// All sides run in every round, so a noisy moment affects them all; each round starts with another side, so none always follows
// the same one.
const order = Object.entries(sides)
for (let round = 0; round < rounds; round++) {
  for (const inFlight of [1, 16]) {
    for (const [name, call] of order) results[name]![inFlight]!.push(await measure(call, inFlight, roundMs))
  }
  order.push(order.shift()!)
}
await client.close()
await pool.close()
server.disconnect()

const rate = (name: string, inFlight: number): number =>
  median(results[name]![inFlight]!.map(({ callsPerSecond }) => callsPerSecond))
const cpu = (name: string): number => median(results[name]![16]!.map(({ cpuMicroseconds }) => cpuMicroseconds))
for (const name of Object.keys(sides)) {
  console.log(
    `${name.padEnd(8)} ${rate(name, 1).toFixed(0).padStart(7)}/s at 1, ${rate(name, 16).toFixed(0).padStart(7)}/s at 16, ${cpu(name).toFixed(1)} µs CPU`,
  )
}
// The ratio within each round, then the median of those: fluctuating load cancels out.
const against = (name: string): number => {
  const theirs = results[name]![16]!
  return Number(
    median(results['portico']![16]!.map((ours, round) => ours.callsPerSecond / theirs[round]!.callsPerSecond)).toFixed(2),
  )
}
console.log(
  JSON.stringify({
    bench: 'call',
    vs_undici: against('undici'),
    vs_fetch: against('fetch'),
    vs_octokit: against('octokit'),
    vs_stripe: against('stripe'),
    cpu_us: Object.fromEntries(Object.keys(sides).map((name) => [name, Number(cpu(name).toFixed(1))])),
    import_ms: importCosts(imported),
  }),
)
