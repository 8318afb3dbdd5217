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

/** What importing a connector makes and loads, counted in a process of its own. */
function costOf(connector: string): Cost {
  // zod hands this hook every schema that it finishes.
  const script = `
    import { registerHooks } from 'node:module'
    import { config } from 'zod'
    const loaded = []
    let schemas = 0
    config({ postProcessor: () => schemas++ })
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
    await import(${JSON.stringify(connector)})
    process.stdout.write(JSON.stringify({ schemas, loaded }))
  `
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
  })
  return JSON.parse(output) as Cost
}

test.each(connectors)('importing %s makes no schema and loads nothing that acts', (connector) => {
  const { schemas, loaded } = costOf(connector)
  expect(schemas).toBe(0)
  expect(loaded.filter((url) => /core\/src\/(call|client|send|ports)\//.test(url))).toEqual([])
  expect(loaded.some((url) => url.endsWith('core/src/contract.ts'))).toBe(true)
})
