import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

const source = join(import.meta.dirname, '..', 'src')
const entries: readonly (readonly [string, readonly string[]])[] = [
  ['index.ts', []],
  ['auth/token-source.ts', []],
  ['oauth.ts', ['oauth4webapi']],
  ['jwt.ts', []],
]
const urlOf = (file: string): string => pathToFileURL(join(source, file)).href

interface Found {
  /** By module, those that it imports. */
  readonly imports: Readonly<Record<string, readonly string[]>>
  /** Whether undici is loaded when everything is imported, and when a request was made. */
  readonly undici: readonly [imported: boolean, requested: boolean]
}
let found: Found

// One process for everything: who imports what is told apart afterwards.
beforeAll(async () => {
  const script = `
    import { registerHooks } from 'node:module'
    const imports = {}
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = next(specifier, context)
        ;(imports[context.parentURL] ??= []).push(resolved.url)
        return resolved
      },
    })
    for (const url of ${JSON.stringify(entries.map(([file]) => urlOf(file)))}) await import(url)
    // undici is the one that asks for http2.
    const loaded = () => process.moduleLoadList.includes('NativeModule http2')
    const imported = loaded()
    const { undiciTransport } = await import('${urlOf('http/undici-transport.ts')}')
    await undiciTransport()
      .request({ origin: 'https://vendor.example', path: '/', method: 'GET', headers: {}, timeoutMs: 0, maxBytes: 1, streamed: false })
      .catch(() => process.stdout.write(JSON.stringify({ imports, undici: [imported, loaded()] })))
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  found = JSON.parse(stdout) as Found
})

/** Everything that importing this file loads. */
function loadedBy(file: string): ReadonlySet<string> {
  const loaded = new Set([urlOf(file)])
  for (const url of loaded) for (const imported of found.imports[url] ?? []) loaded.add(imported)
  return loaded
}

test.each(entries)('importing %s loads of the OAuth libraries %j', (file, expected) => {
  const loaded = [...loadedBy(file)]
  expect(loaded.length).toBeGreaterThan(1)
  const names = ['oauth4webapi', 'jose'].filter((name) => loaded.some((url) => url.includes(`/node_modules/${name}/`)))
  expect(names).toEqual(expected)
})

test('undici is loaded at the first request, not at import', () => {
  expect(found.undici).toEqual([false, true])
})
