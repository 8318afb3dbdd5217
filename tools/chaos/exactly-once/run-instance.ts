import { fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InstancePlan, Told } from './instance.ts'

export interface InstanceEnd {
  readonly killed: boolean
  readonly told: readonly Told[]
}

/** Runs one instance to its end, or to where its plan kills it. */
export async function runInstance(plan: InstancePlan): Promise<InstanceEnd> {
  const instance = fork(fileURLToPath(import.meta.resolve('./instance.ts')), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Hundreds are started: each would compile the same files again.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'portico-chaos-compiled') },
  })
  const told: Told[] = []
  instance.on('message', (message) => told.push(message as Told))
  const ended = once(instance, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  instance.send(plan)
  const [code, signal] = await ended
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`an instance ended with ${signal ?? code}`)
  return { killed: signal === 'SIGKILL', told }
}
