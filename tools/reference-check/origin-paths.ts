import type { AnyConnector } from '@portico/core'

/** What is read of a recording plan. */
export interface PlannedAt {
  readonly connector: unknown
  readonly streams?: { readonly source: { readonly streams: object } }
}

/** What a recorded request belongs to: an operation, or a stream, and the origin where it is not that one's own. */
export interface RecordedAt {
  readonly operation?: string
  readonly stream?: string
  readonly origin?: string | undefined
}

/**
 * The path of the origin that a request went to: a recording's path begins after it, and a description's may not. A setting in it
 * stays as it is written, `{account}`, and stands for whatever the description has there.
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
