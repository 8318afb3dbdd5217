import { join } from 'node:path'
import { aesGcmCipher, newKey, openStore, parseKeyRing } from '@portico/governance'
import { putMigratedStore } from '@portico/tools/store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Ran, runPortico } from './fixture/run-portico.ts'
import { createWorkspace, type Workspace } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(async () => {
  workspace = createWorkspace()
  await putMigratedStore(join(workspace.folder, 'portico.db'))
})
afterEach(() => workspace.remove())

const run = (keys: string, ...argv: readonly string[]): Promise<Ran> =>
  runPortico(argv, { cwd: workspace.folder, env: { PORTICO_STORE: 'sqlite:./portico.db', PORTICO_KEYS: keys } })
const open = (keys: string) =>
  openStore(`sqlite:${join(workspace.folder, 'portico.db')}`, { cipher: aesGcmCipher(parseKeyRing(keys, 'test')) })

test('a new key is an entry of the ring, another one each time', async () => {
  const [one, other] = [await run('', 'keys', 'new', 'k1'), await run('', 'keys', 'new', 'k1')]
  expect(parseKeyRing(one.stdout.trim(), 'test').currentId).toBe('k1')
  expect(one.stdout).not.toBe(other.stdout)
  expect(one.stderr).not.toContain(one.stdout.trim())
  const { stdout } = await run('', 'keys', 'new', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ id: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
  expect(await run('', 'keys', 'new', 'a,b')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("id: 'a,b' is not a key id"),
  })
})

test('tokens are resealed, and then the older key is not needed', async () => {
  const [old, current] = [newKey('old'), newKey('current')]
  const before = await open(old)
  await before.tokens.write('acme/default/github/x', { accessToken: 't', fields: {} })
  await before.close()
  const missing = await run(current, 'keys', 'rotate')
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('was sealed with the key old') })
  expect((await run(`${current},${old}`, 'keys', 'rotate')).stdout).toBe('1 resealed with current, 0 were already\n')
  expect(JSON.parse((await run(current, 'keys', 'rotate', '--json')).stdout)).toEqual({
    keyId: 'current',
    rotated: 0,
    current: 1,
  })
  const after = await open(current)
  expect(await after.tokens.read('acme/default/github/x')).toMatchObject({ accessToken: 't' })
  await after.close()
})

test('another key with the same id is reported, and nothing is resealed', async () => {
  const [right, wrong] = [newKey('k1'), newKey('k1')]
  const store = await open(right)
  await store.tokens.write('acme/default/desk/token', { accessToken: 'planted', fields: {} })
  await store.close()
  const { code, stderr } = await run(`${newKey('k2')},${wrong}`, 'keys', 'rotate')
  expect(code).toBe(2)
  expect(stderr).toMatch(/^error: PORTICO_KEYS: .*another key|k1/)
  expect(stderr).not.toContain('planted')
  const again = await open(right)
  expect(await again.tokens.read('acme/default/desk/token')).toMatchObject({ accessToken: 'planted' })
  await again.close()
})

test('without keys the one line says how to make one', async () => {
  const { code, stderr } = await run('', 'keys', 'rotate')
  expect(code).toBe(2)
  expect(stderr).toContain('PORTICO_KEYS is not set: portico keys new makes a key')
})
