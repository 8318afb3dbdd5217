import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { eventRelay, jsonlSink, openStore } from '@portico/governance'
import { startProgram } from './program.ts'

const entities = 8
const perEntity = 40
const knownBeforeKill = 25

/** Kills relays at work and lets the next one go on. Returns how many events never arrived, and how many were out of order. */
export async function killRelays(url: string, path: string, kills: number): Promise<{ lost: number; disordered: number }> {
  const store = await openStore(url)
  try {
    const numbers = Array.from({ length: entities * perEntity }, (_, number) => number)
    await Promise.all(numbers.map((number) => store.events.publish(eventOf(number))))
    for (let killed = 0; killed < kills; killed++) {
      const relay = startProgram(import.meta.resolve('./relay-events.ts'), url, path)
      for (let known = 0; known < knownBeforeKill; known++) {
        if ((await relay.next()) === undefined) throw new Error(`relay ${killed} delivered all before it was killed`)
      }
      relay.kill()
      await relay.ended
    }
    const sink = await jsonlSink(path, { name: 'default' })
    const done = new AbortController()
    const running = eventRelay({ outbox: store.events, sinks: [sink], leaseMs: 400, pollMs: 10 }).run(done.signal)
    while ((await store.events.backlog()).length > 0) await wait(20)
    done.abort()
    await running
    await sink.close()
    return judge(path, numbers)
  } finally {
    await store.close()
  }
}

function eventOf(number: number) {
  return {
    id: `e${number}`,
    type: 'portico.call.finished',
    time: '2026-11-24T08:05:00.123Z',
    tenantId: 'acme',
    subject: `killed/${number % entities}`,
    actorType: 'executor_system',
    classes: { approval: 'A0', reversibility: 'R0', sensitivity: 'S1' },
    data: { connector: 'github', operation: 'createIssue', commitState: 'committed', replayed: false },
  } as const
}

/** What a consumer sees that drops duplicates by id. */
function judge(path: string, numbers: readonly number[]): { lost: number; disordered: number } {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  const ids = new Set(lines.map((line) => (JSON.parse(line) as { readonly id: string }).id))
  const seen = [...ids].map((id) => Number(id.slice(1)))
  const last = new Map<number, number>()
  let disordered = 0
  for (const number of seen) {
    if (number < (last.get(number % entities) ?? -1)) disordered++
    last.set(number % entities, number)
  }
  return { lost: numbers.filter((number) => !ids.has(`e${number}`)).length, disordered }
}
