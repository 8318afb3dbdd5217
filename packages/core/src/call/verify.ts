import type { Shape } from '../contract/delivery.ts'
import type { Failure } from '../contract/failure.ts'
import type { ItemOutcome } from '../contract/receipt.ts'
import { codeOf } from '../send/classify.ts'
import type { Call } from './call.ts'
import type { Step } from './step.ts'
import { describeIssues, parse } from './validate.ts'

type ReadItems = (call: { input: unknown; output: unknown }) => readonly { key: string; failure?: Failure }[]

/** Checks the answer against the contract. Unpromised fields are dropped; a missing promised field is a violation. */
export const verifyStep: Step = {
  name: 'verify',
  run(call) {
    const { outputSchema, definition, delivery } = call.operation
    if (!outputSchema) {
      if (delivery === undefined) call.output = call.picked
      return
    }
    call.output = promised(call, outputSchema, call.picked)
    if (definition.facts) call.facts = promised(call, definition.facts, call.pickedFacts)
    if (definition.items) {
      const items = (definition.items as ReadItems)({ input: call.input, output: call.output })
      call.items = items.map((item) => outcomeOf(call, item))
    }
  },
}

function promised(call: Call, schema: Shape, answer: unknown): unknown {
  const parsed = parse(schema, answer)
  if (!parsed.issues) return parsed.data
  throw call.fail({
    code: 'contract_violation',
    message: `the vendor's answer has drifted from the contract: ${describeIssues(parsed.issues)}`,
    issues: parsed.issues,
    commitState: call.operation.writes ? 'committed' : 'refused',
  })
}

function outcomeOf(call: Call, { key, failure }: { key: string; failure?: Failure }): ItemOutcome {
  if (!failure) return { key, commitState: 'committed' }
  const { codes } = call.binding.connector.vendor.failures
  const vendorCode = codeOf(failure.code)
  const meaning = vendorCode !== undefined && Object.hasOwn(codes, vendorCode) ? codes[vendorCode] : undefined
  const stated = typeof meaning === 'string' ? { code: meaning } : meaning
  return {
    key,
    commitState: (stated && 'commitState' in stated ? stated.commitState : undefined) ?? 'refused',
    code: stated?.code ?? 'rejected',
    ...(vendorCode !== undefined && { vendorCode }),
    ...(failure.message != null && { message: call.redact(failure.message) }),
  }
}
