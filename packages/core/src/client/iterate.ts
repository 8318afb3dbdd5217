import type { Page, PageWithFacts } from '../contract/paging.ts'
import type { PageOptions } from '../contract/method.ts'
import type { Binding } from './binding.ts'
import type { CompiledOperation } from '../call/compile.ts'
import type { Call } from '../call/call.ts'
import { run } from '../call/run.ts'

export function pageOf(call: Call): Page<unknown> | PageWithFacts<unknown, unknown> {
  const found = call.output as readonly unknown[]
  const page = call.next === undefined ? { items: found } : { items: found, next: call.next }
  return call.operation.definition.facts === undefined ? page : { ...page, facts: call.facts }
}

export async function runPage(
  operation: CompiledOperation,
  binding: Binding,
  input: unknown,
  options: PageOptions,
): Promise<Call> {
  const { cursor } = options
  if (cursor !== undefined && operation.takesCursor?.(cursor) === false) {
    const message = 'cursor: not one that this operation returned'
    const issues = [{ path: 'cursor', message }]
    return run(operation, binding, input, options, { refuse: (call) => call.fail({ code: 'invalid_input', message, issues }) })
  }
  return run(operation, binding, input, options)
}

/** Pages until the last. A repeated cursor is an error: the list would never end. */
export async function* pages(
  operation: CompiledOperation,
  binding: Binding,
  input: unknown,
  options: PageOptions,
): AsyncGenerator<Page<unknown>> {
  const seen = new Set<string>()
  let { cursor } = options
  for (;;) {
    const call = await runPage(operation, binding, input, cursor === undefined ? options : { ...options, cursor })
    const page = pageOf(call)
    yield page
    if (page.next === undefined) return
    if (seen.has(page.next)) {
      const error = call.fail({
        code: 'contract_violation',
        message: 'the vendor repeated an earlier cursor: the list would never end',
        commitState: 'refused',
      })
      error.receipt = call.receipt
      throw error
    }
    seen.add(page.next)
    cursor = page.next
  }
}

export async function* items(
  operation: CompiledOperation,
  binding: Binding,
  input: unknown,
  options: PageOptions,
): AsyncGenerator<unknown> {
  for await (const page of pages(operation, binding, input, options)) yield* page.items
}
