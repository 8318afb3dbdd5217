import type { CallContext, Health } from '../contract/client.ts'
import type { CompiledConnector } from '../call/compile.ts'
import { run } from '../call/run.ts'
import { ConnectorError } from '../error/connector-error.ts'
import type { Binding } from './binding.ts'
import { methodOf } from './methods.ts'

/** What a client needs of whoever made it. */
export interface ClientHost {
  account(account: string): object
  close(): Promise<void>
}

const slot = Symbol('portico.binding')

/** What a client stands on; undefined for what is no client. */
export function bindingOf(client: object): Binding | undefined {
  return (client as { readonly [slot]?: Binding })[slot]
}

/** A client: the connector's operations as methods, made when first used, so that a tenant costs nothing until it calls. */
export function createClient(connector: CompiledConnector, binding: Binding, host: ClientHost): object {
  const client = {
    as: (context: CallContext) => createClient(connector, binding.as(context), host),
    account: (account: string) => host.account(account),
    health: (call: { readonly signal?: AbortSignal } = {}) => health(connector, binding, call),
    close: () => host.close(),
  }
  Object.defineProperty(client, slot, { value: binding })
  Object.defineProperty(client, 'steps', { get: () => stepsOf(connector) })
  for (const name of Object.keys(connector.operations)) {
    Object.defineProperty(client, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = methodOf(connector.operations[name]!, binding)
        Object.defineProperty(client, name, { value, enumerable: true })
        return value
      },
    })
  }
  return client
}

const sendParts = ['deadline', 'rate budget', 'circuit', 'attempt', 'retry', 'transport'] as const

function stepsOf(connector: CompiledConnector): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(connector.operations).map(([name, { steps }]) => [
      name,
      steps.flatMap((step) => (step.name === 'send' ? sendParts.map((part) => `send: ${part}`) : [step.name])),
    ]),
  )
}

async function health(connector: CompiledConnector, binding: Binding, call: { readonly signal?: AbortSignal }): Promise<Health> {
  const started = performance.now()
  const facts = (): Omit<Health, 'status' | 'reason'> => ({
    durationMs: Math.round(performance.now() - started),
    circuit: binding.circuit.state,
    ...(binding.rateBudget.remaining !== undefined && { rateLimitRemaining: binding.rateBudget.remaining }),
  })
  if (connector.health === undefined)
    return { status: 'not_checked', reason: `${connector.id} states no health query`, ...facts() }
  try {
    await run(connector.operations[connector.health]!, binding, {}, call)
    return { status: 'ok', reason: `${connector.health} answered`, ...facts() }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    // A spent rate limit or a slow answer is a vendor that works; a refused credential or no answer is not.
    const status = error.code === 'rate_limited' ? 'degraded' : 'failing'
    return { status, reason: error.message, ...facts() }
  }
}
