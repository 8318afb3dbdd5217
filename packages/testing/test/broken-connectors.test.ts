import type { AnyConnector } from '@portico/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checks, checksOf } from '../src/checks.ts'
import { subjectOf } from '../src/replay/subject.ts'
import { type Breaks, notesConnector } from './notes-connector.ts'
import { failing, nameOf, type NotesFixture, notesFixture, sound } from './notes-fixture.ts'

let fixture: NotesFixture
beforeAll(async () => {
  fixture = await notesFixture()
})
afterAll(() => fixture.remove())

/** The facts are those of the sound connector; what runs is its broken twin. */
function broken(breaks: Breaks): ReturnType<typeof checksOf> {
  const { table } = fixture
  const subject = subjectOf(sound, table)
  return checksOf({ ...subject, connector: notesConnector(breaks) }, table)
}

test('a sound connector passes every check', async () => {
  expect(await failing(checks(sound, fixture.table as never))).toEqual([])
})

test('and so does one whose recorded batch has an item that was refused', async () => {
  expect(await failing(broken({ batch: true }))).toEqual([])
})

// Each check that a connector can break, with a twin that breaks it.
const twins: readonly (readonly [Breaks, readonly string[]])[] = [
  [{ route: true }, ['sends the recorded request', 'answers as recorded']],
  [{ answer: true }, ['answers as recorded']],
  [
    { retry: true },
    ['429 is retried where retry is declared', 'fault: Retry-After is seconds', 'fault: Retry-After is an HTTP date'],
  ],
  [
    { key: true },
    [
      '503 is retried only where it can not act twice',
      'a lost answer stays unknown when a gateway refuses its key',
      'fault: status 502 from a gateway',
    ],
  ],
  [{ redact: true }, ['the audit row has no redacted and no omitted field', 'nothing secret is left behind']],
  [{ stored: true }, ['a secret of the output is given once and kept nowhere']],
  [{ entity: true }, ['a success has an audit row, with what it was about, and a proof']],
  [{ approval: true }, ['a call that waits for approval, and is rejected, sends nothing', 'an approved call runs once']],
  [{ effect: true }, ['an observer commits nothing', 'an external effect without a correlation id is refused']],
  [{ promise: true }, ['a drifted answer is a contract violation']],
  [{ eager: true }, ['fault: an outage that lasts', 'fault: an answer that takes too long']],
  [{ paging: true }, ['fault: a repeated cursor', 'fault: the token expires between two pages']],
  [{ filter: true }, ['the next page is asked for as the first one was']],
  [
    { limits: true },
    ['fault: the rate headers say that nothing is left', 'fault: the rate limit starts anew after the deadline'],
  ],
  [{ undo: true }, ['undo replays deleteNote']],
  [{ failures: true }, ['answers as recorded']],
  [{ claims: true }, ['a lost answer acts once', 'a lost answer is not sent again because a gateway finds nothing']],
]

describe('a broken twin fails', () => {
  test.each(twins)('%o', async (breaks, expected) => {
    const theirs = broken(breaks).filter((check) => expected.includes(nameOf(check)))
    expect(new Set(await failing(theirs))).toEqual(new Set(expected))
  })
})

test('a hidden field whose examples are too short to be looked for is named', async () => {
  const named = checks(notesConnector({ short: true }), fixture.table as never).filter(
    ({ operation, name }) => operation === 'createNote' && name === 'nothing secret is left behind',
  )
  await expect(named[0]!.run()).rejects.toThrow('no example gives secret a text of 8 characters')
})

test('every check is broken by some twin', async () => {
  const left = new Set(checksOf(subjectOf(sound as unknown as AnyConnector, fixture.table), fixture.table).map(nameOf))
  for (const [breaks, expected] of twins) {
    // Without its route a twin fails whatever is asked of it.
    if (breaks.route) continue
    for (const name of expected) left.delete(name)
    for (const name of await failing(broken(breaks).filter((check) => left.has(nameOf(check))))) left.delete(name)
  }
  // These are about the table, the folder and the examples: folder.test.ts breaks them.
  expect([...left]).toEqual([
    'the table has every operation',
    'every operation has a recording that succeeded',
    'every recording can be read and belongs to an operation',
    'no recording has expired or is of another vendor version',
    'no recording holds a secret',
    'examples are valid and reach every optional field',
  ])
})
