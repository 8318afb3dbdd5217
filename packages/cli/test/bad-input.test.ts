import { once } from 'node:events'
import { chmodSync, mkdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type DeskServer, startDeskServer } from './fixture/desk-server.ts'
import { type Ran, type World, runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace, deskConfig } from './fixture/workspace.ts'

let server: DeskServer
let workspace: Workspace
beforeAll(async () => {
  server = await startDeskServer()
  workspace = createWorkspace()
  workspace.write('portico.config.ts', deskConfig(server.origin))
})
afterAll(async () => {
  workspace.remove()
  await server.close()
})
afterEach(() => server.reset())

const secret = 'desk-secret-0123456789'

interface Refused extends Ran {
  /** What is not as it must be: exit code 2, one line with what is expected, no stack, and nothing that reached the vendor. */
  readonly wrong: readonly string[]
}

async function refused(argv: readonly string[], expected: readonly string[], world: Partial<World> = {}): Promise<Refused> {
  const ran = await runPortico(argv, { cwd: workspace.folder, ...world, env: { PORTICO_DESK_TOKEN: secret, ...world.env } })
  const { code, stderr } = ran
  const wrong = [
    ...(code === 2 ? [] : [`exit code ${code}`]),
    ...(/^error: [^\n]+\n$/.test(stderr) ? [] : [`not one line: ${stderr}`]),
    ...(/\bat .*:\d+|node_modules/.test(stderr) ? [`a stack: ${stderr}`] : []),
    ...(/desk-secret|hunter2/.test(stderr) ? [`a secret: ${stderr}`] : []),
    ...expected.filter((part) => !stderr.includes(part)).map((part) => `no '${part}' in: ${stderr}`),
    ...server.requests.map(({ url }) => `sent: ${url}`),
  ]
  return { ...ran, wrong }
}

const asExpected: readonly string[] = []

describe('the command line', () => {
  test.each<[argv: string[], expected: string[]]>([
    [['lst'], ["unknown command 'lst'", "did you mean 'list'?"]],
    [
      ['auth', 'frob'],
      ["unknown command 'frob'", 'see portico auth --help'],
    ],
    [
      ['--tenant', 'acme', 'auth', 'login'],
      ["missing required argument 'connector'", 'see portico auth login --help'],
    ],
    [
      ['quality', 'run'],
      ["required option '--suite <file>' not specified", 'see portico quality run --help'],
    ],
    [['call'], ["missing required argument 'operation'", 'portico call --help']],
    [
      ['call', 'desk.getViewer', '--inptu', 'x'],
      ["unknown option '--inptu'", "did you mean '--input'?"],
    ],
    [['call', 'desk.getViewer', 'more'], ['too many arguments']],
    [
      ['call', 'desk'],
      ["'desk' names a connector and no operation", 'desk.getViewer'],
    ],
    [
      ['call', 'desk.getViewr'],
      ["desk has no operation 'getViewr'", "did you mean 'getViewer'?"],
    ],
    [
      ['call', 'desk.launch'],
      ["desk has no operation 'launch'", 'portico describe desk lists its 12 operations'],
    ],
    [
      ['call', 'dsk.getViewer'],
      ["there is no connector 'dsk'", "did you mean 'desk'?"],
    ],
    [
      ['call', 'github.getViewer'],
      ["there is no connector 'github'", 'it is installed: add it to connectors'],
    ],
    [['call', 'desk.constructor'], ["desk has no operation 'constructor'"]],
    [['describe', 'desk', 'getTickte'], ["did you mean 'getTicket'?"]],
    [
      ['call', 'desk.getViewer', '--actor', 'robot:1'],
      ["--actor: 'robot:1' is not an actor", 'human, observer_agent'],
    ],
    [['call', 'desk.getViewer', '--actor', 'human'], ['--actor human:<id>']],
    [
      ['call', 'desk.getViewer', '--timeout', '5'],
      ["--timeout: '5' is not a time", '30s'],
    ],
    [['call', 'desk.getViewer', '--page', '2'], ['--page: the operation has no pages']],
    [['call', 'desk.getViewer', '--all'], ['--all: the operation has no pages']],
    [['call', 'desk.listTickets', '--all', '--dry-run'], ['a dry run shows one request']],
    [['call', 'desk.getViewer', '--output', 'x'], ['--output: the operation returns no file']],
    [['call', 'desk.getViewer', '--no-wait'], ['--no-wait: the operation is not a job']],
    [['call', 'desk.getViewer', '--job', '{}'], ['--job: the operation is not a job']],
    [['call', 'desk.exportTickets', '--job', '{"operation":"other","data":{}}'], ['--job: not a handle of exportTickets']],
    [['call', 'desk.getViewer', '--key', 'k'], ['--key: a query takes no key']],
    [
      ['call', 'desk.ping', '--key', 'k'],
      ['--key: the operation takes no key', 'A noise twice is a noise.'],
    ],
    [
      ['call', 'desk.sendLetter', '--input', '{"to":"x"}', '--correlation-id', 'c', '--key', 'k'],
      ['--key: the vendor recognises no key', 'add a store'],
    ],
    [['call', 'desk.sendLetter', '--input', '{"to":"x"}'], ['--correlation-id: desk.sendLetter is an external_message']],
    [['list', '--tenant', ' '], ['--tenant: it is empty']],
    [['list', '--tenant', 'a\tb'], ['--tenant: it is longer than 255 characters']],
    [['list', '--account', 'x'.repeat(256)], ['--account: it is longer than 255 characters']],
    [
      ['list', '--config', 'nope.ts'],
      ['--config: there is no file', 'portico init'],
    ],
  ])('%j', async (argv, expected) => {
    expect((await refused(argv, expected)).wrong).toEqual(asExpected)
  })
})

