// Each refusal is followed by what must stand in the compiler's message; refusal-messages.test.ts above reads both.
import {
  bearer,
  claim,
  connect,
  defineVendor,
  type HeaderKey,
  type NoIdempotency,
  none,
  rateHeaders,
  type Reversibility,
  type Sensitivity,
  type SideEffect,
} from '@portico/core'
import * as z from 'zod'

const stated = {
  id: 'desk',
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '1',
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: { gone: 'not_found' } },
  facts: { source: 'https://desk.example', verifiedAt: '2026-11-24' },
} as const
const defaults = { timeoutMs: 1_000, retry: { attempts: 2 }, sensitivity: 'S1' } as const
const vendor = defineVendor({ ...stated, origins: { api: 'https://desk.example' }, defaults })
const { sensitivity: _0, ...noSensitivity } = defaults
const bare = defineVendor({ ...stated, origins: { api: 'https://desk.example' }, defaults: noSensitivity })

const base = {
  summary: 's',
  input: z.object({ id: z.string(), note: z.string().optional(), card: z.object({ number: z.string() }) }),
  output: z.object({ id: z.string() }),
  examples: [{ id: '1', card: { number: '4' } }],
} as const
const good = {
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  audit: { entity: { type: 't', id: 'output.id' } },
  rollback: { irreversible: 'x' },
} as const
const { idempotency: _1, ...noIdempotency } = good
const { approval: _2, ...noApproval } = good
const { reversibility: _3, ...noReversibility } = good
const { audit: _4, ...noAudit } = good
const { rollback: _5, ...noRollback } = good
const { examples: _6, ...noExamples } = base
const { sideEffect: _7, ...noSideEffect } = good
const { summary: _8, ...noSummary } = base
const { input: _9, ...noInput } = base
const { output: _10, ...noOutput } = base
const retry = { attempts: 3 }
const close = vendor.command('POST /c/{id}', { ...base, ...good })
const mistyped = () => ({ id: 3, card: { number: '' } })
const entity = { type: 't', id: 'output.id' } as const

declare const either: {
  readonly route: 'GET /t' | 'PUT /t'
  readonly reversibility: Reversibility
  readonly sensitivity: Sensitivity
  readonly idempotency: HeaderKey | NoIdempotency
  readonly sideEffect: Exclude<SideEffect, 'none'>
}

export const accepted = vendor.command('POST /t/{id}', { ...base, ...good })
export const searched = vendor.query('POST /search', base)

