/**
 * What every operation must state, each with the sentence for an author who left it out: the compiler prints it as part of the missing
 * statement's type, and a definition that no compiler saw is refused with it.
 */
export const mandatory = {
  summary: "✗ say in a sentence what it does: summary: 'Open a ticket.'",
  input: '✗ say what it takes, even if nothing: input: z.object({ … })',
  output: '✗ say what part of the answer is promised: output: a schema, bytes(…), events(…) or nothing',
  sensitivity: "✗ say how sensitive its data is, here or in the vendor's defaults: sensitivity: 'S0', 'S1', 'S2' or 'S3'",
  examples: '✗ give at least one input as an example: examples: [{ … }]',
} as const

/** What a command must state besides. */
export const mandatoryOfCommand = {
  sideEffect: "✗ say whom it touches: sideEffect: 'internal_write', 'external_message' or 'external_commitment'",
  reversibility: "✗ say how hard it is to take back: reversibility: 'R0', 'R1', 'R2' or 'R3'",
  approval: "✗ say who must agree before it runs: approval: 'A0', 'A1', 'A2' or 'A3'",
  idempotency: '✗ say how the same intent sent twice acts once: idempotency: header, field, upsert, lookup, claim or none',
  audit: "✗ say which thing it is about: audit: { entity: { type, id: 'output.id' } }",
  rollback: '✗ say how it is undone: rollback: { operation, input, notes }, { manual } or { irreversible }',
} as const

export type Mandatory = typeof mandatory & typeof mandatoryOfCommand
