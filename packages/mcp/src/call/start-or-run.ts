import type { CallOptions, Detailed, PageOptions } from '@portico/core'
import type { UntypedMethod } from '@portico/core/definition'

/** Makes a call, or starts it where it is a job: that one's end is waited for as a task. */
export function makeCall(method: UntypedMethod, input: unknown, options: PageOptions): Promise<Detailed<unknown>> {
  return method.start ? method.start(input, options) : method.detailed(input, options)
}

/** The same for a call that was decided on. */
export function resumeCall(method: UntypedMethod, token: string, options: CallOptions): Promise<Detailed<unknown>> {
  return method.resumeStart ? method.resumeStart(token, options) : method.resume(token, options)
}
