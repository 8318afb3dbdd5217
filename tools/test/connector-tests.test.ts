import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { publicPackages } from '../workspace.ts'

const connectors = publicPackages()
  .filter(({ path }) => path.startsWith('connectors/'))
  .map(({ path, folder }) => [path, folder] as const)

/** A file that is not there runs no test, and nothing else would say so. */
test.each(connectors)('%s has the tests of what it states', (_, folder) => {
  const lacking = expectedTests(folder)
    .filter(({ file, calls }) => !textOf(join(folder, 'test', file)).includes(`\n${calls}(`))
    .map(({ file, calls }) => `test/${file}, which calls ${calls}`)
  expect(lacking).toEqual([])
})

function expectedTests(folder: string): { readonly file: string; readonly calls: string }[] {
  const streams = namesIn(join(folder, 'src', 'streams')).filter((name) => name !== 'index.ts')
  return [
    ...(namesIn(join(folder, 'src', 'operations')).length > 0 ? [{ file: 'contract.test.ts', calls: 'contract' }] : []),
    ...(streams.length > 0 ? [{ file: 'stream-contract.test.ts', calls: 'streamContract' }] : []),
    ...(existsSync(join(folder, 'src', 'webhooks.ts')) ? [{ file: 'webhooks.test.ts', calls: 'test' }] : []),
    ...(/^ {2}description:/m.test(textOf(join(folder, 'test', 'record.ts')))
      ? [{ file: 'description.test.ts', calls: 'testAgainstDescription' }]
      : []),
  ]
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
