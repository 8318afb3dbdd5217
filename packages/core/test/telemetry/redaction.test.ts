import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hiddenHeaders } from '../../src/telemetry/hidden-headers.ts'
import { createRedactor, redactFields, redacted } from '../../src/telemetry/redaction.ts'
import { anyText } from '@portico/tools/any-text'

/** A secret that is not, by chance, part of the mark that replaces it. */
const secrets = fc.array(
  fc
    .oneof(anyText({ minLength: 6, maxLength: 60 }), fc.string({ minLength: 6, maxLength: 60 }), fc.stringMatching(/^\d{6,20}$/))
    .filter((secret) => secret.trim().length >= 6 && !redacted.includes(secret)),
  { minLength: 1, maxLength: 4 },
)
const around = anyText({ maxLength: 20 })

/** Everything that a value shows, to a log line or to somebody who serialises it. */
function shown(value: unknown): string {
  return (
    inspect(value, { depth: Infinity, showHidden: true, maxArrayLength: Infinity, maxStringLength: Infinity }) +
    JSON.stringify(value)
  )
}

describe('planted secrets do not survive', () => {
  const wireForms: Record<string, (secret: string) => string> = {
    'as they are': (secret) => secret,
    'in base64': (secret) => Buffer.from(secret).toString('base64'),
    'in base64url': (secret) => Buffer.from(secret).toString('base64url'),
    'percent-encoded': (secret) => encodeURIComponent(secret.toWellFormed()),
    'percent-encoded in lower case': (secret) =>
      encodeURIComponent(secret.toWellFormed()).replace(/%../g, (code) => code.toLowerCase()),
    'in a form': (secret) => new URLSearchParams({ secret }).toString().slice('secret='.length),
    'in JSON': (secret) => JSON.stringify(secret).slice(1, -1),
    'in JSON within JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  }
  // One redactor for all forms: to make it and its secrets takes far longer than to look for one of them.
  test('in any form that they take on the wire', () => {
    fc.assert(
      fc.property(secrets, around, around, (planted, before, after) => {
        const redact = createRedactor(planted)
        for (const [name, encode] of Object.entries(wireForms)) {
          for (const secret of planted) {
            const form = encode(secret)
            const text = redact(before + form + after)
            assert.ok(text.includes(redacted), `${name}: ${text}`)
            if (!redacted.includes(form)) assert.ok(!text.split(redacted).join('\u0000').includes(form), `${name}: ${text}`)
          }
        }
      }),
    )
  })

  test('within longer base64, such as a Basic header, at any offset', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6 }).filter((secret) => secret.trim().length >= 6),
        fc.string(),
        fc.string(),
        (secret, user, rest) => {
          const redact = createRedactor([secret])
          for (const encoding of ['base64', 'base64url'] as const) {
            const text = redact(`Basic ${Buffer.from(`${user}:${secret}${rest}`).toString(encoding)}`)
            assert.ok(text.includes(redacted), text)
            assert.ok(!Buffer.from(text.replace('Basic ', ''), encoding).toString().includes(secret), text)
          }
        },
      ),
    )
  })

  test('anywhere in a nested value, whose original is not touched', () => {
    fc.assert(
      fc.property(secrets, fc.anything({ withMap: true, withSet: true, withDate: true, maxDepth: 4 }), (planted, other) => {
        const redact = createRedactor(planted)
        const secret = planted[0]!
        const value = {
          other,
          list: [1, { text: `a ${secret} b`, [secret]: true }],
          map: new Map([[secret, { secret }]]),
          set: new Set([secret]),
          error: new TypeError(`failed with ${secret}`, { cause: new AggregateError([new Error(secret)], secret) }),
          bytes: Buffer.from(secret.toWellFormed()),
        }
        const before = shown(value)
        const result = redact(value)
        for (const one of planted) {
          const shownIn = (text: string, form: string): boolean => text.replaceAll(redacted, '').includes(form)
          assert.ok(!Object.keys(result.list[1]!).includes(one))
          assert.ok(!shownIn(JSON.stringify(result.list), JSON.stringify(one).slice(1, -1)))
          assert.ok(!shownIn(result.error.message, one))
          assert.ok(!shownIn(String(result.error.stack), one))
        }
        assert.deepEqual([...result.map], [[redacted, { secret: redacted }]])
        assert.deepEqual([...result.set], [redacted])
        assert.equal(((result.error.cause as AggregateError).errors[0] as Error).message, redacted)
        assert.equal(result.bytes, redacted)
        assert.equal(shown(value), before)
      }),
      // Each plants a secret in every place that there is; what differs is what stands beside them.
      { numRuns: 40 },
    )
  })
})

