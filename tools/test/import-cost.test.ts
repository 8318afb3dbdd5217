import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
  devDependencies: Readonly<Record<string, string>>
}
const connectors = Object.keys(devDependencies).filter((name) => name.startsWith('@portico/connector-'))

interface Cost {
  readonly schemas: number
  readonly loaded: readonly string[]
}

/** What importing each connector makes and loads, counted in a process that has none of it yet: a file once loaded is of the first. */
function costs(): Readonly<Record<string, Cost>> {
  // zod hands this hook every schema that it finishes.
  const script = `
    import { registerHooks } from 'node:module'
    import { config } from 'zod'
    let cost
    config({ postProcessor: () => cost.schemas++ })
    registerHooks({ load(url, context, next) { cost.loaded.push(url); return next(url, context) } })
    const costs = {}
    for (const connector of ${JSON.stringify(connectors)}) {
      cost = costs[connector] = { schemas: 0, loaded: [] }
      await import(connector)
    }
    process.stdout.write(JSON.stringify(costs))
  `
  const output = execFileSync(
    process.execPath,
    ['--import', './vitest/own-imports.ts', '--input-type=module', '--eval', script],
    {
      cwd: join(import.meta.dirname, '..'),
      encoding: 'utf8',
    },
  )
  return JSON.parse(output) as Record<string, Cost>
}

test('importing a connector creates no schema and loads nothing that acts', () => {
  const found = Object.entries(costs())
  expect(found.map(([connector, { schemas }]) => [connector, schemas])).toEqual(connectors.map((connector) => [connector, 0]))
  const acting = /core\/src\/(call|client|send|ports)\//
  expect(
    found.flatMap(([connector, { loaded }]) => loaded.filter((url) => acting.test(url)).map((url) => [connector, url])),
  ).toEqual([])
  for (const [connector, { loaded }] of found) {
    const own = `/${connector.replace('@portico/connector-', 'connectors/')}/src/`
    expect(loaded.filter((url) => url.includes(own))).not.toEqual([])
  }
  expect(found[0]![1].loaded.some((url) => url.endsWith('core/src/contract.ts'))).toBe(true)
})
