import { matchHost } from '../http/host-pin.ts'
import { checkTemplate } from '../http/origin-template.ts'
import type { Approval, Reversibility, Sensitivity, SideEffect } from './classes.ts'
import type { CommandRouteOf, QueryRouteOf, RouteOf } from './checks.ts'
import { type Connector, type ConnectorDefinition, buildConnector } from './connector.ts'
import type { Delivery, OutputOf, Shape } from './delivery.ts'
import { defineOperation } from './define-operation.ts'
import type { Idempotency } from './idempotency.ts'
import type { EveryJobStates } from './job.ts'
import type { AnyOperation, Command, Job, PagedQuery, Query, UndoableCommand } from './operation.ts'
import type { PageWithFacts, Paging } from './paging.ts'
import type { AnyScheme, CredentialsOf } from './scheme.ts'
import type {
  EveryCommandStates,
  EveryOperationStates,
  EveryQueryStates,
  IdempotencyUnlessDefault,
  QueryApproval,
  Retry,
  SensitivityUnlessDefault,
} from './statements.ts'
import type { Defaults, Origin, VendorDefinition, VendorIdentity, VendorTypes } from './vendor-definition.ts'

type DefaultKey<V extends VendorTypes> = V['defaults'] extends { readonly idempotency: infer Key extends Idempotency }
  ? Key
  : Idempotency
type DefaultSensitivity<V extends VendorTypes> = V['defaults'] extends { readonly sensitivity: infer S extends Sensitivity }
  ? S
  : Sensitivity

type ItemOf<O> = OutputOf<O> extends readonly (infer Item)[] ? Item : never

/** A vendor that operations are built from, so that its defaults are concrete types in every operation's file. */
export interface Vendor<V extends VendorTypes> {
  readonly identity: VendorIdentity

  /** A read. It never commits, so it may be retried. */
  query<
    I extends Shape,
    const O extends Shape | Delivery,
    const R extends string,
    const P extends Paging = never,
    const Sensitive extends Sensitivity = DefaultSensitivity<V>,
    const Level extends Approval = 'A0',
    F extends Shape = never,
  >(
    route: QueryRouteOf<R, I['_zod']['output']>,
    definition: EveryOperationStates<V['origin'], I, O> &
      SensitivityUnlessDefault<V['defaults'], Sensitive> &
      EveryQueryStates<I, P, Retry, F> &
      QueryApproval<Sensitive, Level>,
  ): [P] extends [never]
    ? Query<I['_zod']['input'], OutputOf<O>>
    : [F] extends [never]
      ? PagedQuery<I['_zod']['input'], ItemOf<O>>
      : PagedQuery<I['_zod']['input'], ItemOf<O>, PageWithFacts<ItemOf<O>, F['_zod']['output']>>

  /** A write. It states idempotency, approval, reversibility, audit and rollback, even to say that there is none. */
  command<
    I extends Shape,
    const O extends Shape | Delivery,
    const R extends string,
    const Class extends Reversibility,
    const Level extends Approval,
    const Effect extends Exclude<SideEffect, 'none'>,
    const Target = never,
    const Key extends Idempotency = DefaultKey<V>,
    const Sensitive extends Sensitivity = DefaultSensitivity<V>,
  >(
    route: CommandRouteOf<R, I['_zod']['output']>,
    definition: EveryOperationStates<V['origin'], I, O> &
      EveryCommandStates<I, O, Key, Class, Effect, Sensitive, Level, Target, V['code']> &
      IdempotencyUnlessDefault<V['defaults'], Key, I, O> &
      SensitivityUnlessDefault<V['defaults'], Sensitive>,
  ): [Target] extends [never]
    ? Command<I['_zod']['input'], OutputOf<O>, Effect>
    : UndoableCommand<I['_zod']['input'], OutputOf<O>, Effect>

  /**
   * An operation that the vendor finishes later: it answers at once with a handle for asking again. That handle is what is
   * audited, undone and recognised as done before.
   */
  job<
    I extends Shape,
    const O extends Shape | Delivery,
    const R extends string,
    H extends Shape,
    const PollRoute extends string,
    const Class extends Reversibility,
    const Level extends Approval,
    const Effect extends SideEffect,
    const Target = never,
    const Key extends Idempotency = DefaultKey<V>,
    const Sensitive extends Sensitivity = DefaultSensitivity<V>,
  >(
    route: RouteOf<R, I['_zod']['output']>,
    definition: EveryOperationStates<V['origin'], I, O> &
      EveryCommandStates<I, H, Key, Class, Effect, Sensitive, Level, Target, V['code']> &
      EveryJobStates<H, PollRoute> &
      IdempotencyUnlessDefault<V['defaults'], Key, I, H> &
      SensitivityUnlessDefault<V['defaults'], Sensitive>,
  ): Job<I['_zod']['input'], OutputOf<O>, Effect>

  connector<const Operations extends Readonly<Record<string, AnyOperation>>>(
    definition: ConnectorDefinition<Operations>,
  ): Connector<V, Operations>
}

/** States once what is true of every operation of a vendor. */
export function defineVendor<
  const Auth extends Readonly<Record<string, AnyScheme>>,
  const VendorCode extends string | number,
  const Origins extends Readonly<Record<string, Origin>>,
  const VendorDefaults extends Defaults,
  Settings extends Shape = Shape<Record<never, never>, Record<never, never>>,
>(
  definition: VendorDefinition<Auth, Settings, VendorCode, Origins, VendorDefaults>,
): Vendor<{
  origin: keyof Origins & string
  credentials: CredentialsOf<Auth>
  settings: Settings['_zod']['input']
  code: `${VendorCode}`
  defaults: VendorDefaults
}> {
  const identity = definition as unknown as VendorIdentity
  checkOrigins(identity)
  checkHeaders(identity)
  return {
    identity,
    query: (route: string, operation: object) => defineOperation(identity, 'query', route, operation) as never,
    command: (route: string, operation: object) => defineOperation(identity, 'command', route, operation) as never,
    job: (route: string, operation: object) => defineOperation(identity, 'job', route, operation) as never,
    connector: (operations) => buildConnector(identity, operations as never) as never,
  }
}

/** Checks what the compiler can't: an origin that no connection could be opened to. */
function checkOrigins({ id, origins }: VendorIdentity): void {
  for (const [name, origin] of Object.entries(origins)) {
    try {
      if (typeof origin === 'string') checkTemplate(origin)
      else for (const pattern of origin.hosts) matchHost(pattern, '')
    } catch (error) {
      throw new TypeError(`vendor ${id}: origins.${name}: ${(error as Error).message}`, { cause: error })
    }
  }
}

function checkHeaders({ id, headers = {}, settings }: VendorIdentity): void {
  for (const [header, stated] of Object.entries(headers)) {
    for (const [placeholder, name] of stated.matchAll(/\{([^{}]+)\}/g)) {
      const { shape = {} } = (settings as unknown as { _zod: { def: { shape?: object } } } | undefined)?._zod.def ?? {}
      if (!Object.hasOwn(shape, name!))
        throw new TypeError(`vendor ${id}: headers.${header}: '${placeholder}' is not a setting: add it to settings`)
    }
  }
}
