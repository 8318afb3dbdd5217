import type { JobDefinition } from '@portico/core/definition'

/** Work that the vendor finishes later, and how it is followed. */
export interface JobDescription {
  /** The polled route, or the handle's field with the URL from the vendor. */
  readonly poll: string
  readonly everyMs: number
  readonly cancel?: string
  /** Who is responsible if it is late. */
  readonly owner: string
  /** How long it may take, from start to end. */
  readonly withinMs: number
}

export function describeJob({ poll, cancel, owner, withinMs }: JobDefinition): JobDescription {
  return {
    poll: typeof poll.request === 'string' ? poll.request : `the URL in ${poll.request.url}`,
    everyMs: poll.everyMs,
    ...(cancel !== undefined && { cancel }),
    owner,
    withinMs,
  }
}
