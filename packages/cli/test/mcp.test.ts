import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import type { TaskRecord } from '@portico/core'
import { aesGcmCipher, newKey, openStore, parseKeyRing } from '@portico/governance'
import { putMigratedStore } from '@portico/tools/store'
import { compiledCode } from './fixture/compiled-code.ts'
import { type DeskServer, startDeskServer } from './fixture/desk-server.ts'
import { runPortico } from './fixture/run-portico.ts'
import { createWorkspace, deskConfig, type Workspace } from './fixture/workspace.ts'

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url))

let workspace: Workspace
let vendor: DeskServer
beforeEach(async () => {
  vendor = await startDeskServer()
  workspace = createWorkspace()
})
afterEach(async () => {
  workspace.remove()
  await vendor.close()
})

describe('portico mcp', () => {
  test('serves a real client over stdio: it reads, and what is denied is neither listed nor callable', async () => {
    workspace.write('portico.config.ts', deskConfig(vendor.origin, "mcp: { access: { deny: ['desk.refund'] } }"))
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp', '--connectors', 'desk', '--allow', 'desk.*', '--deny', 'desk.send*'],
      cwd: workspace.folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: workspace.folder, PORTICO_DESK_TOKEN: 'desk-token-1', ...compiledCode },
      stderr: 'ignore',
    })
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(transport)
    try {
      const names = (await client.listTools()).tools.map(({ name }) => name)
      expect(names).toContain('desk_getTicket')
      expect(names).not.toContain('desk_sendLetter')
      expect(names).not.toContain('desk_refund')
      const read = await client.callTool({ name: 'desk_getTicket', arguments: { id: 2 } })
      expect(read.structuredContent).toMatchObject({ data: { id: 2, subject: 'Ticket 2' } })
      expect(vendor.requests.map(({ url }) => url)).toEqual(['/tickets/2'])
      await expect(client.callTool({ name: 'desk_sendLetter', arguments: { to: 'Mona' } })).rejects.toThrow(/desk_sendLetter/)
      await expect(client.callTool({ name: 'desk_refund', arguments: { amount: 5 } })).rejects.toThrow(/desk_refund/)
      expect(vendor.requests).toHaveLength(1)
    } finally {
      await client.close()
    }
  })

  test('says how many operations it permits; a pattern that fits none is a mistake', async () => {
    const configured = "mcp: { access: { deny: ['desk.refund', 'github.delete*'] } }, tenant: 'acme',"
    const both = `{ desk, github }`
    const text = deskConfig(vendor.origin, configured).replace('{ desk: desk }', both)
    workspace.write('portico.config.ts', `import { github } from '@portico/connector-github'\n${text}`)
    const run = (...argv: readonly string[]) => {
      const ending = new AbortController()
      return runPortico(['mcp', '--connectors', 'desk', '--http', '0', ...argv], {
        cwd: workspace.folder,
        env: { PORTICO_DESK_TOKEN: 'desk-token-1' },
        signal: ending.signal,
        told: (said) => void (said.includes(' at http') && ending.abort()),
      })
    }
    const all = /^(\d+) of (\d+) operations of desk at http:.*, for acme$/m.exec((await run()).stderr)!
    expect(Number(all[2]) - Number(all[1])).toBe(1)
    expect((await run('--allow', 'desk.get*')).stderr).toContain(`2 of ${all[2]} operations of desk`)
    for (const option of ['--allow', '--deny']) {
      const { code, stderr } = await run(option, 'desk.gte*')
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(/^error: mcp: .*'desk\.gte\*' fits no operation; [^\n]+\n$/) as string,
      })
    }
  })

  test('a misspelt section is a mistake, and allows nothing', async () => {
    workspace.write('portico.config.ts', deskConfig(vendor.origin, "mcp: { access: { denny: ['desk.*'] } }"))
    const { code, stderr } = await runPortico(['mcp'], { cwd: workspace.folder, env: { PORTICO_DESK_TOKEN: 'desk-token-1' } })
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining('portico.config.ts: mcp.access.denny: not a field')])
    expect(code).toBe(2)
  })

  test.each([
    [['mcp', '--connectors', 'dusk'], "there is no connector 'dusk'"],
    [['mcp', '--allow', 'desk/*'], 'is not a pattern of operations'],
    [['mcp', '--effects', 'some'], "'some' is not a side effect"],
    [['mcp', '--http', 'many'], "'many' is not a port"],
    [['tasks', 'list'], 'nothing here keeps tasks'],
  ])('%s says what is wrong', async (argv, problem) => {
    workspace.write(
      'portico.config.ts',
      deskConfig('http://127.0.0.1:9', "credentials: { desk: { token: { env: 'DESK_TOKEN' } } }"),
    )
    const { code, stderr } = await runPortico(argv, { cwd: workspace.folder, env: { DESK_TOKEN: 'desk-token-1' } })
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(problem)])
    expect(code).toBe(2)
  })
})

