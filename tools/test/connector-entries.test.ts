import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { publicPackages } from '../workspace.ts'

/** The files that importing one loads, with paths from the package's `src`. */
function loadedBy(source: string, entry: string): ReadonlySet<string> {
  const loaded = new Set<string>()
  const load = (file: string): void => {
    if (loaded.has(file)) return
    loaded.add(file)
    // A type is not loaded: only imports that stay count.
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type)[^'"]*from '(\.[^']+)'/gms)
    for (const [, path] of imports) load(join(dirname(file), path!))
  }
  load(join(source, entry))
  return new Set([...loaded].map((file) => relative(source, file)))
}

const connectors = publicPackages()
  .filter(({ path, folder }) => path.startsWith('connectors/') && existsSync(join(folder, 'src', 'streams', 'index.ts')))
  .map(({ path, folder }) => [path, join(folder, 'src')] as const)

test.each(connectors)('%s: a service that calls operations loads no stream, and a sync loads no operation', (_, source) => {
  const planes = (entry: string) => new Set([...loadedBy(source, entry)].map((file) => file.split('/')[0]))
  expect(planes('index.ts')).not.toContain('streams')
  expect(planes('streams/index.ts')).not.toContain('operations')
})
