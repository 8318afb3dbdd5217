import type { AnyConnector } from '@portico/core'

/** True for results of `vendor.connector({ … })`. */
export function isConnector(value: unknown): value is AnyConnector {
  const { vendor, version, operations } = (value ?? {}) as Partial<AnyConnector>
  return typeof vendor?.id === 'string' && typeof version === 'string' && typeof operations === 'object' && operations !== null
}
