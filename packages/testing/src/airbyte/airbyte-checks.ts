import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import {
  type AirbyteMessage,
  type AirbyteRun,
  type AirbyteSource,
  type CatalogStream,
  configured,
  type JsonObject,
  ofType,
  runSource,
  stateInput,
  type StateMessage,
} from './airbyte-run.ts'

/** One requirement for a source to run on the platform. `run` rejects, saying why, if it is not met. */
export interface AirbyteCheck {
  readonly name: string
  readonly run: () => Promise<void>
}

const incrementally = ({ supported_sync_modes: modes }: CatalogStream): string =>
  modes.includes('incremental') ? 'incremental' : 'full_refresh'

/** The checks of Airbyte's own acceptance tests, and a check that no secret leaks. */
export function airbyteChecks(source: AirbyteSource): AirbyteCheck[] {
  const { config } = source
  let discovered: Promise<readonly CatalogStream[]> | undefined
  let whole: Promise<AirbyteRun> | undefined
  const streams = (): Promise<readonly CatalogStream[]> =>
    (discovered ??= runSource(source, 'discover', { config }).then((run) => only(run, 'CATALOG').catalog!.streams))
  const read = async (state: readonly StateMessage[], mode = incrementally): Promise<AirbyteRun> =>
    runSource(source, 'read', { config, catalog: configured(await streams(), mode), state })
  const first = (): Promise<AirbyteRun> => (whole ??= read([]))
  return [
    {
      name: 'spec: one SPEC, which marks every secret of the config',
      async run() {
        const run = await runSource(source, 'spec', {})
        const specification = only(run, 'SPEC').spec!['connectionSpecification'] as JsonObject
        assert.equal(specification['type'], 'object')
        const marked = JSON.stringify(specification).match(/"airbyte_secret":true/g) ?? []
        assert.ok(marked.length > 0, 'no field is marked as a secret')
        assert.equal(run.exitCode, 0)
      },
    },
    {
      name: 'check: one CONNECTION_STATUS, SUCCEEDED where it works and FAILED, with a reason, where it does not',
      async run() {
        const works = await runSource(source, 'check', { config })
        assert.deepEqual(only(works, 'CONNECTION_STATUS').connectionStatus, { status: 'SUCCEEDED' })
        for (const wrong of [source.refusedConfig, {}]) {
          const failed = await runSource(source, 'check', { config: wrong })
          const { status, message } = only(failed, 'CONNECTION_STATUS').connectionStatus!
          assert.equal(status, 'FAILED')
          assert.ok(message, 'it fails without a reason')
          assert.equal(failed.exitCode, 0, 'a check that says FAILED has done what it was asked')
        }
      },
    },
    {
      name: 'discover: one CATALOG; names, keys and cursors hold',
      async run() {
        const all = await streams()
        assert.equal(new Set(all.map(({ name }) => name)).size, all.length, 'two streams share a name')
        for (const stream of all) assertStated(stream)
      },
    },
    {
      name: 'read: records are as the catalog says, and each stream starts, runs and completes',
      async run() {
        const run = await first()
        assert.equal(run.exitCode, 0, 'exit code')
        assert.ok(ofType(run, 'RECORD').length > 0, 'no record was read')
        assertRecords(run, await streams())
        for (const { name } of await streams())
          assert.match(statusesOf(run, name), /^STARTED( RUNNING)* COMPLETE$/, `statuses of ${name}`)
      },
    },
    {
      name: 'read: a state follows the records that it stands for, and counts them',
      run: async () => assertStates(await first(), await streams()),
    },
    {
      name: 'read: what was read before is not lost when it goes on from any state',
      async run() {
        const run = await first()
        const all = await streams()
        for (const [index, { state }] of run.messages.entries()) {
          if (!state) continue
          // The other streams are done or not started: only this one goes on.
          const stream = all.filter(({ name }) => name === state.stream!.stream_descriptor.name)
          const rest = await runSource(source, 'read', {
            config,
            catalog: configured(stream, incrementally),
            state: stateInput([state]),
          })
          assert.equal(rest.exitCode, 0, `exit code when it goes on from message ${index}`)
          const before = { ...run, messages: run.messages.slice(0, index + 1) }
          const found = new Set([...keysOf(before, stream), ...keysOf(rest, stream)])
          const lost = [...keysOf(run, stream)].filter((key) => !found.has(key))
          assert.deepEqual(lost, [], `records lost when it goes on from message ${index}`)
        }
      },
    },
    {
      name: 'read: a full refresh gives everything again',
      async run() {
        const all = keysOf(await first(), await streams())
        const again = await read([], () => 'full_refresh')
        assert.deepEqual([...keysOf(again, await streams())].toSorted(), [...all].toSorted())
      },
    },
    ...badGiven(source, streams),
  ]
}

