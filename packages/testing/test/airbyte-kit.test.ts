import { expect, test } from 'vitest'
import { airbyteChecks, type AirbyteSource } from '../src/airbyte.ts'

const secret = 'planted-secret-of-the-kit'
const config = { token: secret }
const stream = {
  name: 'things',
  json_schema: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
  supported_sync_modes: ['full_refresh', 'incremental'],
  source_defined_primary_key: [['id']],
  default_cursor_field: ['id'],
}

type Lines = readonly object[]
type Change = (lines: Lines, command: string) => Lines

const status = (of: string) => ({
  type: 'TRACE',
  trace: { type: 'STREAM_STATUS', emitted_at: 1, stream_status: { stream_descriptor: { name: 'things' }, status: of } },
})
const refusal = [
  { type: 'TRACE', trace: { type: 'ERROR', emitted_at: 1, error: { message: 'no', failure_type: 'config_error' } } },
]

/** A source of four things in batches of two, and what a change makes of its output. */
function source(
  change: Change = (lines) => lines,
  exitCodes: { readonly refused?: number; readonly done?: number } = {},
): AirbyteSource {
  return {
    config,
    refusedConfig: { token: 'another-secret-of-the-kit' },
    secrets: [secret],
    async run(command, given) {
      const [lines, exitCode] = answer(command, given as Given)
      const told = change(lines, command)
      const code = exitCode === 0 ? (exitCodes.done ?? 0) : (exitCodes.refused ?? 1)
      return {
        stdout: told.map((line) => ('text' in line ? line.text : JSON.stringify(line))).join('\n'),
        exitCode: code,
      }
    },
  }
}

interface Given {
  readonly config?: { readonly token?: string }
  readonly catalog?: { readonly streams: readonly { readonly stream: { readonly name: string }; readonly sync_mode: string }[] }
  readonly state?: readonly { readonly type: string; readonly stream?: { readonly stream_state: { readonly at: number } } }[]
}

function answer(command: string, { config: given, catalog, state }: Given): [Lines, number] {
  const works = given?.token === secret
  if (command === 'spec') {
    const connectionSpecification = { type: 'object', properties: { token: { type: 'string', airbyte_secret: true } } }
    return [[{ type: 'SPEC', spec: { connectionSpecification } }], 0]
  }
  if (command === 'check') {
    const connectionStatus = works ? { status: 'SUCCEEDED' } : { status: 'FAILED', message: 'refused' }
    return [[{ type: 'CONNECTION_STATUS', connectionStatus }], 0]
  }
  if (command === 'discover') return [[{ type: 'CATALOG', catalog: { streams: [stream] } }], 0]
  const [asked] = Array.isArray(catalog?.streams) ? catalog.streams : []
  const known = asked?.stream.name === 'things' && stream.supported_sync_modes.includes(asked.sync_mode)
  if (!works || !known || state?.some(({ type }) => type !== 'STREAM')) return [refusal, 1]
  const from = state?.[0]?.stream?.stream_state.at ?? 0
  const batches = [2, 4]
    .filter((at) => at > from)
    .flatMap((at) => [
      { type: 'RECORD', record: { stream: 'things', data: { id: at - 1 }, emitted_at: 1 } },
      { type: 'RECORD', record: { stream: 'things', data: { id: at }, emitted_at: 1 } },
      {
        type: 'STATE',
        state: {
          type: 'STREAM',
          stream: { stream_descriptor: { name: 'things' }, stream_state: { at } },
          sourceStats: { recordCount: 2 },
        },
      },
    ])
  return [[status('STARTED'), status('RUNNING'), ...batches, status('COMPLETE')], 0]
}

async function failing(tested: AirbyteSource): Promise<string[]> {
  const names: string[] = []
  for (const { name, run } of airbyteChecks(tested)) await run().catch(() => names.push(name))
  return names
}

const isOf = (type: string) => (line: object) => (line as { type: string }).type === type
const without =
  (type: string): Change =>
  (lines) =>
    lines.filter((line) => !isOf(type)(line))
const with_ =
  (type: string, text: string, instead: string): Change =>
  (lines) =>
    lines.map((line) => (isOf(type)(line) ? (JSON.parse(JSON.stringify(line).replace(text, instead)) as object) : line))

test('a sound source passes every check', async () => {
  expect(await failing(source())).toEqual([])
})

test('a schema may have an id, and another source the same', async () => {
  const named = with_('CATALOG', '"type":"object"', '"$id":"things.json","type":"object"')
  expect([await failing(source(named)), await failing(source(named))]).toEqual([[], []])
})

test.each<[string, AirbyteSource, string]>([
  ['two SPECs', source((lines, command) => (command === 'spec' ? [...lines, ...lines] : lines)), 'spec: one SPEC'],
  ['a spec that marks no secret', source(with_('SPEC', '"airbyte_secret":true', '"title":"token"')), 'spec: one SPEC'],
  ['a connection that always works', source(with_('CONNECTION_STATUS', 'FAILED', 'SUCCEEDED')), 'check: one CONNECTION_STATUS'],
  ['a key that is no field', source(with_('CATALOG', '[["id"]]', '[["gone"]]')), 'discover: one CATALOG'],
  [
    'a record that the catalog does not have',
    source(with_('RECORD', '"id":', '"id":"x","was":')),
    'read: records are as the catalog says',
  ],
  ['a stream that does not complete', source(with_('TRACE', 'COMPLETE', 'INCOMPLETE')), 'read: records are as the catalog says'],
  ['no state', source(without('STATE')), 'read: a state follows the records'],
  ['a count that is wrong', source(with_('STATE', '"recordCount":2', '"recordCount":3')), 'read: a state follows the records'],
  ['a state of another type', source(with_('STATE', '"type":"STREAM"', '"type":"LEGACY"')), 'read: a state follows the records'],
  ['a state ahead of its records', source(with_('STATE', '"at":2', '"at":4')), 'read: what was read before is not lost'],
  ['an error that is none of the protocol', source(without('TRACE')), 'bad: a stream that is not there'],
  ['an exit code that says that all is well', source(undefined, { refused: 0 }), 'bad: a catalog that is none'],
  ['an exit code that says that nothing is', source(undefined, { done: 1 }), 'read: records are as the catalog says'],
  ['a secret in a message', source(with_('SPEC', '"type":"string"', `"default":"${secret}"`)), 'spec: one SPEC'],
  ['a line that is not a message', source((lines) => [...lines, { text: 'done.' }]), 'discover: one CATALOG'],
])('%s fails', async (_, tested, name) => {
  expect(await failing(tested)).toEqual(expect.arrayContaining([expect.stringContaining(name) as unknown]))
})