test('portico tasks lists, shows and cancels what the store keeps, of this tenant alone', async () => {
  const address = await migratedStore()
  const store = await openStore(address)
  await store.tasks.create(task('t-1', 'local'))
  await store.tasks.create(task('t-2', 'other'))
  await store.close()
  workspace.write('portico.config.ts', deskConfig(vendor.origin))
  const world = { cwd: workspace.folder, env: { PORTICO_STORE: address, PORTICO_DESK_TOKEN: 'desk-token-1' } }
  const table = await runPortico(['tasks', 'list'], world)
  expect(table.stdout).toMatch(/t-1\s+desk\.exportTickets\s+working, late\s+Support/)
  expect(table.stdout).not.toContain('t-2')
  const { stdout } = await runPortico(['tasks', 'show', 't-1', '--json'], world)
  expect(JSON.parse(stdout)).toMatchObject({ task: { id: 't-1', owner: 'Support' } })
  expect(stdout).not.toContain('s-1')
  expect(await runPortico(['tasks', 'cancel', 't-1'], world)).toMatchObject({ code: 0, stderr: 't-1 is cancelled\n' })
  expect(await runPortico(['tasks', 'cancel', 't-1'], world)).toMatchObject({ code: 1, stderr: 't-1 had ended\n' })
  expect((await runPortico(['tasks', 'cancel', 't-2'], world)).code).toBe(2)
  expect((await runPortico(['tasks', 'show', 't-1'], world)).stdout).toMatch(/status +cancelled/)
})

test('an unreadable task does not keep others from being listed', async () => {
  const address = await migratedStore()
  const keys = [newKey('k1'), newKey('k2')]
  for (const [index, key] of keys.entries()) {
    const store = await openStore(address, { cipher: aesGcmCipher(parseKeyRing(key, 'test')) })
    await store.tasks.create({ ...task(`t-${index}`, 'local'), idempotencyKey: `k-${index}` })
    await store.close()
  }
  workspace.write('portico.config.ts', deskConfig(vendor.origin))
  const env = { PORTICO_STORE: address, PORTICO_DESK_TOKEN: 'desk-token-1', PORTICO_KEYS: keys[1]! }
  const { code, stdout, stderr } = await runPortico(['tasks', 'list'], { cwd: workspace.folder, env })
  expect(code).toBe(0)
  expect(stdout).toContain('t-1')
  expect(stdout).not.toContain('t-0')
  expect(stderr).toContain('warning: task t-0 does not decrypt')
})

test('tasks beyond the limit are reported, even where a listed one is unreadable', async () => {
  const address = await migratedStore()
  const keys = [newKey('k1'), newKey('k2')]
  for (const [index, key] of [keys[1]!, keys[1]!, keys[1]!, keys[0]!].entries()) {
    const store = await openStore(address, { cipher: aesGcmCipher(parseKeyRing(key, 'test')) })
    await store.tasks.create({ ...task(`t-${index}`, 'local'), idempotencyKey: `k-${index}`, createdAt: index })
    await store.close()
  }
  workspace.write('portico.config.ts', deskConfig(vendor.origin))
  const env = { PORTICO_STORE: address, PORTICO_DESK_TOKEN: 'desk-token-1', PORTICO_KEYS: keys[1]! }
  const { stdout, stderr } = await runPortico(['tasks', 'list', '--limit', '2'], { cwd: workspace.folder, env })
  expect(stdout).toMatch(/t-2[^]*t-1/)
  expect(stderr).toContain('task t-3 does not decrypt')
  expect(stderr).toContain('there are more than these 2')
})