// @ts-expect-error Property 'idempotency' is missing & ✗ say how the same intent sent twice acts once: idempotency: header, field, upsert, lookup, claim or none
vendor.command('POST /t', { ...base, ...noIdempotency })
// @ts-expect-error Property 'approval' is missing & ✗ say who must agree before it runs: approval: 'A0', 'A1', 'A2' or 'A3'
vendor.command('POST /t', { ...base, ...noApproval })
// @ts-expect-error Property 'reversibility' is missing & ✗ say how hard it is to take back: reversibility: 'R0', 'R1', 'R2' or 'R3'
vendor.command('POST /t', { ...base, ...noReversibility })
// @ts-expect-error Property 'audit' is missing & ✗ say which thing it is about: audit: { entity: { type, id: 'output.id' } }
vendor.command('POST /t', { ...base, ...noAudit })
// @ts-expect-error Property 'rollback' is missing & ✗ say how it is undone: rollback: { operation, input, notes }, { manual } or { irreversible }
vendor.command('POST /t', { ...base, ...noRollback })
// @ts-expect-error Property 'examples' is missing & ✗ give at least one input as an example: examples: [{ … }]
vendor.command('POST /t', { ...noExamples, ...good })
// @ts-expect-error Property 'summary' is missing & ✗ say in a sentence what it does: summary: 'Open a ticket.'
vendor.command('POST /t', { ...noSummary, ...good })
// @ts-expect-error Property 'input' is missing & ✗ say what it takes, even if nothing: input: z.object({ … })
vendor.command('POST /t', { ...noInput, ...good })
// @ts-expect-error Property 'output' is missing & ✗ say what part of the answer is promised: output: a schema, bytes(…), events(…) or nothing
vendor.query('GET /t', noOutput)
// @ts-expect-error Property 'sensitivity' is missing & ✗ say how sensitive its data is, here or in the vendor's defaults: sensitivity: 'S0', 'S1', 'S2' or 'S3'
bare.query('GET /t', base)
// @ts-expect-error Property 'sensitivity' is missing & ✗ say how sensitive its data is, here or in the vendor's defaults: sensitivity: 'S0', 'S1', 'S2' or 'S3'
bare.command('POST /t', { ...base, ...good })
// @ts-expect-error a command whose idempotency is none is sent once: remove retry, or state how the vendor recognises a second sending
vendor.command('POST /t', { ...base, ...good, idempotency: none('w'), retry })
// @ts-expect-error a query only reads, and PUT, PATCH and DELETE write: use vendor.command
vendor.query('DELETE /t/{id}', base)
// @ts-expect-error a query only reads, and PUT, PATCH and DELETE write: use vendor.command
vendor.query(either.route, base)
// @ts-expect-error a command writes, and GET and HEAD only read: use vendor.query
vendor.command('GET /t/{id}', { ...base, ...good })
// @ts-expect-error say whom it touches: sideEffect: 'internal_write', 'external_message' or 'external_commitment'
vendor.command('POST /t', { ...base, ...noSideEffect })
// @ts-expect-error a command whose idempotency is none is sent once: remove retry
vendor.command('POST /t', { ...base, ...good, idempotency: either.idempotency, retry })
// @ts-expect-error R3 needs approval A3: an executive decides what can not be taken back
vendor.command('POST /t', { ...base, ...good, reversibility: either.reversibility })
// @ts-expect-error S3 data is never A0: raise approval to A1 at least
vendor.command('POST /t', { ...base, ...good, reversibility: 'R0', approval: 'A0', sensitivity: either.sensitivity })
// @ts-expect-error {ticket} in the path is not a required field of the input: add it to the input
vendor.command('POST /t/{ticket}', { ...base, ...good })
// @ts-expect-error {note} in the path is not a required field of the input: add it to the input, or make it required
vendor.command('POST /t/{note}', { ...base, ...good })
// @ts-expect-error write the route as the vendor does, method first
vendor.query('FETCH /t', base)
// @ts-expect-error '"card.cvv"' is not assignable to type & ✗ name a field of the input that there is, as 'note' or 'card.number'
vendor.command('POST /t', { ...base, ...good, audit: { entity, redact: ['card.cvv'] } })
// @ts-expect-error '"card.cvv"' is not assignable to type & ✗ name a field of the input that there is, as 'note' or 'card.number'
vendor.query('GET /t', { ...base, audit: { omit: ['card.cvv'] } })
// @ts-expect-error '"output.number"' is not assignable & ✗ name a field that there is, as 'input.id' or 'output.owner.id'
vendor.command('POST /t', { ...base, ...good, audit: { entity: { type: 't', id: 'output.number' } } })
// @ts-expect-error R3 needs approval A3: an executive decides what can not be taken back
vendor.command('POST /t', { ...base, ...good, reversibility: 'R3' })
// @ts-expect-error R2 needs approval A2 at least
vendor.command('POST /t', { ...base, ...good, reversibility: 'R2' })
// @ts-expect-error S3 data is never A0: raise approval to A1 at least
vendor.command('POST /t', { ...base, ...good, reversibility: 'R0', approval: 'A0', sensitivity: 'S3' })
// @ts-expect-error Property 'approval' is missing & ✗ S3 data is never A0: say who must agree, approval A1 at least
vendor.query('GET /t', { ...base, sensitivity: 'S3' })
// @ts-expect-error Type 'number' is not assignable to type 'string' & ✗ build the input of the operation that undoes it, field by field
vendor.command('POST /t', { ...base, ...good, rollback: { operation: close, notes: 'n', input: mistyped } })
// @ts-expect-error Property 'ids' does not exist
vendor.command('POST /t', { ...base, ...good, audit: { entity: { type: 't', id: (call) => call.output.ids } } })
// @ts-expect-error '"uploads"' is not assignable to type '"api"'
vendor.query('GET /t', { ...base, origin: 'uploads' })
// @ts-expect-error {shop} in the origin is not a required field of settings: add it to settings
defineVendor({ ...stated, defaults, settings: z.object({ region: z.string() }), origins: { api: 'https://{shop}.desk.example' } })
// @ts-expect-error '"epoch"' is not assignable
rateHeaders({ remaining: 'a', reset: 'b', unit: 'epoch' })

const widened = vendor.command('POST /t', { ...base, ...good, sideEffect: either.sideEffect })
const desk = connect(vendor.connector({ version: '1.0.0', operations: { close, widened } }), {
  tenantId: 't',
  credentials: { token: 'x' },
})
// @ts-expect-error No overload expects 1 arguments
export const uncorrelated = () => desk.close({ id: '1', card: { number: '4' } })
// @ts-expect-error Expected 2 arguments, but got 1
export const uncorrelatedPerhaps = () => desk.widened({ id: '1', card: { number: '4' } })
// @ts-expect-error Property 'undo' does not exist
export const undoIrreversible = () => desk.close.undo
// @ts-expect-error a secret of the output is not stored, so a replay lacks it: make the field optional
vendor.command('POST /t', { ...base, ...good, audit: { entity, secretOutput: ['id'] } })