describe('the input', () => {
  test.each<[argv: string[], expected: string[]]>([
    [['desk.getTicket'], ['desk.getTicket: id: is missing', 'portico describe desk.getTicket shows what it takes']],
    [
      ['desk.getTicket', '--input', '{"id":"x"}'],
      ['id: ', 'expected number, received string'],
    ],
    [['desk.getTicket', '--input', '{"id":1,"idd":2}'], ['"idd"']],
    [['desk.getTicket', '--input', '{"id":0}'], ['id: ']],
    [
      ['desk.getTicket', '--input', 'nope'],
      ['--input: not JSON', "--input '{"],
    ],
    [['desk.getTicket', '--input', '{"id":'], ['--input: not JSON: it ends too early']],
    [['desk.getTicket', '--input', '[1]'], ['--input: expected an object, got a list']],
    [['desk.getTicket', '--input', '@nope.json'], ['--input: there is no file nope.json']],
    [['desk.uploadFile', '--file', 'file'], ["--file: 'file' is not field=path"]],
    [['desk.uploadFile', '--file', 'file=nope.txt'], ['--file: there is no file nope.txt']],
    [['desk.createTicket', '--input', '{"subject":"x"}', '--key', 'two words'], ['idempotencyKey']],
  ])('%j', async (argv, expected) => {
    expect((await refused(['call', ...argv], expected)).wrong).toEqual(asExpected)
  })

  test('that can’t be read is not repeated: it may be a secret', async () => {
    const { wrong } = await refused(['call', 'desk.getTicket', '--input', '-'], ['not JSON'], { stdin: 'hunter2 hunter2' })
    expect(wrong).toEqual(asExpected)
  })
})

test('missing credentials: the variable to set and the command to run', async () => {
  const env = { PORTICO_DESK_TOKEN: '' }
  const expected = ['desk: it has no credentials', 'PORTICO_DESK_TOKEN', 'portico auth login desk']
  expect((await refused(['call', 'desk.getViewer'], expected, { env })).wrong).toEqual(asExpected)
  expect((await refused(['health', 'desk'], expected, { env })).wrong).toEqual(asExpected)
})

test('a credential that is not a valid header value', async () => {
  const { wrong } = await refused(['call', 'desk.getViewer'], ['desk.getViewer'], {
    env: { PORTICO_DESK_TOKEN: 'hunter2\nline' },
  })
  expect(wrong).toEqual(asExpected)
})

test('with --json the same is a document on stdout', async () => {
  const unknown = await refused(['call', 'desk.getViewr', '--json'], ['getViewr'])
  expect(unknown.wrong).toEqual(asExpected)
  expect(JSON.parse(unknown.stdout)).toEqual({
    error: {
      exitCode: 2,
      code: 'unknown_operation',
      field: 'operation',
      message: "desk has no operation 'getViewr'",
      hint: "did you mean 'getViewer'?",
    },
  })
  expect(JSON.parse((await refused(['lst', '--json'], [])).stdout)).toMatchObject({ error: { code: 'usage' } })
  const invalid = await refused(['call', 'desk.getTicket', '--json'], [])
  expect(JSON.parse(invalid.stdout)).toMatchObject({
    error: { exitCode: 2, code: 'invalid_input', field: 'id', commitState: 'not_sent' },
  })
})

/** What is wrong with a command in a folder of its own with this configuration. */
async function refusedWith(
  configuration: string,
  argv: readonly string[],
  expected: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const other = createWorkspace()
  try {
    other.write('portico.config.ts', configuration)
    return (await refused(argv, expected, { cwd: other.folder, env })).wrong
  } finally {
    other.remove()
  }
}

