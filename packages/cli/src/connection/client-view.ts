import type { CallContext, CallOptions, Detailed, DryRun, Health, JobHandle, Page, PageOptions } from '@portico/core'

/** An operation on a client whose connector is only known at run time. Members that its kind lacks are undefined. */
export interface OperationView {
  detailed(input: unknown, call?: PageOptions): Promise<Detailed<unknown>>
  dryRun(input: unknown, call?: CallOptions): Promise<DryRun>
  resume(approval: string, call?: CallOptions): Promise<Detailed<unknown>>
  readonly pages?: (input: unknown, call?: PageOptions) => AsyncIterableIterator<Page<unknown>>
  readonly start?: (input: unknown, call?: CallOptions) => Promise<Detailed<JobHandle>>
  readonly wait?: (handle: JobHandle, call?: CallOptions) => Promise<Detailed<unknown>>
}

/** A client whose connector is only known at run time. */
export interface ClientView {
  as(context: CallContext): ClientView
  health(call?: { readonly signal?: AbortSignal }): Promise<Health>
  close(): Promise<void>
  operation(name: string): OperationView
}

/** Views a client without its types. */
export function clientView(client: object): ClientView {
  const view = client as Omit<ClientView, 'operation' | 'as'> & { as(context: CallContext): object }
  return {
    as: (context) => clientView(view.as(context)),
    health: (call) => view.health(call),
    close: () => view.close(),
    operation: (name) => (client as Readonly<Record<string, OperationView>>)[name] as OperationView,
  }
}
