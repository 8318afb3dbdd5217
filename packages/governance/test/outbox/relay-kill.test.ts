import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventRelay, jsonlSink } from '@portico/governance'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'
import { published } from './published.ts'

const entities = 8
const perEntity = 40

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-relay-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

onEveryStore('a relay that is killed', (stores) => {
  test('leaves the rest to the next one: nothing is lost, and each entity comes in order', async () => {
    const store = await stores.open()
    const path = join(folder, 'events.jsonl')
    const numbers = Array.from({ length: entities * perEntity }, (_, number) => number)
    for (const number of numbers) await store.events.publish(published(`e${number}`, { subject: `killed/${number % entities}` }))

    const { url, schema } = stores.address()
    const relay = spawn(process.execPath, [join(import.meta.dirname, 'program', 'relay-until-killed.ts'), url, schema, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'portico-test-compiled') },
    })
    const ended = once(relay, 'close')
    let acknowledged = 0
    relay.stdout.on('data', (chunk: Buffer) => {
      if ((acknowledged += chunk.length) >= 25) relay.kill('SIGKILL')
    })
    await ended
    expect(relay.signalCode).toBe('SIGKILL')
    const before = idsIn(path).length
    expect(before).toBeGreaterThanOrEqual(acknowledged)
    expect(before).toBeLessThan(numbers.length)

    const sink = await jsonlSink(path, { name: 'default' })
    const done = new AbortController()
    const running = eventRelay({ outbox: store.events, sinks: [sink], leaseMs: 400, pollMs: 10 }).run(done.signal)
    await expect.poll(() => store.events.backlog(), { timeout: 30_000 }).toEqual([])
    done.abort()
    await running
    await sink.close()

    const first = new Map<number, number[]>()
    for (const id of new Set(idsIn(path))) {
      const number = Number(id.slice(1))
      first.set(number % entities, [...(first.get(number % entities) ?? []), number])
    }
    for (let entity = 0; entity < entities; entity++)
      expect(first.get(entity)).toEqual(numbers.filter((number) => number % entities === entity))
  })
})

function idsIn(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => (JSON.parse(line) as { readonly id: string }).id)
}
