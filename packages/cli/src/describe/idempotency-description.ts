import type { Idempotency } from '@portico/core'

/** How sending the same intent twice acts once. */
export interface IdempotencyDescription {
  readonly by: Idempotency['by']
  /** True if the vendor itself recognises a repeat, so that a lost answer may be requested again. */
  readonly vendorSide: boolean
  /** Header that carries the key, or the precondition of an upsert. */
  readonly header?: string
  /** Path in the wire body that carries the key. */
  readonly field?: string
  /** How long the vendor recognises a key, such as `24h`. */
  readonly keptFor?: string
  /** How long it may take until a lookup sees the effect. */
  readonly settle?: string
  /** Why nothing prevents a repeat from acting again. */
  readonly because?: string
}

export function describeIdempotency(idempotency: Idempotency, where: string): IdempotencyDescription {
  const { by } = idempotency
  switch (by) {
    case 'header':
      return { by, vendorSide: true, header: idempotency.name, keptFor: idempotency.keptFor }
    case 'field':
      return { by, vendorSide: true, field: idempotency.path, keptFor: idempotency.keptFor }
    case 'upsert':
      return { by, vendorSide: true, ...(idempotency.precondition !== undefined && { header: idempotency.precondition }) }
    case 'lookup':
      return { by, vendorSide: true, settle: idempotency.settle }
    case 'claim':
      return { by, vendorSide: false }
    case 'none':
      return { by, vendorSide: false, because: idempotency.because }
    default:
      throw new TypeError(`${where}: idempotency '${String(by satisfies never)}' is not known here`)
  }
}