function badGiven(source: AirbyteSource, streams: () => Promise<readonly CatalogStream[]>): AirbyteCheck[] {
  const { config } = source
  const refused = (name: string, given: () => Promise<JsonObject>): AirbyteCheck => ({
    name: `bad: ${name} is a TRACE error, and nothing is read`,
    async run() {
      const run = await runSource(source, 'read', await given())
      const [error] = run.messages.flatMap(({ trace }) => (trace?.type === 'ERROR' ? [trace.error!] : []))
      assert.ok(error, 'no TRACE error')
      assert.ok(error.message.trim() !== '', 'the error says nothing')
      assert.equal(error.failure_type, 'config_error')
      assert.notEqual(run.exitCode, 0, 'exit code')
      assert.deepEqual(ofType(run, 'RECORD'), [], 'records')
    },
  })
  const gone = { name: 'no_such_stream', json_schema: {}, supported_sync_modes: ['full_refresh'] }
  const one = async (mode: (stream: CatalogStream) => string): Promise<JsonObject> =>
    configured((await streams()).slice(0, 1), mode)
  return [
    refused('a stream that is not there', async () => ({ config, catalog: configured([gone], () => 'full_refresh'), state: [] })),
    refused('a sync mode of nobody', async () => ({ config, catalog: await one(() => 'sometimes'), state: [] })),
    refused('a catalog that is none', async () => ({ config, catalog: { streams: 'all' }, state: [] })),
    refused('a state that is none', async () => ({
      config,
      catalog: await one(incrementally),
      state: [{ type: 'LEGACY', data: {} }],
    })),
    refused('a config that is none', async () => ({ config: { credentials: 7 }, catalog: await one(incrementally), state: [] })),
    refused('credentials that the vendor refuses', async () => ({
      config: source.refusedConfig,
      catalog: await one(incrementally),
      state: [],
    })),
  ]
}

function only(run: AirbyteRun, type: string): AirbyteMessage {
  const found = ofType(run, type)
  assert.equal(found.length, 1, `messages of type ${type}`)
  return found[0]!
}

function assertStated({ name, json_schema: schema, supported_sync_modes: modes, ...stream }: CatalogStream): void {
  const properties = schema['properties'] as JsonObject | undefined
  assert.ok(properties && Object.keys(properties).length > 0, `${name} has no fields`)
  assert.ok(modes.length > 0, `${name} can't be read`)
  // A source that follows a log needs no cursor field.
  if (modes.includes('incremental') && !stream.source_defined_cursor) {
    assert.ok(stream.default_cursor_field?.length, `${name} is incremental without a cursor`)
  }
  for (const [field] of [
    ...(stream.source_defined_primary_key ?? []),
    ...(stream.default_cursor_field ? [stream.default_cursor_field] : []),
  ]) {
    assert.ok(Object.hasOwn(properties, field!), `${name}: ${field} is not in its schema`)
  }
}

// Shared by all sources: compiling JSON Schema's meta-schema for each takes longer than compiling all of theirs. Schemas are not
// kept by id, since two sources may use the same one.
const ajv = new Ajv2020({ strict: false, validateFormats: false, addUsedSchema: false, code: { optimize: false } })

function assertRecords(run: AirbyteRun, streams: readonly CatalogStream[]): void {
  const validators = new Map(streams.map(({ name, json_schema: schema }) => [name, ajv.compile(schema)]))
  for (const { record } of ofType(run, 'RECORD')) {
    const validate = validators.get(record!.stream)
    assert.ok(validate, `a record of ${record!.stream}, which is not in the catalog`)
    assert.ok(validate(record!.data), `a record of ${record!.stream}: ${ajv.errorsText(validate.errors)}`)
  }
}

/** The platform saves a state once the records before it are stored, so no state may precede its records. */
function assertStates(run: AirbyteRun, streams: readonly CatalogStream[]): void {
  const since = new Map<string, number>()
  const seen = new Set<string>()
  for (const { type, record, state } of run.messages) {
    if (type === 'RECORD') since.set(record!.stream, (since.get(record!.stream) ?? 0) + 1)
    if (type !== 'STATE') continue
    assert.equal(state!.type, 'STREAM', 'type of a state')
    const name = state!.stream?.stream_descriptor.name
    assert.ok(name !== undefined && state!.stream!.stream_state, 'a state without its payload')
    assert.equal(state!.sourceStats?.recordCount, since.get(name) ?? 0, `records that a state of ${name} counts`)
    since.delete(name)
    seen.add(name)
  }
  assert.deepEqual([...since.keys()], [], 'streams whose last records no state follows')
  assert.deepEqual([...seen].toSorted(), streams.map(({ name }) => name).toSorted(), 'streams with a state')
}

function statusesOf(run: AirbyteRun, stream: string): string {
  const statuses = run.messages.flatMap(({ trace }) =>
    trace?.stream_status?.stream_descriptor.name === stream ? [trace.stream_status.status] : [],
  )
  return statuses.join(' ')
}

/** The keys of the records that a run emitted for these streams. */
function keysOf(run: AirbyteRun, streams: readonly CatalogStream[]): ReadonlySet<string> {
  const fields = new Map(streams.map(({ name, source_defined_primary_key: key = [] }) => [name, key.map(([field]) => field!)]))
  return new Set(
    ofType(run, 'RECORD').flatMap(({ record }) => {
      const key = fields.get(record!.stream)?.map((field) => record!.data[field])
      return key ? [JSON.stringify([record!.stream, ...key])] : []
    }),
  )
}