test('an unreachable host: the host, and where its address is stated', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  free.close()
  await once(free, 'close')
  const expected = [`127.0.0.1:${port}`, 'nothing was sent', 'origins.desk']
  expect(await refusedWith(deskConfig(`http://127.0.0.1:${port}`), ['call', 'desk.getViewer'], expected)).toEqual(asExpected)
})

describe('the configuration', () => {
  test.each<[text: string, expected: string[]]>([
    ['export const config = {}', ['portico.config.ts: it has no default export', 'defineConfig']],
    ['export default 7', ['portico.config.ts: its default export is not an object']],
    ['export default {}', ['portico.config.ts: connectors: missing, or not an object', 'connectors: { github }']],
    ['export default { connectors: { desk: 1 } }', ['connectors.desk: expected a connector']],
    ['export default { connectors: {}, tenent: 1 }', ['tenent: not a field of the configuration', "did you mean 'tenant'?"]],
    ['export default { connectors: {}, tenant: 7 }', ['tenant: expected string']],
    ['export default { connectors: {}, actor: { type: "robot", id: "x" } }', ['actor.type']],
    ['export default { connectors: {}, policy: {} }', ['policy: expected a policy, with the method decide()']],
    ['throw new Error("boom\\nat once")', ['portico.config.ts: line 1: boom at once']],
    ["import 'portico-nothing'", ["Cannot find package 'portico-nothing'", 'npm install portico-nothing']],
  ])('%s', async (text, expected) => {
    expect(await refusedWith(text, ['list'], expected)).toEqual(asExpected)
  })

  test.each<[more: string, expected: string[]]>([
    ['settings: { dsk: {} },', ["settings.dsk: no connector has this name; did you mean 'desk'?"]],
    ["credentials: { desk: { tokn: { env: 'X' } } },", ["credentials.desk.tokn: desk has no such scheme; did you mean 'token'?"]],
    ["credentials: { desk: { token: 'hunter2' } },", ['credentials.desk']],
    ["credentials: { desk: { token: { value: { env: 'X' } } } },", ["write token: { env: 'NAME' }"]],
    [
      "credentials: { desk: { oauth: { clientId: 'x', clientSecret: 'hunter2' } } },",
      ['clientSecret: a secret does not belong in source code'],
    ],
    ["credentials: { desk: { oauth: { client: 'x' } } },", ['the scheme has no such field']],
    ['credentials: { desk: () => { throw new Error("vault is down") } },', ['the function fails: vault is down']],
    ['credentials: { desk: () => undefined },', ['the function returns no credentials']],
    ['tune: { desk: { timeoutMs: -1 } },', ['tune.desk.timeoutMs']],
    ["origins: { desk: { apii: 'https://x.example' } },", ["origins.desk.apii: desk has no such origin; did you mean 'api'?"]],
    ["origins: { desk: { api: 'nowhere' } },", ['origins.desk.api: expected a URL']],
    ["origins: { desk: { api: 'http://desk.example' } },", ['http://desk.example is not https', 'check origins.desk']],
  ])('%s', async (more, expected) => {
    const env = more.startsWith('credentials') ? { PORTICO_DESK_TOKEN: '' } : {}
    expect(await refusedWith(deskConfig(server.origin, more), ['call', 'desk.getViewer'], expected, env)).toEqual(asExpected)
  })

  test('half of a credential', async () => {
    const more = "credentials: { desk: { oauth: { clientId: { env: 'DESK_ID' }, clientSecret: { env: 'DESK_SECRET' } } } },"
    const expected = ['DESK_ID: credentials of desk need it beside DESK_SECRET']
    const env = { DESK_SECRET: 'hunter2' }
    expect(await refusedWith(deskConfig(server.origin, more), ['call', 'desk.getViewer'], expected, env)).toEqual(asExpected)
  })
})

test('a credentials file that others can read, or that is malformed, is not used', async () => {
  const other = createWorkspace()
  try {
    other.write('portico.config.ts', deskConfig(server.origin))
    mkdirSync(join(other.folder, 'secrets'))
    other.write('secrets/credentials.json', 'hunter2')
    const file = join(other.folder, 'secrets/credentials.json')
    const world = { cwd: other.folder, env: { PORTICO_DESK_TOKEN: '' } }
    chmodSync(file, 0o644)
    const open = await refused(['call', 'desk.getViewer'], ['other users of this machine may read it', 'chmod 600'], world)
    chmodSync(file, 0o600)
    const malformed = await refused(['call', 'desk.getViewer'], ['it is not a file of portico credentials'], world)
    expect([open.wrong, malformed.wrong]).toEqual([asExpected, asExpected])
  } finally {
    other.remove()
  }
})
