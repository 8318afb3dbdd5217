import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Ran, runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
})
afterEach(() => workspace.remove())

const run = (...argv: readonly string[]): Promise<Ran> => runPortico(['airbyte', ...argv], { cwd: workspace.folder })

const messagesOf = ({ stdout }: Ran): Readonly<Record<string, unknown>>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)

test('spec and discover describe a source, as one message on stdout', async () => {
  const spec = await run('github', 'spec')
  expect(spec.code).toBe(0)
  expect(messagesOf(spec)).toMatchObject([{ type: 'SPEC', spec: { protocol_version: '0.18.0' } }])
  workspace.write(
    'config.json',
    JSON.stringify({ credentials: { scheme: 'token', token: 't' }, repositories: ['octocat/hello-world'] }),
  )
  const discover = await run('github', 'discover', '--config', 'config.json')
  expect(messagesOf(discover)).toMatchObject([
    { type: 'CATALOG', catalog: { streams: [{ name: 'repositories' }, { name: 'issues' }, {}, {}, {}, {}] } },
  ])
})

test.each([
  ['is not there', undefined, "--config: FOLDER/config.json can't be read (ENOENT)"],
  ['is not JSON', '{"token": "secret-of-the-file', '--config: FOLDER/config.json is not JSON'],
  ['lacks a field', '{"credentials":{"scheme":"token"},"repositories":["a/b"]}', 'credentials.token: it is missing'],
  [
    'names no scheme',
    '{"credentials":{"scheme":"magic"},"repositories":["a/b"]}',
    'credentials.scheme: it must be one of token, app',
  ],
  [
    'chooses an unknown option',
    '{"credentials":{"scheme":"token","token":"t"},"repositories":["a/.."]}',
    'repositories.0: must match pattern',
  ],
])('a config that %s is a TRACE error with exit code 1', async (_, content, message) => {
  if (content !== undefined) workspace.write('config.json', content)
  const ran = await run('github', 'read', '--config', 'config.json')
  expect(ran.code).toBe(1)
  expect(messagesOf(ran)).toMatchObject([
    {
      type: 'TRACE',
      trace: {
        type: 'ERROR',
        error: {
          failure_type: 'config_error',
          message: expect.stringContaining(message.replace('FOLDER', workspace.folder)) as unknown,
        },
      },
    },
  ])
  expect(ran.stdout).not.toContain('secret-of-the-file')
})

test.each([
  [['githb', 'spec'], "there is no connector 'githb'"],
  [['github', 'spek'], "did you mean 'spec'"],
  [['github'], "missing required argument 'command'"],
])('%o is a mistake, and stdout stays empty', async (argv, message) => {
  const { code, stdout, stderr } = await run(...argv)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
})
