import { canonicalHash } from '@portico/core'
import { openStore, verifyAuditStore } from '@portico/governance'
import { type Boundary, boundariesOf } from './boundaries.ts'
import type { Intent, Told } from './instance.ts'
import { runInstance } from './run-instance.ts'
import { type Strategy, strategies } from './vendor-facade.ts'
import { startVendor } from './vendor-process.ts'

export interface CampaignResult {
  readonly kills: number
  readonly intents: number
  readonly outcomes: Readonly<Record<Told['outcome'], number>>
  /** Intents on which the vendor acted more than once. */
  readonly doubles: readonly string[]
  /** Intents whose reported outcome is not what the vendor did, or that have none. */
  readonly lost: readonly string[]
}

/** Every boundary with every strategy: where to kill a round's two instances. */
const cuts: readonly { readonly boundary: Boundary; readonly strategy: Strategy }[] = strategies.flatMap((strategy) =>
  boundariesOf(strategy).map((boundary) => ({ boundary, strategy })),
)

/** The strategies under which a caller may send again after a crash. */
const repeatable = strategies.filter((strategy) => strategy !== 'byNone')

/** Longer than any claim of a killed instance. */
const afterAllDeadlinesMs = 60_000

/**
 * In each round, kills two instances, each at its own boundary, while both make the same calls with the same keys. Then repeats
 * every call as its caller would, and compares the outcome with what the vendor did.
 */
export async function campaign(url: string, kills: number): Promise<CampaignResult> {
  const vendor = await startVendor()
  const intents: Intent[] = []
  let killed = 0
  try {
    for (let round = 0; killed < kills; round++) {
      const shared = repeatable.map((strategy) => ({ name: `shared-${round}-${strategy}`, strategy }))
      const plans = [0, 1].map((instance) => {
        const { boundary, strategy } = cuts[(round * 2 + instance) % cuts.length]!
        const target = { name: `target-${round}-${instance}`, strategy }
        intents.push(target)
        const plan = { url, origin: vendor.origin, tries: 0, intents: [...shared, target] }
        return { ...plan, kill: { intent: target.name, boundary } }
      })
      intents.push(...shared)
      const ended = await Promise.all(plans.map(runInstance))
      for (const [instance, end] of ended.entries()) {
        if (end.killed) killed++
        else throw new Error(`an instance was not killed at '${plans[instance]!.kill.boundary}': ${JSON.stringify(end.told)}`)
      }
    }
    vendor.calm()
    await passDeadlines(url)
    const repeated = intents.filter(({ strategy }) => strategy !== 'byNone')
    const told = [
      ...(await recover(url, vendor.origin, repeated)),
      ...(await recover(url, vendor.origin, repeated)),
      await readLedger(url, intents),
    ]
    return { kills: killed, ...judge(intents, told, await vendor.effects()) }
  } finally {
    await vendor.stop()
  }
}

/** Claims expire by the database's clock, which can't be advanced from here: they are made older instead. */
async function passDeadlines(url: string): Promise<void> {
  const store = await openStore(url)
  await store.db
    .updateTable('claims')
    .set((eb) => ({
      first_at: eb('first_at', '-', afterAllDeadlinesMs),
      deadline: eb('deadline', '-', afterAllDeadlinesMs),
    }))
    .where('state', '<>', 'finished')
    .execute()
  await store.close()
}

/** Two instances that are not killed repeat every call at once. */
async function recover(url: string, origin: string, intents: readonly Intent[]): Promise<ReadonlyMap<string, Told['outcome']>[]> {
  const plan = { url, origin, intents, kill: undefined, tries: 200 }
  const ended = await Promise.all([runInstance(plan), runInstance(plan)])
  return ended.map(({ told }) => new Map(told.map(({ intent, outcome }) => [intent, outcome])))
}

function judge(
  intents: readonly Intent[],
  told: readonly ReadonlyMap<string, Told['outcome']>[],
  effects: Readonly<Record<string, number>>,
): Omit<CampaignResult, 'kills'> {
  const outcomes = { committed: 0, refused: 0, not_sent: 0, unknown: 0 }
  const doubles: string[] = []
  const lost: string[] = []
  for (const { name } of intents) {
    const acted = effects[name] ?? 0
    if (acted > 1) doubles.push(`${name}: the vendor acted ${acted} times`)
    const all = told.flatMap((one) => one.get(name) ?? [])
    // An unknown outcome was reported as such; every other is a promise about what the vendor did.
    const broken = all.find((outcome) => outcome !== 'unknown' && (outcome === 'committed') !== acted > 0)
    if (all.length === 0) lost.push(`${name}: nothing was told, and the vendor acted ${acted} times`)
    else if (broken) lost.push(`${name}: ${broken} was told, and the vendor acted ${acted} times`)
    const last = all.at(-1)
    if (last) outcomes[last]++
  }
  return { intents: intents.length, outcomes, doubles, lost }
}

/**
 * The store's answer for calls that must not be repeated: their proof was open before the vendor was reached, and one that was
 * never resolved has an unknown outcome. The audit chain must be intact.
 */
async function readLedger(url: string, intents: readonly Intent[]): Promise<ReadonlyMap<string, Told['outcome']>> {
  const store = await openStore(url)
  try {
    const report = await verifyAuditStore(store.db)
    if (!report.intact) throw new Error(`the audit chain is broken: ${report.reason}`)
    const told = new Map<string, Told['outcome']>()
    for (const { name } of intents.filter(({ strategy }) => strategy === 'byNone')) {
      const proofs = store.db.selectFrom('proofs').select('commit_state').where('tenant_id', '=', 'chaos')
      const proof = await proofs.where('arguments_hash', '=', canonicalHash({ intent: name })).executeTakeFirst()
      told.set(name, proof ? (proof.commit_state ?? 'unknown') : 'not_sent')
    }
    return told
  } finally {
    await store.close()
  }
}
