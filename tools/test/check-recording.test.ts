import { expect, test } from 'vitest'
import { checkRecording } from '../reference-check/check-recording.ts'
import { operationFinder } from '../reference-check/described-operation.ts'
import { validator } from '../reference-check/json-schema.ts'
import { originPaths } from '../reference-check/origin-paths.ts'

const label = { type: 'object', properties: { name: { type: 'string' } } }
const description = {
  openapi: '3.0.3',
  info: { version: '1' },
  components: {
    schemas: {
      Label: label,
      Thing: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string' },
          labels: { type: 'array', items: { $ref: '#/components/schemas/Label' } },
          metadata: { type: 'object', additionalProperties: { type: 'string' } },
          owners: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Label' } },
          shares: { type: 'object', patternProperties: { '^C': { type: 'array', items: label } } },
          anything: { type: 'object' },
          closed: { type: 'object', additionalProperties: false, properties: { a: { type: 'integer' } } },
          note: { allOf: [label, { type: 'object', properties: { text: { type: 'string' } } }] },
          parent: { nullable: true, anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/Thing' }] },
          source: { anyOf: [label, { type: 'object', properties: { code: { type: 'integer' } } }] },
        },
      },
    },
  },
  paths: {
    '/things': {
      get: { parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }], responses: { 200: {} } },
    },
    '/things/{id}': {
      get: { responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } } },
      put: {
        requestBody: { required: true, content: { 'text/plain': { schema: { type: 'string', maxLength: 3 } } } },
        responses: { 200: { content: { 'application/json': { schema: { type: 'integer' } } } }, 204: {} },
      },
    },
  },
}

function differences(method: string, request: object, status: number, body?: unknown): string[] {
  const exchange = { request: { method, path: '/things/1', headers: {}, ...request }, response: { status, headers: {}, body } }
  return checkRecording(description, operationFinder(description), validator(description), {
    operation: 'op',
    exchanges: [exchange],
    error: undefined,
  })
}

test('a response as described has no differences', () => {
  const thing = {
    id: '1',
    labels: [{ name: 'a' }],
    metadata: { order: '6735' },
    owners: { mona: { name: 'Mona' } },
    shares: { C1: [{ name: 'x' }] },
    anything: { at: { all: 1 } },
    note: { name: 'n', text: 't' },
    source: { code: 1 },
    parent: { id: '2', parent: null },
  }
  expect(differences('GET', {}, 200, thing)).toEqual([])
  expect(differences('PUT', { body: 'abc' }, 200, 7)).toEqual([])
  expect(differences('PUT', { body: 'abc' }, 204)).toEqual([])
})

test.each<[what: string, found: string[], said: string[]]>([
  [
    'a body that is not an object',
    differences('PUT', { body: 'abcd' }, 204),
    ['op request: / must NOT have more than 3 characters'],
  ],
  ['a missing body', differences('PUT', {}, 204), ['op request: a body is missing']],
  ['a missing query', differences('GET', { path: '/things' }, 200), ['op query: q is missing']],
  ['an undescribed body', differences('GET', { body: 'x' }, 200, { id: '1' }), ['op request: a body is not described']],
  ['an answer that is not an object', differences('PUT', { body: 'abc' }, 200, 'seven'), ['op 200: / must be integer']],
  [
    'a value of a map',
    differences('GET', {}, 200, { id: '1', metadata: { order: 6735 } }),
    ['op 200: /metadata/order must be string'],
  ],
  [
    'an object in a map',
    differences('GET', {}, 200, { id: '1', owners: { mona: { age: 3 } } }),
    ['op 200: /owners/*/age is not described'],
  ],
  ['a further field', differences('GET', {}, 200, { id: '1', extra: {} }), ['op 200: /extra is not described']],
  [
    'a field of items, once',
    differences('GET', {}, 200, { id: '1', labels: [{ hue: 1 }, { hue: 2 }] }),
    ['op 200: /labels/*/hue is not described'],
  ],
  [
    'a field of a pattern',
    differences('GET', {}, 200, { id: '1', shares: { C1: [{ hue: 1 }], D1: [] } }),
    ['op 200: /shares/C1/*/hue is not described', 'op 200: /shares/D1 is not described'],
  ],
  [
    'a field of a closed object',
    differences('GET', {}, 200, { id: '1', closed: { b: 1 } }),
    ['op 200: /closed/b is not described'],
  ],
  [
    'why the nearest alternative does not fit',
    differences('GET', {}, 200, { id: '1', parent: { id: '2', parent: { id: 3 } } }),
    [
      'op 200: /parent must match a schema in anyOf',
      'op 200: /parent/parent must match a schema in anyOf',
      'op 200: /parent/parent/id must be string',
    ],
  ],
  [
    'a value of none of several types',
    differences('GET', {}, 200, { id: '1', parent: 7 }),
    ['op 200: /parent must match a schema in anyOf'],
  ],
  [
    'one item of several',
    differences('GET', {}, 200, { id: '1', labels: [{ name: 'a' }, { name: 1 }, {}] }),
    ['op 200: /labels/*/name must be string'],
  ],
  [
    'a field without a description in any part',
    differences('GET', {}, 200, { id: '1', note: { hue: 1 } }),
    ['op 200: /note/hue is not described'],
  ],
])('a difference is reported: %s', (_, found, said) => {
  expect(found).toEqual(said)
})

test('a path starts where its origin and the description say', () => {
  const connector = {
    vendor: { origins: { api: 'https://api.acme.example/2010/Accounts/{account}/', files: 'https://files.acme.example' } },
    operations: { getThing: { definition: {} }, getFile: { definition: { origin: 'files' } } },
  }
  const streams = { source: { streams: { things: { definition: {} } } } }
  const pathOf = originPaths({ connector, streams })
  expect(pathOf({ operation: 'getThing' })).toBe('/2010/Accounts/{account}')
  expect(pathOf({ stream: 'things' })).toBe('/2010/Accounts/{account}')
  expect(pathOf({ operation: 'getFile' })).toBe('')
  expect(pathOf({ operation: 'getFile', origin: 'api' })).toBe('/2010/Accounts/{account}')

  const { '/things/{id}': thing } = description.paths
  const described = [
    { ...description, paths: { '/2010/Accounts/{Sid}/things/{id}': thing } },
    { ...description, servers: [{ url: 'https://api.acme.example/2010' }], paths: { '/Accounts/{Sid}/things/{id}': thing } },
    { ...description, basePath: '/2010/Accounts/', paths: { '/{Sid}/things/{id}': thing } },
  ]
  const request = { method: 'GET', path: '/things/1?x=1', headers: {} }
  const exchanges = [{ request, response: { status: 200, headers: {}, body: { id: 1 } } }]
  for (const one of described) {
    const check = (below: string) =>
      checkRecording(one, operationFinder(one), validator(one), { operation: 'op', exchanges, error: undefined }, () => below)
    expect(check(pathOf({ operation: 'getThing' }))).toEqual(['op query: x is not described', 'op 200: /id must be string'])
    expect(check('')).toEqual(['op: GET is not in the description'])
  }
})