test('what holds no secret comes back as it is', () => {
  fc.assert(
    fc.property(fc.anything({ withMap: true, withSet: true, withDate: true, withTypedArray: true }), (value) => {
      assert.ok(Object.is(createRedactor(['\u0001 a secret that nobody writes \u0001'])(value), value))
      assert.ok(Object.is(createRedactor([])(value), value))
    }),
  )
})

test('short values are not looked for', () => {
  expect(createRedactor(['abc', '      ', ''])('abc      abc')).toBe('abc      abc')
})

test('of two secrets with a common start, the whole longer one is removed', () => {
  expect(createRedactor(['secret', 'secret-longer'])('a secret-longer b secret c')).toBe(`a ${redacted} b ${redacted} c`)
})

test('an error stays what it was, but for its secrets', () => {
  class VendorError extends Error {
    override name = 'VendorError'
    readonly code = 'refused'
    readonly request = { url: 'https://api.example.com?key=s3cret-value' }
  }
  const error = new VendorError('the vendor refused s3cret-value')
  const result = createRedactor(['s3cret-value'])(error)
  expect(result).toBeInstanceOf(VendorError)
  expect(result).toMatchObject({ name: 'VendorError', code: 'refused', message: `the vendor refused ${redacted}` })
  expect(Object.keys(result)).toEqual(Object.keys(error))
  expect(shown(result)).not.toContain('s3cret-value')
  expect(error.message).toContain('s3cret-value')
})

test('what can’t be searched is not shown', () => {
  const closed = {
    get part(): string {
      throw new Error('not yet')
    },
  }
  expect(createRedactor(['s3cret-value'])({ cause: closed })).toBe(redacted)
})

test('a value that holds itself, and parts that hold nothing, are kept', () => {
  const when = new Date(0)
  const value: Record<string, unknown> = {
    when,
    quiet: { a: 1 },
    text: 's3cret-value',
    number: 12345678,
    url: new URL('https://a.b/s3cret-value'),
  }
  value['self'] = value
  const result = createRedactor(['s3cret-value', '12345678'])(value)
  expect(result).toMatchObject({ text: redacted, number: redacted, url: `https://a.b/${redacted}` })
  expect(result['self']).toBe(result)
  expect([result['when'], result['quiet']]).toEqual([when, value['quiet']])
  expect(result['when']).toBe(when)
})

test('everything below the search depth is removed', () => {
  let value: unknown = 's3cret-value'
  for (let depth = 0; depth < 50_000; depth++) value = { value }
  let result: unknown = createRedactor(['s3cret-value'])(value)
  let levels = 0
  for (; typeof result === 'object'; levels++) result = (result as { value: unknown }).value
  expect([result, levels]).toEqual([redacted, 64])
})

describe('headers that are never shown', () => {
  const redact = createRedactor([])
  test.each([...hiddenHeaders])('%s', (name) => {
    expect(redact({ [name.toUpperCase()]: 'unknown value', accept: '*/*' })).toEqual({
      [name.toUpperCase()]: redacted,
      accept: '*/*',
    })
    expect(redact({ request: { headers: { [name]: ['one', 'two'] } } })).toEqual({ request: { headers: { [name]: redacted } } })
    expect(redact(new Headers({ [name]: 'unknown value' })).get(name)).toBe(redacted)
  })
  test('a field of that name that is no header value is left', () => {
    const value = { authorization: { id: 'iauth_1', amount: 100 } }
    expect(redact(value)).toBe(value)
  })
})

describe('redactFields', () => {
  const input = {
    name: 'a',
    source: { number: '4242', brand: 'visa' },
    items: [{ note: 'x', id: 1 }, { id: 2 }],
    none: null,
    lists: [[{ pin: 1 }]],
  }

  test('takes out what stands at the paths, through lists, and leaves the original', () => {
    const before = structuredClone(input)
    expect(
      redactFields(input, ['source.number', 'items.note', 'none', 'lists.pin', 'absent', 'name.deeper', 'source.absent']),
    ).toEqual({
      name: 'a',
      source: { number: redacted, brand: 'visa' },
      items: [{ note: redacted, id: 1 }, { id: 2 }],
      none: redacted,
      lists: [[{ pin: redacted }]],
    })
    expect(input).toEqual(before)
  })

  test('a top-level list is walked, and what is no record comes back', () => {
    expect(redactFields([{ body: 'x' }, 'text', null], ['body'])).toEqual([{ body: redacted }, 'text', null])
    expect(redactFields(undefined, ['body'])).toBeUndefined()
    expect(redactFields(input, [])).toBe(input)
  })

  test('is not led astray by names of the prototype', () => {
    const value = JSON.parse('{"__proto__":{"secret":"x"},"a":1}') as Record<string, unknown>
    const result = redactFields(value, ['__proto__.secret', 'constructor.name'])
    expect(JSON.stringify(result)).toBe(`{"__proto__":{"secret":"${redacted}"},"a":1}`)
    expect(({} as Record<string, unknown>)['secret']).toBeUndefined()
  })
})
