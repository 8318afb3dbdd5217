import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { lazyMapping } from '../reference-check/load-description.ts'

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

test.each([1, 2, 3, 9])('what is parsed %i levels deep when it is read is what the whole is parsed to', (depth) => {
  expect(lazyMapping(yaml, depth)).toEqual(load(yaml))
})
