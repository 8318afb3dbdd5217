import { connect, ConnectorError } from '@portico/core'
import { openStore } from '@portico/governance'
import { type Boundary, watched } from './boundaries.ts'
import { chaosConnector, type Strategy } from './vendor-facade.ts'

export interface Intent {
  readonly name: string
  readonly strategy: Strategy
}

export interface InstancePlan {
  readonly url: string
  readonly origin: string
  readonly intents: readonly Intent[]
  /** Where this process kills itself, without cleaning up; absent: it runs to its end. */
  readonly kill: { readonly intent: string; readonly boundary: Boundary } | undefined
  /** How often to repeat each call while its answer asks for that. */
  readonly tries: number
}

export interface Told {
  readonly intent: string
  readonly outcome: 'committed' | 'refused' | 'not_sent' | 'unknown'
}

// An instance of a service: it makes each call with the intent's own key, as its caller would after a crash.
process.once('message', (plan: InstancePlan) => void run(plan).then(() => process.disconnect()))

async function run(plan: InstancePlan): Promise<void> {
  const store = await openStore(plan.url)
  const { claims, audit, ledger, policy, transport } = watched(
    store,
    plan.intents.map(({ name }) => name),
    (boundary, key) => {
      if (plan.kill?.boundary === boundary && plan.kill.intent === key) process.kill(process.pid, 'SIGKILL')
    },
  )
  const client = connect(chaosConnector, {
    tenantId: 'chaos',
    actor: { type: 'executor_system', id: 'chaos' },
    credentials: { key: 'chaos' },
    origins: { api: plan.origin },
    store: { ...store, claims },
    audit,
    ledger,
    policy,
    transport,
  })
  await Promise.all(
    plan.intents.map(async ({ name, strategy }) => {
      const call = () => client[strategy]({ intent: name }, { idempotencyKey: name })
      process.send!({ intent: name, outcome: await outcomeOf(call, plan.tries) } satisfies Told)
    }),
  )
  await client.close()
  await store.close()
}

async function outcomeOf(call: () => Promise<{ readonly id: string }>, tries: number): Promise<Told['outcome']> {
  for (let left = tries; ; left--) {
    try {
      await call()
      return 'committed'
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      if (!error.retryable || left === 0) return error.commitState
      await new Promise((resolve) => setTimeout(resolve, Math.min(error.retryAfterMs ?? 20, 50)))
    }
  }
}
