import { type CallOptions, type Detailed, type JobHandle, isConnectorError } from '@portico/core'
import type { JobDefinition } from '@portico/core/definition'
import type { OperationView } from '../connection/client-view.ts'
import { time } from '../describe/quantity.ts'
import { shellWord } from '../describe/shell-word.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import type { Output } from '../terminal/output.ts'
import { createProgress } from '../terminal/progress.ts'

type JobView = OperationView & Required<Pick<OperationView, 'start' | 'wait'>>

export interface JobWish {
  /** From `--job`: the handle of a job that was started earlier. */
  readonly handle: Readonly<Record<string, unknown>> | undefined
  /** False for `--no-wait`. */
  readonly wait: boolean
}

/** Starts a job, or resumes an earlier one, and waits for its end unless told not to. */
export async function runJob(
  { io, output }: { readonly io: Io; readonly output: Output },
  operation: { readonly qualifiedName: string; readonly name: string; readonly view: JobView; readonly job: JobDefinition },
  input: unknown,
  call: CallOptions,
  wish: JobWish,
): Promise<Detailed<unknown>> {
  const { qualifiedName, view, job } = operation
  const started = wish.handle ? undefined : await view.start(input, call)
  const handle = started?.data ?? checkedHandle(operation.name, wish.handle ?? {})
  if (started && !wish.wait) return { data: { job: handle }, receipt: started.receipt }
  const shown = JSON.stringify(handle)
  if (started) output.note(`${qualifiedName} has started; its handle is ${shown}`)
  const progress = createProgress(
    io,
    output,
    `${qualifiedName}: asked every ${time(job.poll.everyMs)}, at most ${time(job.withinMs)}`,
  )
  const { idempotencyKey: _ofTheStart, ...waiting } = call
  try {
    const ended = await view.wait(handle, waiting)
    return { data: ended.data, receipt: started?.receipt ?? ended.receipt }
  } catch (error) {
    if (isConnectorError(error)) output.note(`wait for it again: portico call ${qualifiedName} --job ${shellWord(shown)}`)
    throw error
  } finally {
    progress.end()
  }
}

function checkedHandle(name: string, given: Readonly<Record<string, unknown>>): JobHandle {
  const { operation, data } = (given['job'] ?? given) as Partial<JobHandle>
  if (operation === name && typeof data === 'object' && data !== null) return { operation, data }
  throw new Mistake('input', '--job', `not a handle of ${name}`, 'give the handle that the start printed')
}
