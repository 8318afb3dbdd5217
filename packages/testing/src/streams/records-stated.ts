import assert from 'node:assert/strict'
import { saysZone } from '@portico/core/definition'
import type { StreamDefinition } from '@portico/core/streams'
import type { StreamRecording } from '../recording/stream-recording.ts'
import { valueAt } from '../facts/value-at.ts'

type Rec = Readonly<Record<string, unknown>>

interface Parsing {
  safeParse(value: unknown): {
    readonly success: boolean
    readonly data?: unknown
    readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
  }
}

/** The records as they land: with what `add` gives, without undeclared fields. Fails if one does not fit its schema. */
export function recordsAsStated(
  definition: StreamDefinition,
  { slice }: StreamRecording,
  sent: readonly unknown[],
): readonly Rec[] {
  const added = definition.add?.({ slice })
  return sent.map((record, index) => {
    const parsed = (definition.record as unknown as Parsing).safeParse({ ...(record as object), ...added })
    const problems = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    assert.ok(parsed.success, `record ${index} is not as stated: ${problems?.join('; ')}`)
    return parsed.data as Rec
  })
}

/** Checks that no two records in one read share a key. */
export function assertKeys({ primaryKey }: StreamDefinition, records: readonly Rec[]): void {
  const keys = records.map((record) => JSON.stringify(primaryKey.map((field) => record[field])))
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index)
  assert.deepEqual(twice, [], `records with the same ${primaryKey.join(', ')}`)
}

/** Checks that records come in the cursor's order: only an ascending stream may checkpoint within a slice. */
export function assertOrder({ cursor }: StreamDefinition, records: readonly Rec[]): void {
  if (!cursor || cursor.order === 'none') return
  const sign = cursor.order === 'ascending' ? 1 : -1
  const values = records.map((record) => instantOf(cursor, record))
  const wrong = values.findIndex((value, index) => index > 0 && sign * (value - values[index - 1]!) < 0)
  assert.equal(wrong, -1, `records are not ${cursor.order} by ${cursor.field}: record ${wrong} is out of order`)
}

const precisions = { ms: 1, s: 1_000, m: 60_000, d: 86_400_000 } as const

/** Checks that a read from a saved value returns nothing older. The vendor rounds, so the value is rounded too. */
export function assertSince({ cursor }: StreamDefinition, { since }: StreamRecording, records: readonly Rec[]): void {
  const unit = precisions[cursor!.precision]
  const from = Math.floor(instant(cursor!, since) / unit) * unit
  const older = records.filter((record) => instantOf(cursor!, record) < from)
  assert.equal(older.length, 0, `${older.length} of ${records.length} records are older than ${since}`)
}

type Cursor = NonNullable<StreamDefinition['cursor']>

export function instantOf(cursor: Cursor, record: Rec): number {
  return instant(cursor, valueAt(record, cursor.field.split('.')))
}

/** Epoch milliseconds, or the number itself if the cursor is not a time. */
export function instant({ type = 'time', field }: Cursor, value: unknown): number {
  const read = type === 'time' ? Date.parse(String(value)) : Number(value) * (type === 'epoch-seconds' ? 1_000 : 1)
  assert.ok(!Number.isNaN(read), `${field}: '${String(value)}' is no ${type}`)
  const isPlaced = type !== 'time' || /^\d{4}-\d\d-\d\d$/.test(String(value)) || saysZone(String(value))
  assert.ok(isPlaced, `${field}: a time has its zone, or is a date`)
  return read
}
