import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { OperationDefinition } from '@portico/core'
import { type CompiledOperation, jsonSchemaOf } from '@portico/core/definition'
import type { JsonSchema } from '../facts/schema-fields.ts'
import { bytesOf } from '../recording/content.ts'
import { differences } from '../recording/compare-request.ts'
import type { Recording } from '../recording/recording.ts'
import { invoke, type Outcome } from '../replay/invoke.ts'
import { type NetworkRun, overNock } from '../replay/over-nock.ts'
import type { Subject } from '../replay/subject.ts'
import type { Check } from './check.ts'

/** The checks of one recording over the real transport: what is sent, and what becomes of the answer. */
export function recordedChecks(subject: Subject, operation: CompiledOperation, recording: Recording): Check[] {
  let running: Promise<NetworkRun<Outcome>> | undefined
  const run = (): Promise<NetworkRun<Outcome>> =>
    (running ??= overNock(subject, recording, (session) => invoke(session, operation, recording)))
  const named = (name: string): Pick<Check, 'operation' | 'name'> => ({
    operation: operation.name,
    name: `${name} (${recording.file})`,
  })
  return [
    { ...named('sends the recorded request'), run: async () => assertSent(subject, recording, await run()) },
    { ...named('answers as recorded'), run: async () => assertAnswered(operation, recording, await run()) },
  ]
}

function assertSent(subject: Subject, recording: Recording, { sent, unmatched }: NetworkRun<Outcome>): void {
  const again = `if the change is meant, run ${subject.record} --operation ${recording.operation}`
  assert.deepEqual(unmatched, [], `sent what no recording answers; ${again}`)
  assert.equal(sent.length, recording.exchanges.length, `exchanges that were made; ${again}`)
  for (const { exchange, request } of sent) {
    const found = differences(exchange.request, request)
    assert.deepEqual(found, [], `the request differs from the recorded one; ${again}`)
  }
}

function assertAnswered(operation: CompiledOperation, recording: Recording, { result, unmatched }: NetworkRun<Outcome>): void {
  const { error, output } = result
  assert.deepEqual(unmatched, [], 'sent what no recording answers')
  if (recording.error) {
    const { vendorCode } = recording.error
    const said = error?.vendor?.code ?? error?.vendor?.undeclaredCode
    const found = error && {
      code: error.code,
      commitState: error.commitState,
      ...(vendorCode !== undefined && { vendorCode: said }),
    }
    assert.deepEqual(found, recording.error, 'the recorded call failed')
    return
  }
  if (error) throw error
  const given: unknown[] = recording.exchanges.map((_, index) => promisedPart(operation, recording, index))
  const answered = operation.nextPage ? given.flat() : given.at(-1)
  const { output: promised } = operation.definition
  if (!('~deliver' in promised)) return assertPromise(jsonSchemaOf(promised, 'output'), answered, output)
  switch (promised['~deliver']) {
    case 'nothing':
      return assert.equal(output, undefined, 'an output where nothing is promised')
    case 'bytes':
      return assert.ok(
        Buffer.from(output as Uint8Array).equals(bytesOf(recording.exchanges.at(-1)!.response) ?? Buffer.alloc(0)),
        'other bytes',
      )
    case 'events':
      return assertEvents(output as readonly unknown[], bytesOf(recording.exchanges.at(-1)!.response))
  }
}

/** The promised part of a recorded answer, read according to the definition. */
function promisedPart({ definition, read, job }: CompiledOperation, { exchanges }: Recording, index: number): unknown {
  const { status, headers, body } = exchanges[index]!.response
  if (!job) return read({ status, headers, body: decoded(definition, exchanges[index]!) })
  return (definition.pick?.split('.') ?? []).reduce<unknown>(
    (at, name) => (at as Record<string, unknown> | undefined)?.[name],
    body,
  )
}

function decoded({ decode }: OperationDefinition, { response }: Recording['exchanges'][number]): unknown {
  return decode?.decode && typeof response.body === 'string' ? decode.decode(response.body) : response.body
}

/** Everything promised and answered is there, and nothing else. */
function assertPromise(root: JsonSchema, answered: unknown, output: unknown): void {
  const problems: string[] = []
  const compare = (schema: JsonSchema | undefined, was: unknown, is: unknown, at: string): void => {
    if (Array.isArray(was) && Array.isArray(is)) {
      if (was.length !== is.length) problems.push(`${at}: ${was.length} items answered, ${is.length} given`)
      was.forEach((item, index) => compare(schema?.items || undefined, item, is[index], `${at}[${index}]`))
      return
    }
    if (!isRecord(was) || !isRecord(is)) {
      if (!isDeepStrictEqual(was, is)) problems.push(`${at}: ${JSON.stringify(was)} answered, ${JSON.stringify(is)} given`)
      return
    }
    for (const name of Object.keys(schema?.properties ?? {})) {
      if (was[name] !== undefined && is[name] === undefined) problems.push(`${at}.${name}: answered and promised, not given`)
    }
    for (const [name, value] of Object.entries(is)) {
      if (value !== undefined) compare(schema?.properties?.[name], was[name], value, `${at}.${name}`)
    }
  }
  compare(root, answered, output, 'output')
  assert.deepEqual(problems, [], 'the output is not the promised part of the recorded answer')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function assertEvents(output: readonly unknown[], bytes: Uint8Array | undefined): void {
  const blocks = Buffer.from(bytes ?? [])
    .toString('utf8')
    .split(/\r?\n\r?\n/)
  const sent = blocks.map((block) =>
    block.split(/\r?\n/).flatMap((line) => (line.startsWith('data:') ? line.slice(5).trimStart() : [])),
  )
  const values = sent.flatMap((lines) => (lines.length > 0 ? [JSON.parse(lines.join('\n')) as unknown] : []))
  assert.equal(output.length, values.length, 'events')
  output.forEach((event, index) => assertPromise({}, values[index], event))
}
