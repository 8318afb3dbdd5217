import { performance } from 'node:perf_hooks'
import type { CallContext, Health } from '../contract/client.ts'
import type { CompiledConnector } from '../call/compile.ts'
import { run } from '../call/run.ts'
import { ConnectorError } from '../error/connector-error.ts'
import type { Binding } from './binding.ts'
import { contextNames, refuseUnknown } from './known-options.ts'
import { methodOf } from './methods.ts'

/** What a client needs from its creator. */
export interface ClientHost {
  account(account: string): object
  close(): Promise<void>
}

const slot = Symbol('portico.binding')

/** What a client is built on; undefined for anything that is not a client. */
export function bindingOf(client: object): Binding | undefined {
  return (client as { readonly [slot]?: Binding })[slot]
}

/** A client: the connector's operations as methods. */
export function createClient(connector: CompiledConnector, binding: Binding, host: ClientHost): object {
  const controls = {
    as: (context: CallContext) => {
      refuseUnknown('as', context, contextNames)
      return createClient(connector, binding.as(context), host)
    },
    account: (account: string) => host.account(account),
    health: (call: { readonly signal?: AbortSignal } = {}) => health(connector, binding, call),
    close: () => host.close(),
    [Symbol.asyncDispose]: () => host.close(),
  }
  Object.defineProperties(controls, { [slot]: { value: binding }, steps: { get: () => stepsOf(connector) } })
  return withMethods(controls, connector, binding)
}

/**
 * Every operation is an own property of the client, so it can be spread, listed and spied on, and is created on first access: a
 * platform opens a client per tenant and a service one per request, and defining an accessor per operation took 50 µs of that.
 */
function withMethods(controls: Record<string, unknown>, { operations }: CompiledConnector, binding: Binding): object {
  const isUnmade = (name: PropertyKey): name is string =>
    typeof name === 'string' && !Object.hasOwn(controls, name) && Object.hasOwn(operations, name)
  const make = (name: PropertyKey): void => {
    if (isUnmade(name)) controls[name] = methodOf(operations[name]!, binding)
  }
  return new Proxy(controls, {
    get(client, name) {
      make(name)
      return Reflect.get(client, name) as unknown
    },
    has: (client, name) => Reflect.has(client, name) || isUnmade(name),
    getOwnPropertyDescriptor(client, name) {
      make(name)
      return Reflect.getOwnPropertyDescriptor(client, name)
    },
    ownKeys(client) {
      for (const name of Object.keys(operations)) make(name)
      return Reflect.ownKeys(client)
    },
  })
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
    // A vendor that is rate limiting or slow still works; one that refuses the credential or does not answer does not.
    const status = error.code === 'rate_limited' ? 'degraded' : 'failing'
    return { status, reason: error.message, ...facts() }
  }
}
