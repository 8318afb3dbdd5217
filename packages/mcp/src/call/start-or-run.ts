import type { CallOptions, Detailed, PageOptions } from '@portico/core'
import type { UntypedMethod } from '@portico/core/definition'

/** Makes a call or, if it is a job, starts it: its end is awaited as a task. */
export function makeCall(method: UntypedMethod, input: unknown, options: PageOptions): Promise<Detailed<unknown>> {
  return method.start ? method.start(input, options) : method.detailed(input, options)
}

/** The same for a call with a decision. */
export function resumeCall(method: UntypedMethod, token: string, options: CallOptions): Promise<Detailed<unknown>> {
  return method.resumeStart ? method.resumeStart(token, options) : method.resume(token, options)
}
