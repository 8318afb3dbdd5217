import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { lazyMapping, lazyObject } from '../reference-check/load-description.ts'

const yaml = `
# What a vendor writes.
openapi: 3.0.0
info:
  version: '2026-04-01'
  description: >-
    Two lines: of one
    text

    # and no comment
tags:
- name: unindented
- name: list
servers:
  - url: https://api.vendor.example
components:
  schemas:
    thing:
      type: object
      properties: {a: {type: string}}
    "quoted: name":
      enum:
      - a
    'it''s':
      description: |
        literal:
          - kept
    none:
  empty: {}
paths:
  /things/{id}:
    get:
      responses:
        '200': {}
        404:
          description: gone
`

const described = {
  openapi: '3.0.3',
  info: { version: '1', description: 'Two lines:\n  "of": { one },\n}', 'a "quoted": name\\': null },
  tags: ['{', '  "tag": 1,', { name: 'of an object' }],
  empty: {},
  none: [],
  unnamed: { '': 0 },
  components: { schemas: { thing: { type: 'object', properties: { a: { enum: ['a', 'b'] }, b: {} } } } },
  paths: { '/things/{id}': { get: { responses: { 200: {}, 404: { description: 'gone' } } } } },
}
const written = [undefined, 1, 2, 4].flatMap((indent) => [1, 2, 3, 9].map((depth) => ({ indent, depth })))

test.each(written)('an object with an indent of $indent, parsed $depth levels deep when it is read', ({ indent, depth }) => {
  const text = JSON.stringify(described, null, indent)
  for (const each of [text, `${text}\n`, text.replaceAll('\n', '\r\n')]) expect(lazyObject(each, depth)).toEqual(described)
})

test.each([1, 2, 3, 9])('parsing on access, %i levels deep, gives the same as parsing everything', (depth) => {
  expect(lazyMapping(yaml, depth)).toEqual(load(yaml))
})
