import { bearer, cursor, defineVendor, header, claim, lookup, rateHeaders, upsert } from '@portico/core'
import * as z from 'zod'

/** What a broken twin of the connector has otherwise. The contract is stated by the sound one. */
export interface Breaks {
  readonly retry?: boolean
  readonly key?: boolean
  readonly redact?: boolean
  readonly approval?: boolean
  readonly effect?: boolean
  readonly promise?: boolean
  readonly route?: boolean
  readonly paging?: boolean
  readonly filter?: boolean
  readonly limits?: boolean
  readonly undo?: boolean
  readonly failures?: boolean
  readonly claims?: boolean
  readonly answer?: boolean
  readonly pin?: boolean
  readonly eager?: boolean
  readonly entity?: boolean
  readonly stored?: boolean
  /** Not broken: of a batch, one item was refused. */
  readonly batch?: boolean
  readonly short?: boolean
}

const Note = z.object({ id: z.string(), text: z.string() })
const Loose = z.object({ id: z.unknown().optional(), text: z.unknown().optional() }) as unknown as typeof Note

/** A vendor of notes: one operation of each idempotency that the checks tell apart. */
export function notesConnector(breaks: Breaks = {}) {
  const Answer = breaks.promise ? Loose : Note
  const classes = {
    sideEffect: 'external_message',
    reversibility: breaks.approval ? ('R0' as never) : 'R1',
    approval: breaks.approval ? ('A0' as never) : 'A1',
  } as const
  const audit = { entity: { type: 'note', id: breaks.entity ? ('input.gone' as 'input.text') : 'input.text' } } as const
  const vendor = defineVendor({
    id: 'notes',
    title: { en: 'Notes', ar: 'ملاحظات' },
    vendorVersion: '2026-01-01',
    // With a path, which a recording has not: each check has to see past it.
    origins: { api: 'https://api.notes.example/v1' },
    auth: { token: bearer() },
    failures: {
      codes: { busy: { code: 'unavailable', commitState: breaks.failures ? 'committed' : 'refused', retryable: true } },
      read: ({ body }) => ({ code: body?.code, message: body?.message }),
    },
    ...(!breaks.limits && {
      limits: rateHeaders({ limit: 'x-limit', remaining: 'x-left', reset: 'x-reset', unit: 'epoch-seconds' }),
    }),
    defaults: {
      timeoutMs: breaks.eager ? 1_000 : 5_000,
      sensitivity: 'S1',
      retry: { attempts: breaks.retry ? 1 : breaks.eager ? 5 : 3, firstWaitMs: 200, longestWaitMs: 1_000 },
    },
    facts: { source: 'https://notes.example/docs', verifiedAt: '2026-11-24' },
  })
  const title = { en: 'A note', ar: 'ملاحظة' }

  const getNote = vendor.query(breaks.route ? 'GET /v2/notes/{id}' : 'GET /notes/{id}', {
    title,
    summary: 'One note.',
    input: z.object({ id: z.string() }),
    output: Answer,
    examples: [{ id: 'n1' }],
  })
  const listNotes = vendor.query('GET /notes', {
    title,
    summary: 'All notes.',
    input: z.object({ contains: z.string().optional() }),
    output: z.array(Answer),
    pick: 'notes',
    page: cursor(breaks.paging ? 'elsewhere' : 'next'),
    ...(breaks.filter && { query: filtersOnce() }),
    examples: [{}, { contains: 'fire' }],
  })
  const deleteNote = vendor.command('DELETE /notes/{id}', {
    title,
    summary: 'Delete a note.',
    input: z.object({ id: z.string() }),
    output: Answer,
    ...classes,
    idempotency: upsert,
    audit: { entity: { type: 'note', id: 'input.id' } },
    rollback: { manual: 'Write it again.' },
    examples: [{ id: 'n1' }],
  })
  const createNote = vendor.command('POST /notes', {
    title,
    summary: 'Write a note, recognised by its key.',
    input: z.object({ text: z.string(), secret: z.string().optional(), body: z.string().optional() }),
    output: breaks.answer ? (Answer.transform(() => ({ id: 'other', text: 'other' })) as unknown as typeof Answer) : Answer,
    ...classes,
    idempotency: breaks.key ? claim : header('Idempotency-Key', '24h'),
    ...(breaks.pin && { body: () => ({ at: Math.random() }) }),
    audit: breaks.redact ? audit : { ...audit, redact: ['secret'], omit: ['body'] },
    rollback: {
      operation: deleteNote,
      input: ({ output }) => ({ id: breaks.undo ? 'another' : output.id }),
      notes: 'It is gone.',
    },
    examples: [
      { text: 'Fire' },
      { text: 'Fire', secret: breaks.short ? 'short' : 'a-secret-of-the-input', body: 'a-body-that-is-omitted' },
    ],
  })
  const postNote = vendor.command('POST /posts', {
    title,
    summary: 'Post a note, which the vendor does not recognise again.',
    input: z.object({ text: z.string() }),
    output: Answer.extend({ ticket: z.string().nullish() }),
    ...classes,
    idempotency: breaks.claims ? header('Idempotency-Key', '24h') : claim,
    audit: breaks.stored ? audit : { ...audit, secretOutput: ['ticket'] },
    ...(breaks.batch && { items: () => [{ key: 'first' }, { key: 'second', failure: { code: 'too_long' } }] }),
    rollback: { irreversible: 'It was read.' },
    examples: [{ text: 'Fire' }],
  })
  const placeNote = vendor.command('PUT /places', {
    title,
    summary: 'Place a note, and look whether it is there before it is placed again.',
    input: z.object({ text: z.string() }),
    output: Answer,
    ...classes,
    idempotency: breaks.claims
      ? header('Idempotency-Key', '24h')
      : lookup(listNotes, {
          input: ({ input }: { input: { text: string } }) => ({ contains: input.text }),
          found: ({ output }: { output: readonly { id: string; text: string }[] }) => output[0],
          settle: '1s',
        }),
    audit,
    rollback: { irreversible: 'It was seen.' },
    examples: [{ text: 'Fire' }],
  })
  const operations = { getNote, listNotes, deleteNote, createNote, postNote, placeNote }
  // A command that touches nobody is refused when it is defined: this one gets round that.
  if (breaks.effect) for (const { definition } of Object.values(operations)) Object.assign(definition, { sideEffect: 'none' })
  return vendor.connector({ version: '1.0.0', operations })
}

/** A query that is the input's the first time alone. */
function filtersOnce(): (input: { contains?: string | undefined }) => Record<string, unknown> {
  const seen = new Set<unknown>()
  return (input) => {
    const again = seen.has(input.contains)
    seen.add(input.contains)
    return again ? {} : input
  }
}
