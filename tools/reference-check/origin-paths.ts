import type { AnyConnector } from '@portico/core'

/** The part of a recording plan that is read here. */
export interface PlannedAt {
  readonly connector: unknown
  readonly streams?: { readonly source: { readonly streams: object } }
}

/** What a recorded request belongs to: an operation or a stream, and the origin where it is not its default one. */
export interface RecordedAt {
  readonly operation?: string
  readonly stream?: string
  readonly origin?: string | undefined
}

/**
 * The path of the origin that a request went to: a recording's path starts after it, a description's may not. A setting in it
 * stays as written, `{account}`, and matches whatever the description has there.
 */
export function originPaths(plan: PlannedAt): (at: RecordedAt) => string {
  const { vendor, operations } = plan.connector as AnyConnector
  const streams = (plan.streams?.source.streams ?? {}) as Readonly<Record<string, { readonly definition: { origin?: string } }>>
  const [first = ''] = Object.keys(vendor.origins)
  return ({ operation, stream, origin }) => {
    const own: { readonly definition: { readonly origin?: string } } | undefined =
      stream === undefined ? operations[operation ?? ''] : streams[stream]
    const declared = vendor.origins[origin ?? own?.definition.origin ?? first]
    if (typeof declared !== 'string') return ''
    return declared.replace(/^https:\/\/[^/]+/, '').replace(/\/$/, '')
  }
}
