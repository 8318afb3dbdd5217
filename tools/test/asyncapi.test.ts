import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Schema, Validator } from '@cfworker/json-schema'
import { eventTypes } from '@portico/events'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { path } from '../generate/asyncapi.ts'
import { repoRoot } from '../workspace.ts'

interface Channel {
  readonly address: string
  readonly parameters: object
  readonly messages: Readonly<Record<string, { readonly $ref: string }>>
}
interface Document {
  readonly channels: Readonly<Record<string, Channel>>
}

// It is interpreted: most of the official schema is of protocols that have no part here, and to compile it takes a second.
const official = readFileSync(new URL(import.meta.resolve('@asyncapi/specs/schemas/3.0.0.json')), 'utf8')
const validator = new Validator(JSON.parse(official) as Schema, '7')
const written = readFileSync(join(repoRoot, path), 'utf8')

test('the AsyncAPI document is valid, and names every event', () => {
  expect(problemsOf(written)).toEqual([])
  const document = load(written) as Document
  const names = Object.values(document.channels)
    .flatMap(({ messages }) => Object.values(messages))
    .map(({ $ref }) => (at(document, $ref) as { readonly name: string }).name)
  expect(names.toSorted()).toEqual([...eventTypes].toSorted())
})

test.each([
  ['a word unknown to AsyncAPI', 'action: send', 'action: shout', '/action'],
  ['a payload that is not a schema', 'type: string', 'type: text', '/type'],
  ['a reference to nothing', '#/components/messages/call_finished', '#/components/messages/call_ended', 'call_ended'],
  ['an address of other parameters', 'portico.{tenantid}.call', 'portico.{tenant}.call', '{tenant}'],
])('%s is reported', (_what, right, wrong, said) => {
  expect(written).toContain(right)
  expect(problemsOf(written.replace(right, wrong)).join('\n')).toContain(said)
})

/** What the specification refuses: by the shape of the document, then what no schema can say. */
function problemsOf(text: string): readonly string[] {
  const document = load(text) as Document
  return [
    ...validator.validate(document).errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`),
    ...referencesIn(document)
      .filter((reference) => at(document, reference) === undefined)
      .map((reference) => `${reference} leads nowhere`),
    ...Object.values(document.channels)
      .filter(({ address, parameters }) => !isDeepStrictEqual(namedIn(address), Object.keys(parameters)))
      .map(({ address }) => `${address} has other parameters than are described`),
  ]
}

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  )
}

/** What a reference within the document leads to. */
function at(document: Document, reference: string): unknown {
  const [here, ...names] = reference.split('/')
  if (here !== '#') return undefined
  return names.reduce((value: unknown, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], document)
}

function namedIn(address: string): readonly string[] {
  return [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
}
