import assert from 'node:assert/strict'
import type { AnyConnector } from '@portico/core'
import { type CompiledConnector, type CompiledOperation, compileConnector, jsonSchemaOf } from '@portico/core/definition'
import { fieldsOf, optionalFields } from '../facts/schema-fields.ts'
import { fakeClock } from '../replay/fake-clock.ts'
import { scriptedTransport } from '../replay/scripted-transport.ts'
import { openSession } from '../replay/session.ts'
import type { Subject } from '../replay/subject.ts'
import type { Check } from './check.ts'

/** A second compilation of a connector, made on first use and shared by its operations. */
export function otherCompilation({ vendor, version, operations, health }: AnyConnector): () => CompiledConnector {
  let other: CompiledConnector | undefined
  return () => (other ??= compileConnector({ vendor, version, operations, health }))
}

/** Checks of examples and pins, which need no recording. */
export function exampleChecks(
  subject: Subject,
  operation: CompiledOperation,
  other: ReturnType<typeof otherCompilation>,
): Check[] {
  const { name, definition } = operation
  return [
    {
      operation: name,
      name: 'examples are valid and reach every optional field',
      run: async () => {
        const input = operation.input as unknown as { safeParse(value: unknown): { success: boolean; error?: Error } }
        for (const [index, example] of definition.examples.entries()) {
          const parsed = input.safeParse(example)
          assert.ok(parsed.success, `example ${index + 1} is not valid: ${parsed.error?.message}`)
        }
        const reached = new Set(definition.examples.flatMap((example) => fieldsOf(example)))
        const missed = [...optionalFields(jsonSchemaOf(operation.input, 'input'))].filter((field) => !reached.has(field))
        assert.deepEqual(missed, [], 'optional fields that no example has')
      },
    },
    { operation: name, name: 'examples render, and a dry run sends nothing', run: () => assertRenders(subject, operation) },
    {
      operation: name,
      name: 'the pin is stable',
      run: async () => {
        const pin = operation.pin()
        assert.match(pin, /^[0-9a-f]{64}$/)
        assert.equal(other().operations[name]!.pin(), pin, 'two compilations of one definition have two pins')
      },
    },
  ]
}

async function assertRenders(subject: Subject, { name, definition }: CompiledOperation): Promise<void> {
  const transport = scriptedTransport(fakeClock(0), () => {
    throw new Error('a dry run sends nothing')
  })
  const session = openSession(subject, { startAt: Date.UTC(2026, 0, 1), transport: () => transport })
  for (const example of definition.examples) {
    const call = { actor: { type: 'human', id: 'contract-actor' }, correlationId: 'contract-correlation' }
    const shown = await session.client[name]!.dryRun(example, call)
    assert.equal(shown['method'], definition.route.split(' ')[0])
    assert.ok(!/[{}]/.test(new URL(String(shown['url'])).pathname), `a parameter was not filled in: ${String(shown['url'])}`)
  }
  assert.equal(transport.sent.length, 0)
}