test('sealed tasks are shown with the keys that sealed them, and without is a mistake', async () => {
  const address = await migratedStore()
  const [key, other] = [newKey('k1'), newKey('k1')]
  const store = await openStore(address, { cipher: aesGcmCipher(parseKeyRing(key, 'test')) })
  await store.tasks.create(task('t-1', 'local'))
  await store.close()
  workspace.write('portico.config.ts', deskConfig(vendor.origin))
  const list = (keys: Readonly<Record<string, string>>) =>
    runPortico(['tasks', 'list'], {
      cwd: workspace.folder,
      env: { PORTICO_STORE: address, PORTICO_DESK_TOKEN: 'desk-token-1', ...keys },
    })
  expect((await list({ PORTICO_KEYS: key })).stdout).toContain('t-1')
  for (const [keys, problem] of [
    [{}, 'PORTICO_KEYS: task t-1 is sealed, and no key is available'],
    [{ PORTICO_KEYS: other }, 'PORTICO_KEYS: task t-1 does not decrypt'],
  ] as const) {
    const { code, stderr } = await list(keys)
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(problem)])
    expect(code).toBe(2)
  }
})

test('portico mcp --http listens on loopback until it is ended', async () => {
  workspace.write('portico.config.ts', deskConfig(vendor.origin))
  const { tools } = await overHttp({}, (client) => client.listTools())
  expect(tools.length).toBeGreaterThan(0)
})

test.each([
  ['mona', 'letters'],
  ['omar', 'nothing'],
])(
  'what %s decides at the client counts as the approvers of the configuration say: the vendor is sent %s',
  async (person, sent) => {
    const more = `approvers: { acme: { mona: ['lead'] } }, tenant: 'acme', mcp: { person: { id: '${person}', approves: 'A1' } }`
    workspace.write('portico.config.ts', deskConfig(vendor.origin, more))
    const answer = overHttp({ PORTICO_STORE: await migratedStore(), PORTICO_KEYS: newKey('one') }, (client) => {
      client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { decision: 'approve' } }))
      return client.callTool({ name: 'desk_sendLetter', arguments: { to: 'Ali', portico: { correlationId: 'c-1' } } })
    })
    if (sent === 'nothing') await expect(answer).rejects.toThrow('does not cover this call')
    else expect(await answer).toMatchObject({ structuredContent: { call: { commitState: 'committed' } } })
    expect(vendor.requests.map(({ url }) => url)).toEqual(sent === 'nothing' ? [] : ['/letters'])
  },
)

/** The address of a store of the workspace's own. */
async function migratedStore(): Promise<string> {
  const path = join(workspace.folder, 'portico.db')
  await putMigratedStore(path)
  return `sqlite:${path}`
}

/** Serves the workspace over HTTP for as long as one client is used. */
async function overHttp<T>(env: Readonly<Record<string, string>>, use: (client: Client) => Promise<T>): Promise<T> {
  const ending = new AbortController()
  let used: Promise<T> | undefined
  const { code } = await runPortico(['mcp', '--http', '0'], {
    cwd: workspace.folder,
    env: { PORTICO_DESK_TOKEN: 'desk-token-1', ...env },
    signal: ending.signal,
    told(text) {
      const url = /at (http:\/\/127\.0\.0\.1:\d+\/mcp)/.exec(text)?.[1]
      if (url === undefined) return
      used = withClient(url, use).finally(() => ending.abort())
      used.catch(() => undefined)
    },
  })
  expect(code).toBe(0)
  return used!
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ name: 'test', version: '1' }, { capabilities: { elicitation: { form: {} } } })
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}

function task(id: string, tenantId: string): TaskRecord {
  return {
    id,
    tenantId,
    client: 'local',
    actor: { type: 'executor_system', id: 'mcp' },
    tool: 'desk_exportTickets',
    operation: 'desk.exportTickets',
    pin: 'p',
    input: { secret: 's-1' },
    argumentsHash: 'h',
    idempotencyKey: id,
    correlationId: undefined,
    owner: 'Support',
    status: 'working',
    statusMessage: undefined,
    polls: 0,
    handle: undefined,
    approvalId: undefined,
    requiredApproval: undefined,
    result: undefined,
    error: undefined,
    createdAt: 1,
    updatedAt: 1,
    deadline: 2,
    late: true,
    expiresAt: 9_999_999_999_999,
    pollIntervalMs: 1_000,
    dueAt: undefined,
    leasedUntil: 0,
    untold: false,
    version: 0,
  }
}
