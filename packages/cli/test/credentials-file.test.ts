import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { credentialsFile, credentialsPath } from '../src/credentials/credentials-file.ts'
import { environmentName } from '../src/credentials/environment-name.ts'
import { fileTokens } from '../src/credentials/file-tokens.ts'
import { type Workspace, createWorkspace } from './fixture/workspace.ts'

let workspace: Workspace
let path: string
beforeEach(() => {
  workspace = createWorkspace()
  path = join(workspace.folder, 'private', 'credentials.json')
})
afterEach(() => workspace.remove())

const never = new AbortController().signal
const token = (accessToken: string) => ({ accessToken, fields: {} })

test('concurrent writers lose nothing', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `account-${index}`)
  await Promise.all(names.map(async (name) => fileTokens(credentialsFile(path, never), 'desk').write(name, token(name))))
  const { tokens } = await credentialsFile(path, never).read()
  expect(Object.keys(tokens).toSorted()).toEqual(names.map((name) => `desk:${name}`).toSorted())
  expect(readdirSync(join(path, '..'))).toEqual(['credentials.json'])
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
})

test('only one at a time runs under a name; others wait their turn', async () => {
  const tokens = [1, 2, 3].map(() => fileTokens(credentialsFile(path, never), 'desk'))
  let running = 0
  let most = 0
  await Promise.all(
    tokens.map((each) =>
      each.exclusively('a/b', async () => {
        most = Math.max(most, ++running)
        await new Promise(setImmediate)
        running--
      }),
    ),
  )
  expect(most).toBe(1)
})

test('a dead process’s lock is taken over; a living one’s is waited for', async () => {
  const file = credentialsFile(path, never)
  await file.update(() => undefined)
  const gone = { id: 'x', pid: 2 ** 30, host: hostname(), at: Date.now() }
  writeFileSync(`${path}.lock`, JSON.stringify(gone))
  await file.update((content) => {
    content.tokens['desk:one'] = token('one')
  })
  const mine = { ...gone, pid: process.pid }
  writeFileSync(`${path}.lock`, JSON.stringify(mine))
  const controller = new AbortController()
  const waiting = credentialsFile(path, controller.signal).update(() => undefined)
  controller.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  writeFileSync(`${path}.lock`, JSON.stringify({ ...mine, at: Date.now() - 120_000 }))
  await file.update(() => undefined)
  expect(Object.keys((await file.read()).tokens)).toEqual(['desk:one'])
})

test('a failed change leaves the file as it was, and no lock', async () => {
  const file = credentialsFile(path, never)
  await file.update((content) => {
    content.tokens['desk:one'] = token('one')
  })
  const failing = file.update(() => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(readdirSync(join(path, '..'))).toEqual(['credentials.json'])
  expect(Object.keys((await file.read()).tokens)).toEqual(['desk:one'])
})

test('the file is where the configuration says, else in the configuration folder', () => {
  const configured = { folder: '/project', file: 'secrets/c.json' }
  expect(credentialsPath({ HOME: '/home/mona' }, configured)).toBe('/project/secrets/c.json')
  const none = { folder: '/project', file: undefined }
  expect(credentialsPath({ HOME: '/home/mona' }, none)).toBe('/home/mona/.config/portico/credentials.json')
  expect(credentialsPath({ HOME: '/home/mona', XDG_CONFIG_HOME: '/xdg' }, none)).toBe('/xdg/portico/credentials.json')
})

test('a folder that exists keeps its mode', async () => {
  mkdirSync(join(path, '..'), { mode: 0o755 })
  await credentialsFile(path, never).update(() => undefined)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('names of variables follow from connector, scheme and field', () => {
  expect(environmentName('github', 'token', '')).toBe('PORTICO_GITHUB_TOKEN')
  expect(environmentName('google-drive', 'oauth', 'clientId')).toBe('PORTICO_GOOGLE_DRIVE_OAUTH_CLIENT_ID')
})
