import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { createLineage, httpLineage, LineageDeliveryError, lineageOutbox, type LineageTransport } from '../../src/lineage.ts'
import { receiver } from './receiver.ts'
import { memoryLineage, run } from './tickets.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'portico-outbox-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

const waiting = async (path: string): Promise<number> => (await readdir(path)).filter((name) => name.endsWith('.json')).length

/** A receiver that is away until `up` is called. */
function away(error: LineageDeliveryError) {
  const memory = memoryLineage()
  let isUp = false
  const transport: LineageTransport = {
    send: async (event) => {
      if (!isUp) throw error
      await memory.send(event)
    },
    close: async () => {},
  }
  return { transport, events: memory.events, up: () => void (isUp = true) }
}

test('an unreachable receiver delays no one, and gets everything in order when it is back', async () => {
  const path = await folder()
  const { transport, events, up } = away(new LineageDeliveryError('away', { retryable: true }))
  const troubles: string[] = []
  const outbox = await lineageOutbox({ folder: path, transport, onTrouble: ({ error }) => troubles.push(error.message) })
  const told = createLineage({ namespace: 'portico', transport: outbox }).run(run)
  await told.start()
  await told.running({ rowsRead: 1, rowsLanded: 1 })
  await told.complete({ rowsRead: 2, rowsLanded: 2 })
  expect(await outbox.deliver()).toBe(3)
  expect(troubles).toContain('away')
  up()
  expect(await outbox.deliver()).toBe(0)
  expect(events.map(({ eventType }) => eventType)).toEqual(['START', 'RUNNING', 'COMPLETE'])
  expect(await waiting(path)).toBe(0)
})

test('a permanently refused event is set aside, reported, and delays no other', async () => {
  const path = await folder()
  const server = await receiver({ status: 422 })
  onTestFinished(() => server.close())
  const troubles: { file: string; error: LineageDeliveryError }[] = []
  const transport = httpLineage({ url: server.url })
  const outbox = await lineageOutbox({ folder: path, transport, onTrouble: (trouble) => troubles.push(trouble) })
  const lineage = createLineage({ namespace: 'portico', transport: outbox })
  await lineage.run(run).start()
  await lineage.run(run).start()
  await lineage.close()
  expect(server.taken).toHaveLength(1)
  expect(troubles).toMatchObject([{ error: { retryable: false } }])
  expect(await readdir(join(path, 'refused'))).toEqual([troubles[0]!.file.split('/').at(-1)])
})

test('a missing folder is reported, and the event that could not be kept fails', async () => {
  const path = await folder()
  const outbox = await lineageOutbox({ folder: join(path, 'outbox'), transport: memoryLineage(), onTrouble: () => {} })
  await rm(join(path, 'outbox'), { recursive: true })
  await expect(createLineage({ namespace: 'portico', transport: outbox }).run(run).start()).rejects.toThrow('ENOENT')
})

test('two processes may deliver from one folder: nothing is lost', async () => {
  const path = await folder()
  const memory = memoryLineage()
  const first = away(new LineageDeliveryError('away', { retryable: true }))
  const filling = await lineageOutbox({ folder: path, transport: first.transport, onTrouble: () => {} })
  const lineage = createLineage({ namespace: 'portico', transport: filling })
  for (let made = 0; made < 20; made++) await lineage.run(run).start()
  await filling.deliver()
  const others = await Promise.all(
    [1, 2].map(() => lineageOutbox({ folder: path, transport: memory, onTrouble: ({ error }) => expect.fail(error.message) })),
  )
  await Promise.all(others.map((outbox) => outbox.deliver()))
  expect(new Set(memory.events.map(({ run: { runId } }) => runId)).size).toBe(20)
  expect(await waiting(path)).toBe(0)
})

test('a killed process loses no event that was acknowledged', async () => {
  const path = await folder()
  const safe: string[] = []
  const program = join(import.meta.dirname, 'program', 'outbox-writer.ts')
  // Nobody listens there: every event waits.
  const given = [program, path, 'http://127.0.0.1:1/', JSON.stringify(run)]
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout })) {
    safe.push(line)
    if (safe.length === 25) break
  }
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone

  const server = await receiver({ status: 503 })
  onTestFinished(() => server.close())
  const transport = httpLineage({ url: server.url, firstWaitMs: 1 })
  const outbox = await lineageOutbox({ folder: path, transport, onTrouble: () => {} })
  expect(await outbox.deliver()).toBe(0)
  await outbox.close()
  const delivered = new Set(server.taken.map(({ run: { runId } }) => runId))
  expect(safe.filter((runId) => !delivered.has(runId))).toEqual([])
})
