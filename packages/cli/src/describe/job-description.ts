import type { JobDefinition } from '@portico/core/definition'

/** What the vendor finishes later, and how that is followed. */
export interface JobDescription {
  /** The route that is polled, or the handle's field with the URL that the vendor gave. */
  readonly poll: string
  readonly everyMs: number
  readonly cancel?: string
  /** Who answers for it when it is late. */
  readonly owner: string
  /** The time that it may take, from start to end. */
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
