import { performance } from 'node:perf_hooks'
import type { CallContext, Health } from '../contract/client.ts'
import type { CompiledConnector, CompiledOperation } from '../call/compile.ts'
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
  const client = Object.create(methodsOf(connector)) as ClientBase
  client.as = (context) => createClient(connector, binding.as(context), host)
  client.account = (account) => host.account(account)
  client.health = (call = {}) => health(connector, binding, call)
  client.close = () => host.close()
  Object.defineProperty(client, slot, { value: binding })
  return client
}

/** What every client has; its operations stand beside it. */
interface ClientBase {
  as: (context: CallContext) => object
  account: (account: string) => object
  health: (call?: { readonly signal?: AbortSignal }) => Promise<Health>
  close: () => Promise<void>
  readonly [slot]: Binding
}

const shared = Symbol('portico.methods')

/** What the clients of a connector inherit, made once: a platform opens one for each of its tenants. */
function methodsOf(connector: CompiledConnector): object {
  const holder = connector as CompiledConnector & { [shared]?: object }
  return (holder[shared] ??= Object.defineProperties(
    {},
    {
      steps: { get: () => stepsOf(connector) },
      ...Object.fromEntries(Object.values(connector.operations).map((operation) => [operation.name, inherited(operation)])),
    },
  ))
}

function inherited(operation: CompiledOperation): PropertyDescriptor & ThisType<ClientBase> {
  return {
    enumerable: true,
    get() {
      const value = methodOf(operation, this[slot])
      Object.defineProperty(this, operation.name, { value, enumerable: true })
      return value
    },
  }
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
