import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { hasEnded } from '@portico/sync/engine'
import { startPostgres } from '../postgres/server.ts'
import { freePorts, startRestate } from '../restate/server.ts'
import { compareTables } from './sync/compare-tables.ts'
import { openEngine, thingJob } from './sync/engine-place.ts'
import { faultyVendor } from './sync/faulty-vendor.ts'
import { seeded } from './sync/seeded.ts'
import { scriptArguments } from '../script-arguments.ts'

// pnpm chaos restate-cluster [seed]: three nodes and two workers; one of each is killed in the middle of a run.
const { seed } = scriptArguments('chaos restate-cluster', { seed: Date.now() % 1_000_000 })
const random = seeded(seed)
console.log(`seed ${seed}`)

const vendor = await faultyVendor(6_000, random)
vendor.settle()
const postgres = await startPostgres({ durable: true })
const nodes = await startRestate({ nodes: 3 })
const [port] = await freePorts(1)
const place = {
  kind: 'restate',
  ingress: nodes.map(({ ingress }) => ingress),
  admin: nodes.map(({ admin }) => admin),
  port: port!,
} as const
const workers: ChildProcess[] = []
const killed = { nodes: 0, workers: 0 }
const to = { to: postgres.url, dataset: 'cluster' }
try {
  for (const _ of [1, 2]) {
    const program = fileURLToPath(import.meta.resolve('./sync/run-worker.ts'))
    const child = fork(program, [vendor.origin, JSON.stringify(place)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    workers.push(child)
    await once(child, 'message')
  }
  const engine = await openEngine(place)
  const id = await engine.start(thingJob(to.to, to.dataset))
  let asked = 0
  const middle = new Promise<void>((resolve) => {
    vendor.asked = () => {
      if (++asked === 100) resolve()
    }
  })
  await middle
  const worker = workers[Math.floor(random() * workers.length)]!
  worker.kill('SIGKILL')
  killed.workers++
  const node = Math.floor(random() * nodes.length)
  await nodes[node]!.kill()
  killed.nodes++
  console.log(`killed a worker and node ${node} after ${asked} requests`)
  const state = async () => {
    try {
      return await engine.run(id)
    } catch {
      // The cluster elects another leader meanwhile.
      return undefined
    }
  }
  let run = await state()
  while (!run || !hasEnded(run.state)) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    run = await state()
  }
  const { lost, duplicated } = await compareTables(to, vendor.things())
  console.log(`the run ${run.state} after ${run.steps} steps and ${asked} requests, attempt ${run.attempt}`)
  console.log(JSON.stringify({ chaos: 'restate-cluster', nodes: nodes.length, killed, state: run.state, lost, duplicated }))
  process.exitCode = run.state === 'succeeded' && lost === 0 && duplicated === 0 ? 0 : 1
} finally {
  for (const child of workers) child.kill('SIGKILL')
  for (const node of nodes) await node.stop()
  await postgres.stop()
  await vendor.close()
}
