import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from '@asyncapi/parser'
import { eventTypes } from '@portico/events'
import { expect, test } from 'vitest'
import { path } from '../generate/asyncapi.ts'
import { repoRoot } from '../workspace.ts'

// The parser's severities; their enum is not exported.
const [error, warning]: readonly number[] = [0, 1]

test('the AsyncAPI document is valid, and names every event', async () => {
  const { document, diagnostics } = await new Parser().parse(readFileSync(join(repoRoot, path), 'utf8'))
  expect(diagnostics.filter(({ severity }) => [error, warning].includes(severity))).toEqual([])
  const names = document!
    .allMessages()
    .all()
    .map((message) => message.name())
  expect(new Set(names)).toEqual(new Set(eventTypes))
})

test('what is not AsyncAPI is told', async () => {
  const broken = readFileSync(join(repoRoot, path), 'utf8').replace('action: send', 'action: shout')
  // What is refused stands in the resolved document, whose schema alone takes half a second to compile.
  const parser = new Parser({ ruleset: { extends: [], rules: { 'asyncapi-document-unresolved': 'off' } } })
  const { document, diagnostics } = await parser.parse(broken)
  expect(document).toBeUndefined()
  expect(diagnostics.some(({ severity }) => severity === error)).toBe(true)
})
