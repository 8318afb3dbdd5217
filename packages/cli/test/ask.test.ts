import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installedConnectors } from '../src/config/installed-connectors.ts'
import { main } from '../src/run-command.ts'
import { type Workspace, createWorkspace, deskConfig } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
})
afterEach(() => workspace.remove())

/** A person at a terminal: types each answer when its question has been asked. */
async function atTerminal(argv: readonly string[], answers: readonly (readonly [question: string, keys: string])[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
  const stdout = new PassThrough()
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 100 })
  let shown = ''
  let printed = ''
  const left = [...answers]
  stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  stderr.setEncoding('utf8').on('data', (text: string) => {
    shown += text
    const next = left[0]
    if (!next || !shown.includes(next[0])) return
    left.shift()
    // The question's listeners are there once it has been drawn.
    setImmediate(() => stdin.write(next[1]))
  })
  const code = await main(argv, {
    stdin,
    stdout,
    stderr,
    env: { HOME: workspace.folder, USER: 'mona', NO_COLOR: '1' },
    cwd: workspace.folder,
    signal: new AbortController().signal,
    openBrowser: () => undefined,
  })
  return { code, stdout: printed, stderr: shown, unanswered: left.length }
}

test('init asks which connectors and which tenant', async () => {
  // The list is of what is installed here: a connector that is scaffolded tomorrow may come first.
  const down = '\u001b[B'.repeat(installedConnectors(workspace.folder).indexOf('github'))
  const { code, unanswered } = await atTerminal(
    ['init'],
    [
      ['Which connectors?', `${down} \r`],
      ['Which tenant', '\u0015acme\r'],
    ],
  )
  expect({ code, unanswered }).toEqual({ code: 0, unanswered: 0 })
  const config = readFileSync(join(workspace.folder, 'portico.config.ts'), 'utf8')
  expect(config).toContain("tenant: 'acme'")
  expect(config).toContain('connectors: { github }')
})

test('auth login asks for the scheme and for the secret, and shows neither the secret nor its length', async () => {
  workspace.write('portico.config.ts', deskConfig('https://api.desk.example'))
  const { code, stdout, stderr } = await atTerminal(
    ['auth', 'login', 'desk'],
    [
      ['How do you log in to Desk?', '\r'],
      ['desk: token (bearer)', 'desk-secret-0123456789\r'],
    ],
  )
  expect(code).toBe(0)
  expect(stdout + stderr).not.toContain('desk-secret')
  const kept = JSON.parse(readFileSync(join(workspace.folder, 'secrets', 'credentials.json'), 'utf8')) as unknown
  expect(kept).toMatchObject({ credentials: { 'local/default/desk': { token: 'desk-secret-0123456789' } } })
})

test('an unanswered question ends the command and writes nothing', async () => {
  const { code, stderr } = await atTerminal(['init'], [['Which connectors?', '\u0003']])
  expect(code).toBe(130)
  expect(stderr).toContain('error: interrupted')
})
