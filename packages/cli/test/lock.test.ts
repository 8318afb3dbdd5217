import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runPortico } from './fixture/run-portico.ts'
import { createWorkspace, deskConfig, type Workspace } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
  workspace.write('portico.config.ts', deskConfig('http://127.0.0.1:9'))
})
afterEach(() => workspace.remove())

const portico = (...argv: readonly string[]) =>
  runPortico(argv, { cwd: workspace.folder, env: { PORTICO_DESK_TOKEN: 'desk-token-1' } })
const lockedText = (): string => readFileSync(join(workspace.folder, 'connectors.lock'), 'utf8')

test('portico lock writes what the tools are, and --check says what has changed since, with its class', async () => {
  expect(await portico('lock')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('connectors.lock is written: 11 tools'),
  })
  expect(await portico('lock', '--check')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: '11 tools match connectors.lock\n',
  })
  const text = lockedText()
  workspace.write(
    'connectors.lock',
    text.replace('"One ticket."', '"A ticket."').replace('"hosts": ["api.desk.example",', '"hosts": ['),
  )
  const changed = await portico('lock', '--check')
  expect(changed.code).toBe(1)
  expect(changed.stdout).toMatch(
    /major {2}desk_closeTicket +hosts +may send to api\.desk\.example\npatch {2}desk_getTicket +description +other words\n/,
  )
  expect(changed.stderr).toBe('2 changes, together major\n')
  expect((await portico('lock', '--check', '--allow', 'minor')).code).toBe(1)
  const json = await portico('lock', '--check', '--allow', 'major', '--json')
  expect(json.code).toBe(0)
  expect(JSON.parse(json.stdout)).toMatchObject({
    written: false,
    class: 'major',
    connectors: { desk: 'major' },
    tools: 11,
    changes: [{ at: 'hosts' }, { class: 'patch' }],
  })
  expect((await portico('lock')).stderr).toContain('2 changes, together major')
  expect(lockedText()).toBe(text)
})

test('portico mcp is held to an existing lock, and to one that the configuration names', async () => {
  await portico('lock')
  const ending = new AbortController()
  const served = await runPortico(['mcp', '--http', '0'], {
    cwd: workspace.folder,
    env: { PORTICO_DESK_TOKEN: 'desk-token-1' },
    signal: ending.signal,
    told: (text) => void (text.includes(' at http') && ending.abort()),
  })
  expect(served.stderr).toContain('11 operations of desk, held to their lock')
  // Another name: a process imports a file once.
  workspace.write('held.config.ts', deskConfig('http://127.0.0.1:9', "mcp: { lock: 'other.lock' }"))
  expect(await portico('mcp', '--config', 'held.config.ts')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('mcp.lock: there is no file'),
  })
  workspace.write('other.lock', '{"lockVersion":1')
  expect(await portico('mcp', '--config', 'held.config.ts')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('other.lock: it is not JSON'),
  })
})

test.each([
  [['lock', '--check'], 'connectors.lock: there is no such file'],
  [['lock', '--allow', 'some'], 'Allowed choices are patch, minor, major'],
])('%s says what is wrong', async (argv, problem) => {
  const { code, stderr } = await portico(...argv)
  expect(stderr).toContain(problem)
  expect(code).toBe(2)
})

test('an unreadable lock is rewritten', async () => {
  workspace.write('connectors.lock', '<<<<<<< ours')
  expect((await portico('lock', '--check')).stderr).toContain('merge conflict markers')
  expect((await portico('lock')).code).toBe(0)
  expect((await portico('lock', '--check')).code).toBe(0)
})
