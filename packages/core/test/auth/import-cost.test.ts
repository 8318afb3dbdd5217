import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..', '..', 'src')

/** The packages among `names` that importing this file loads. */
async function loadedBy(file: string, names: readonly string[]): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
    await import(${JSON.stringify(join(source, file))})
    process.stdout.write(JSON.stringify(loaded))
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  const urls = JSON.parse(stdout) as string[]
  expect(urls.some((url) => url.endsWith(file))).toBe(true)
  return names.filter((name) => urls.some((url) => url.includes(`/node_modules/${name}/`)))
}

test.each([
  ['index.ts', []],
  ['auth/token-source.ts', []],
  ['oauth.ts', ['oauth4webapi']],
  ['jwt.ts', []],
])('importing %s loads of the OAuth libraries %j', async (file, expected) => {
  expect(await loadedBy(file, ['oauth4webapi', 'jose'])).toEqual(expected)
})
