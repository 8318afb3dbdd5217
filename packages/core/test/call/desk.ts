import * as z from 'zod'
import { bearer, claim, defineVendor, header, linkHeader, lookup, none, upsert } from '@portico/core'

/** A vendor for tests of the call path: one operation per idempotency strategy. */
const vendor = defineVendor({
  id: 'desk',
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '2026-04-01',
  origins: { api: 'https://desk.example' },
  auth: { token: bearer() },
  requestIdHeader: 'x-request-id',
  failures: {
    read: ({ body }) => ({ code: body?.code, message: body?.message }),
    codes: { gone: 'not_found', exists: 'conflict', busy: { code: 'unavailable', commitState: 'refused' } },
  },
  defaults: { timeoutMs: 30_000, totalTimeoutMs: 60_000, retry: { attempts: 3, firstWaitMs: 1 }, sensitivity: 'S1' },
  facts: { source: 'https://desk.example/api', verifiedAt: '2026-11-24' },
})

const Reference = z.object({ id: z.string() })
const Ticket = z.object({ id: z.string(), subject: z.string() })
const subject = z.object({ subject: z.string().min(1), secret: z.string().optional() })

const write = {
  input: subject,
  output: Ticket,
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  audit: { entity: { type: 'ticket', id: 'output.id' }, redact: ['secret'] },
  rollback: { manual: 'Delete it by hand.' },
  examples: [{ subject: 'Printer', secret: 's' }],
} as const

const getTicket = vendor.query('GET /tickets/{id}', {
  summary: 'One.',
  input: Reference,
  output: Ticket,
  examples: [{ id: '1' }],
})
const listTickets = vendor.query('GET /tickets', {
  summary: 'All.',
  input: z.object({}),
  output: z.array(Ticket),
  page: linkHeader(['page']),
  examples: [{}],
})
const findTicket = vendor.query('GET /find', {
  summary: 'By subject.',
  input: z.object({ subject: z.string() }),
  output: z.array(Ticket),
  examples: [{ subject: 'Printer' }],
})
const deleteTicket = vendor.command('DELETE /tickets/{id}', {
  ...write,
  summary: 'Delete.',
  input: Reference,
  output: Ticket,
  idempotency: upsert,
  alreadyDone: { gone: ({ input, resent }) => (resent ? { output: { id: input.id, subject: '' } } : undefined) },
  audit: { entity: { type: 'ticket', id: 'input.id' } },
  examples: [{ id: '1' }],
})
const keyed = vendor.command('POST /keyed', {
  ...write,
  summary: 'With a key.',
  idempotency: header('Idempotency-Key', '24h'),
  rollback: { operation: deleteTicket, input: ({ output }) => ({ id: output.id }), notes: 'Gone for good.' },
})
const claimed = vendor.command('POST /claimed', { ...write, summary: 'Ours alone.', idempotency: claim })
const once = vendor.command('POST /once', { ...write, summary: 'Sent once.', idempotency: none('harmless') })
const lookedUp = vendor.command('POST /looked-up', {
  ...write,
  summary: 'Looked up.',
  idempotency: lookup(findTicket, {
    input: ({ input }: { input: z.output<typeof subject> }) => ({ subject: input.subject }),
    found: ({ output }) => output[0],
    settle: '5ms',
  }),
})
const announce = vendor.command('POST /announce', {
  ...write,
  summary: 'Tells people.',
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
})

export const desk = vendor.connector({
  version: '1.0.0',
  health: 'listTickets',
  operations: { getTicket, listTickets, findTicket, deleteTicket, keyed, claimed, once, lookedUp, announce },
})
