import { bearer, defineVendor } from '@portico/core'
import { defineSource, stream } from '@portico/core/streams'
import { cursorRules, type SliceReading, type SourceReader, sync } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { duckdbOfFile } from './fixture/duckdb-of-file.ts'

const chat = defineVendor({
  id: 'chat',
  title: { en: 'Chat', ar: 'محادثة' },
  vendorVersion: '1',
  origins: { api: 'https://chat.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 2 }, sensitivity: 'S1' },
  facts: { source: 'https://chat.example', verifiedAt: '2026-11-28' },
})
const stated = {
  summary: 's',
  title: { en: 'Things', ar: 'أشياء' },
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Support',
  consumers: [],
  sensitivity: 'S1',
  schemaChanges: 'freeze',
} as const
const epoch = { since: 'since', type: 'epoch-seconds', precision: 's', boundary: 'inclusive', order: 'descending' } as const
const channels = stream(chat, 'GET /channels', {
  ...stated,
  record: z.object({ id: z.string(), open: z.boolean() }),
  primaryKey: ['id'],
})
const source = defineSource(chat, {
  version: '1.0.0',
  streams: {
    channels,
    // As Slack has it: a channel may be closed to the token, and a stamp is a text.
    messages: stream(chat, 'GET /channels/{channel}/messages', {
      ...stated,
      record: z.object({ ts: z.string(), channel: z.string() }),
      primaryKey: ['channel', 'ts'],
      slice: z.object({ channel: z.string() }),
      parent: { stream: channels, slice: ({ id, open }) => (open ? { channel: id } : undefined) },
      add: ({ slice: { channel } }) => ({ channel }),
      cursor: { ...epoch, field: 'ts', lookback: '1d', state: 'slice' },
    }),
    // As GitHub has it: the cursor lies deeper in the record.
    commits: stream(chat, 'GET /commits', {
      ...stated,
      record: z.object({ sha: z.string(), commit: z.object({ committer: z.object({ date: z.string() }) }) }),
      primaryKey: ['sha'],
      cursor: {
        field: 'commit.committer.date',
        since: 'since',
        precision: 's',
        boundary: 'inclusive',
        order: 'none',
        state: 'global',
      },
    }),
    notes: stream(chat, 'GET /notes', {
      ...stated,
      record: z.object({ id: z.int(), at: z.string() }),
      primaryKey: ['id'],
      cursor: {
        field: 'at',
        since: 'after',
        precision: 's',
        boundary: 'exclusive',
        order: 'none',
        lookback: '1d',
        state: 'global',
      },
    }),
  },
})

/** Gives the same records always, and keeps what it was asked for. */
function vendor(records: Readonly<Record<string, readonly object[]>>) {
  const asked: Pick<SliceReading, 'stream' | 'slice' | 'since'>[] = []
  const reader: SourceReader = {
    source,
    tenantId: 'acme',
    account: 'default',
    async *pages({ stream: name, slice, since }) {
      asked.push({ stream: name, slice, since })
      yield { records: structuredClone(records[name]!), next: undefined, bytes: 0, waitedMs: 0 }
    },
    redact: (value) => value,
    close: async () => {},
  }
  return { reader, asked }
}

const place = duckdbOfFile()
async function warehouse() {
  const destination = await duckdbDestination(place())
  onTestFinished(() => destination.close())
  return destination
}

test('a parent’s record without a slice is skipped, and timestamps that are texts are saved and looked back from', async () => {
  const destination = await warehouse()
  const { reader, asked } = vendor({
    channels: [
      { id: 'a', open: true },
      { id: 'b', open: false },
    ],
    messages: [{ ts: '1764000000.000300' }, { ts: '1763999999.000100' }],
  })
  for (const _ of [1, 2]) {
    const report = await sync({ source: reader, destination, streams: ['messages'] })
    expect(report).toMatchObject({ status: 'succeeded', streams: [{ read: 2, slices: { done: 1 } }] })
  }
  const ofMessages = asked.filter(({ stream: name }) => name === 'messages')
  expect(ofMessages).toEqual([
    { stream: 'messages', slice: { channel: 'a' }, since: undefined },
    { stream: 'messages', slice: { channel: 'a' }, since: 1_764_000_000 - 86_400 },
  ])
})

test('a parent’s record that the policy leaves out is reported, since its children are not read', async () => {
  const destination = await warehouse()
  const { reader } = vendor({
    channels: [
      { id: 'a', open: true },
      { id: 'b', open: 'yes' },
    ],
    messages: [{ ts: '1764000000' }],
  })
  const { streams } = await sync({ source: reader, destination, streams: ['messages'], schemaChanges: 'discard' })
  expect(streams).toMatchObject([{ landed: 1, misfits: { discarded: 1, first: 'channels: open must be boolean' } }])
})

test('a nested cursor is saved, and a record without it stops the sync', async () => {
  const destination = await warehouse()
  const commit = { committer: { date: '2026-11-28T10:00:00Z' } }
  const { reader, asked } = vendor({ commits: [{ sha: '1', commit }] })
  await sync({ source: reader, destination, streams: ['commits'] })
  await sync({ source: reader, destination, streams: ['commits'] })
  expect(asked.map(({ since }) => since)).toEqual([undefined, '2026-11-28T10:00:00Z'])
  const broken = vendor({ commits: [{ sha: '2', commit: { committer: { date: 'yesterday' } } }] })
  const report = await sync({ source: broken.reader, destination, streams: ['commits'] })
  expect(report.streams[0]!.error).toMatchObject({
    code: 'contract_violation',
    message: expect.stringContaining('commit.committer.date is not a time with its zone, or a date') as unknown,
  })
})

test('a time must state its zone: otherwise the cursor would depend on this machine’s', () => {
  const rules = cursorRules({ field: 'at', precision: 's', boundary: 'inclusive', order: 'none', state: 'global' })
  const readAt = Date.parse('2026-12-01T00:00:00Z')
  for (const time of [
    '2026-11-28T10:00:00Z',
    '2026-11-28t12:00:00.5+02:00',
    '2026-11-28 10:00:00 UTC',
    'Sat, 28 Nov 2026 10:00:00 +0000',
    '2026-11-28T10:00Z',
    '2026-11-28 12:00:00+02',
    'Sat Nov 28 10:00:00 +0000 2026',
    'Sat Nov 28 10:00:00 UTC 2026',
    'Sat, 28 Nov 2026 10:00:00 +0000 (UTC)',
    'Sat, 28 Nov 2026 05:00:00 EST',
    '11/28/2026 10:00:00 AM GMT',
  ])
    expect(rules.saved(rules.read(time)!, readAt)).toBe('2026-11-28T10:00:00Z')
  expect(rules.read('2026-11-28')).toBe('2026-11-28')
  for (const none of [
    '2026-11-28T10:00:00',
    '2026-11-28 10:00:00',
    '28 Nov 2026',
    '11/28/2026 10:00',
    '10:00:00 2026-11-28',
    'soon Z',
    '',
  ])
    expect(rules.read(none)).toBeUndefined()
})

test('an epoch may be a text; a text that is not a number is not an epoch', () => {
  const rules = cursorRules({ ...epoch, field: 'ts', state: 'global' })
  expect(rules.read('1764000000.000300')).toBe('1764000000.000300')
  expect(rules.isAfter('1764000000.000300', '999999999.9')).toBe(true)
  expect(rules.saved('1764000000.000300', 1_764_000_001_000)).toBe(1_764_000_000)
  for (const none of ['', 'soon', null, true]) expect(rules.read(none)).toBeUndefined()
})

test('neither changes during a reading nor timestamps of a fast clock carry the cursor past the reading', async () => {
  const destination = await warehouse()
  const startedAt = Date.now()
  // As it was read the first one had not changed yet; the second one did, and so may the first one have by then.
  const later = new Date(startedAt + 3_600_000).toISOString()
  const { reader, asked } = vendor({
    commits: [
      { sha: '1', commit: { committer: { date: '2026-01-01T00:00:00Z' } } },
      { sha: '2', commit: { committer: { date: later } } },
    ],
  })
  for (const _ of [1, 2]) await sync({ source: reader, destination, streams: ['commits'] })
  const since = Date.parse(asked[1]!.since as string)
  expect([since <= Date.now(), since > startedAt - 2_000]).toEqual([true, true])
})

test('a range includes its first value even where the vendor returns only what is after the one asked for', async () => {
  const destination = await warehouse()
  const { reader, asked } = vendor({ notes: [{ id: 1, at: '2026-01-01T00:00:00Z' }] })
  const range = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }
  expect(await sync({ source: reader, destination, streams: ['notes'], range })).toMatchObject({ streams: [{ landed: 1 }] })
  // What was late when it was new is there by now: a range looks back no further.
  expect(asked).toEqual([{ stream: 'notes', slice: undefined, since: '2025-12-31T23:59:59Z' }])
})
