import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProgram } from '../src/program.ts'

const root = join(import.meta.dirname, '../../..')
const text = readFileSync(join(root, 'templates/airbyte/Dockerfile'), 'utf8').replaceAll('\\\n', ' ')
const instructions = (name: string): string[] => [...text.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].map((match) => match[1]!)

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly bin?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}
const manifest = (folder: string): Manifest => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest

test('a source’s image installs existing packages, runs an existing command, and starts what it builds', () => {
  const [run] = instructions('RUN') as [string]
  const installed = [...run.matchAll(/"@portico\/([a-z]+|connector-\$CONNECTOR)@\$(?:CONNECTOR_)?VERSION"/g)].map(
    ([, name]) => name!,
  )
  expect(installed).toEqual(['cli', 'sync', 'core', 'connector-$CONNECTOR'])
  for (const name of installed) {
    const folder = name.startsWith('connector') ? 'connectors/github' : `packages/${name}`
    expect(manifest(folder)).toMatchObject({ name: `@portico/${name.replace('$CONNECTOR', 'github')}` })
    expect(manifest(folder).private).toBeUndefined()
  }
  // Tables are read with the client that the reader leaves to its user.
  expect([existsSync(join(root, 'connectors/postgres')), manifest('packages/sync').peerDependencies]).toMatchObject([
    true,
    { pg: expect.stringMatching(/^\^8\./) },
  ])
  expect(run).toContain('$(test "$CONNECTOR" != postgres || echo pg@8)')
  expect(manifest('packages/cli').bin).toHaveProperty('portico')
  const [, bin, command] = /exec \.\/node_modules\/\.bin\/(\w+) (\w+) %s "\$@"/.exec(run)!
  expect([bin, createProgram(async () => {}).commands.some((one) => one.name() === command)]).toEqual(['portico', true])
  const [folder, [entry]] = [instructions('WORKDIR')[0], JSON.parse(instructions('ENTRYPOINT')[0]!) as [string]]
  expect([entry, instructions('ENV')]).toEqual([`${folder}/source`, [`AIRBYTE_ENTRYPOINT=${folder}/source`]])
  expect(run).toMatch(/> source\s+&& chmod \+x source$/)
  const major = /^node:(\d+)/.exec(instructions('FROM')[0]!)![1]
  expect(Number(major)).toBeGreaterThanOrEqual(24)
})
