import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { RunReport } from '@portico/sync'
import { faultyVendor } from './faulty-vendor.ts'
import { readTable } from './read-table.ts'
import { tables } from './thing-source.ts'

export interface CampaignResult {
  readonly kills: number
  readonly runs: number
  /** Rows that the source has and the table has not, or has in an older form. */
  readonly lost: number
  /** Rows that are there twice, or that the source has no more. */
  readonly duplicated: number
  readonly faults: Readonly<Record<string, number>>
}

const things = 1_500
const dataset = 'chaos'

/** Kills a sync at random moments, over and over, and holds what landed in the end against the source. */
export async function campaign(address: string, kills: number, random: () => number): Promise<CampaignResult> {
  const vendor = await faultyVendor(things, random)
  let killed = 0
  let runs = 0
  const start = (): ChildProcess => {
    runs++
    const program = fileURLToPath(import.meta.resolve('./run-sync.ts'))
    return fork(program, [vendor.origin, address, dataset], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  }
  try {
    while (killed < kills) {
      const child = start()
      const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
      // At a random request of the run, and a moment after it: while a page is read, a batch lands, or a table is swapped.
      let left = 1 + Math.floor(random() * 90)
      vendor.asked = () => {
        if (--left === 0) setTimeout(() => child.kill('SIGKILL'), random() * 25)
      }
      const [code, signal] = await ended
      if (signal === 'SIGKILL') killed++
      else if (code !== 0) throw new Error(`the sync ended with ${String(code)}`)
    }
    vendor.asked = () => undefined
    vendor.settle()
    // The faults go on: a run may fail, and the next one goes on from there.
    for (let attempt = 1; ; attempt++) {
      const report = await wholeRun(start())
      if (report?.status === 'succeeded' && attempt > 1) break
      if (attempt > 60) throw new Error(`the sync does not end: ${JSON.stringify(report)}`)
    }
    const differences = await compare(address, vendor.things())
    return { kills: killed, runs, ...differences, faults: vendor.faults }
  } finally {
    await vendor.close()
  }
}

async function wholeRun(child: ChildProcess): Promise<RunReport | undefined> {
  let report: RunReport | undefined
  child.on('message', (message) => {
    report = message as RunReport
  })
  await once(child, 'exit')
  return report
}

async function compare(
  address: string,
  source: ReadonlyMap<number, { readonly value: string; readonly deleted: boolean }>,
): Promise<{ readonly lost: number; readonly duplicated: number }> {
  let lost = 0
  let duplicated = 0
  for (const table of Object.values(tables)) {
    const landed = new Map<number, string>()
    for (const { id, value } of await readTable(address, dataset, table)) {
      if (landed.has(id) || source.get(id)?.deleted !== false) duplicated++
      landed.set(id, value)
    }
    for (const [id, { value, deleted }] of source) if (!deleted && landed.get(id) !== value) lost++
  }
  return { lost, duplicated }
}
