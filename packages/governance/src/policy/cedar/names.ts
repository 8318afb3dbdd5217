import type { TypeAndId } from '@cedar-policy/cedar-wasm/nodejs'

export const namespace = 'Portico'

export type EntityName = 'Actor' | 'ActorType' | 'Tenant' | 'Connector' | 'Operation' | 'Class' | 'Action'

export function entity(name: EntityName, id: string): TypeAndId {
  return { type: `${namespace}::${name}`, id }
}
