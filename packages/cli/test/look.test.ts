import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type DeskServer, json, startDeskServer } from './fixture/desk-server.ts'
import { type Ran, type World, runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace, deskConfig } from './fixture/workspace.ts'

let server: DeskServer
let workspace: Workspace
/** A folder without a configuration, where the workspace's packages are installed. */
let bare: Workspace
beforeAll(async () => {
  server = await startDeskServer()
  workspace = createWorkspace()
  workspace.write('portico.config.ts', deskConfig(server.origin))
  bare = createWorkspace()
})
afterAll(async () => {
  workspace.remove()
  bare.remove()
  await server.close()
})
afterEach(() => server.reset())

const run = (argv: readonly string[], world: Partial<World> = {}): Promise<Ran> =>
  runPortico(argv, { cwd: workspace.folder, ...world })
const document = async (argv: readonly string[], world: Partial<World> = {}): Promise<Record<string, unknown>> =>
  JSON.parse((await run([...argv, '--json'], world)).stdout) as Record<string, unknown>

describe('list', () => {
  test('shows what the configuration has', async () => {
    expect(await document(['list'], { env: { PORTICO_DESK_TOKEN: 'x' } })).toEqual({
      configuration: join(workspace.folder, 'portico.config.ts'),
      connectors: [
        {
          name: 'desk',
          id: 'desk',
          title: { en: 'Desk', ar: 'مكتب' },
          package: '@portico/connector-desk',
          version: '1.2.3',
          vendorVersion: '2026-01',
          queries: 5,
          commands: 7,
          credentials: 'present',
        },
      ],
    })
    const [head, desk] = (await run(['list'])).stdout.split('\n')
    expect(head).toMatch(/^name +title +version/)
    expect(desk).toMatch(/^desk +Desk +1\.2\.3 +2026-01 +5 +7 +missing$/)
  })

  test('without a configuration shows what is installed, also from a folder below', async () => {
    const below = join(bare.folder, 'one', 'two')
    mkdirSync(below, { recursive: true })
    for (const cwd of [bare.folder, below]) {
      const { connectors } = (await document(['list'], { cwd })) as { connectors: { name: string }[] }
      expect(connectors.map(({ name }) => name)).toEqual(expect.arrayContaining(['github', 'slack', 'stripe']))
    }
  })

  test('a package that can’t be loaded is reported and hides no other', async () => {
    const broken = join(bare.folder, 'broken')
    for (const [id, code] of [
      ['bad', 'throw new Error("no luck")'],
      ['none', 'export const nothing = 1'],
    ] as const) {
      const folder = join(broken, 'node_modules', '@portico', `connector-${id}`)
      mkdirSync(folder, { recursive: true })
      const manifest = { name: `@portico/connector-${id}`, type: 'module', exports: './index.js' }
      writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
      writeFileSync(join(folder, 'index.js'), code)
    }
    const { code, stdout, stderr } = await run(['list'], { cwd: broken })
    expect(code).toBe(0)
    expect(stdout).toContain('github')
    expect(stderr).toContain("@portico/connector-bad: it can't be loaded: no luck")
    expect(stderr).toContain('@portico/connector-none: it exports no connector')
  })
})

describe('the description', () => {
  test('a connector: its operations and where it goes', async () => {
    const { stdout } = await run(['describe', 'desk'])
    for (const part of [
      'Desk · مكتب',
      '@portico/connector-desk 1.2.3',
      'https://api.desk.example',
      'token (bearer)',
      'A3 R3 S1',
    ]) {
      expect(stdout).toContain(part)
    }
    const described = (await document(['describe', 'desk'])) as { operations: unknown[]; failures: unknown[]; auth: unknown[] }
    expect(described).toMatchObject({ id: 'desk', health: 'getViewer', facts: { verifiedAt: '2026-11-24' } })
    expect(described.operations).toHaveLength(12)
    expect(described.failures).toContainEqual({ vendorCode: 'full', code: 'rejected', commitState: 'refused', retryable: false })
  })

  test('an operation: the nine fields of the facade, input, output, examples and pin', async () => {
    const { stdout } = await run(['describe', 'desk', 'createTicket'])
    const fields = [
      'contract',
      'version',
      'retry',
      'timeout',
      'idempotency key',
      'approval',
      'audit',
      'observability',
      'rollback',
    ]
    for (const field of fields) expect(stdout).toMatch(new RegExp(`^ {2}${field} +\\S`, 'm'))
    expect(stdout).toMatch(/subject +required +string +1–40 characters/)
    expect(stdout).toContain('redacted: password; left out: note')
    expect(stdout).toContain(`await client.createTicket({\n    subject: "It's broken",`)
    expect(stdout).toContain(String.raw`portico call desk.createTicket --input '{"subject":"It'\''s broken"`)
    expect(stdout).toMatch(/^ {2}[0-9a-f]{64}$/m)
    expect((await run(['describe', 'desk.createTicket'])).stdout).toBe(stdout)
  })

  test('an operation with --json: a stable shape with its classes and decisions', async () => {
    expect(await document(['describe', 'desk', 'refund'])).toEqual({
      name: 'refund',
      qualifiedName: 'desk.refund',
      kind: 'command',
      summary: 'Give money back.',
      route: 'POST /refunds',
      origin: 'api',
      contract: {
        input: expect.objectContaining({ type: 'object', required: ['amount'], additionalProperties: false }),
        output: expect.objectContaining({ type: 'object' }),
        batch: false,
        examples: [{ amount: 100 }],
        alreadyDone: [],
      },
      version: { connector: '1.2.3', vendor: '2026-01' },
      retry: false,
      timeout: { attemptMs: 2_000, totalMs: 2_000 },
      idempotency: { by: 'header', vendorSide: true, header: 'idempotency-key', keptFor: '24h' },
      approval: {
        sideEffect: 'external_commitment',
        approval: 'A3',
        reversibility: 'R3',
        sensitivity: 'S1',
        correlationId: 'required',
        decisions: expect.objectContaining({
          human: { actionClass: 'B', rule: 'table.human_decision_for_costly_or_irreversible' },
          observer_agent: { actionClass: 'C', rule: 'table.observer_never_commits' },
        }),
      },
      audit: { entity: { type: 'refund', id: 'output.id' }, redact: [], omit: [] },
      observability: expect.objectContaining({ span: 'desk.refund' }),
      rollback: { by: 'nothing', notes: 'The money has left.' },
      pin: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('--schema prints the JSON Schemas alone', async () => {
    const { stdout } = await run(['describe', 'desk', 'getTicket', '--schema'])
    expect(JSON.parse(stdout)).toMatchObject({
      input: { required: ['id'] },
      output: { properties: { subject: { type: 'string' } } },
    })
  })

  test('on a narrow terminal cuts a list and wraps what must be read', async () => {
    const { stdout } = await run(['describe', 'desk', 'createTicket', '--no-color'], { terminal: ['stdout'], columns: 72 })
    const facade = stdout.split('\n').slice(4, 20)
    expect(Math.max(...facade.map((line) => line.length))).toBeLessThanOrEqual(72)
  })
})

describe('health', () => {
  const env = { PORTICO_DESK_TOKEN: 'desk-secret-0123456789' }

  test('asks each vendor, and leaves out what has no credentials', async () => {
    const { code, stdout } = await run(['health', '--json'], { env })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ connectors: [{ name: 'desk', status: 'ok', circuit: 'closed' }] })
  })

  test('exits with 1 where none was asked, so that a script does not take it for healthy', async () => {
    const { code, stdout } = await run(['health', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ connectors: [{ name: 'desk', status: 'not_connected' }] })
  })

  test('ends with 1 where a connection fails', async () => {
    server.fault = (_request, response) => json(response, 401, { error: { message: 'Bad credentials' } })
    const { code, stdout } = await run(['health'], { env })
    expect(code).toBe(1)
    expect(stdout).toMatch(/desk +failing .*Bad credentials/)
  })
})

describe('docs', () => {
  test('prints a page, and an index', async () => {
    const page = (await run(['docs', 'desk'])).stdout
    expect(page).toMatch(/^# Desk · /)
    for (const part of [
      '## Operations',
      '### createTicket',
      '| rollback |',
      '## Errors',
      '| `full` | `rejected` | refused | no |',
    ]) {
      expect(page).toContain(part)
    }
    expect((await run(['docs'])).stdout).toContain('| [Desk](desk.md) · مكتب |')
    expect(await document(['docs', 'desk'])).toEqual({ connectors: [{ id: 'desk', markdown: page }] })
  })

  test('--out writes them', async () => {
    const { files } = (await document(['docs', '--out', 'pages'])) as { files: string[] }
    expect(files.map((file) => file.slice(workspace.folder.length))).toEqual(['/pages/index.md', '/pages/desk.md'])
    expect(readFileSync(files[1]!, 'utf8')).toBe((await run(['docs', 'desk'])).stdout)
  })
})

describe('init', () => {
  test('writes a configuration and a first call that runs and says which key is missing, and overwrites neither unless told', async () => {
    const folder = createWorkspace()
    try {
      const argv = ['init', '--connector', 'github', '--connector', 'stripe', '--tenant', "o'hara"]
      const { code, stdout, stderr } = await run(argv, { cwd: folder.folder })
      expect(code).toBe(0)
      expect(stdout).toBe('wrote portico.config.ts\nwrote first-call.ts\n')
      expect(stderr).toContain('export PORTICO_GITHUB_TOKEN=…')
      const text = readFileSync(join(folder.folder, 'portico.config.ts'), 'utf8')
      expect(text).toContain(String.raw`tenant: 'o\'hara'`)
      expect(text).toContain("github: { token: { env: 'PORTICO_GITHUB_TOKEN' } }")
      expect(await document(['list'], { cwd: folder.folder })).toMatchObject({
        connectors: [{ name: 'github' }, { name: 'stripe' }],
      })
      expect(await run(argv, { cwd: folder.folder })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--force overwrites it'),
      })
      expect((await run([...argv, '--force'], { cwd: folder.folder })).code).toBe(0)
      const said = vi.spyOn(console, 'error').mockReturnValue()
      vi.stubEnv('PORTICO_GITHUB_TOKEN', undefined)
      await import(pathToFileURL(join(folder.folder, 'first-call.ts')).href)
      expect(said.mock.calls).toEqual([[expect.stringContaining('commit state not_sent')]])
      expect(process.exitCode).toBe(1)
    } finally {
      process.exitCode = undefined
      folder.remove()
    }
  })

  test('says what to install, and which name was meant', async () => {
    expect(await run(['init'], { cwd: '/' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm install @portico/core'),
    })
    const argv = ['init', '--connector', 'githbu']
    expect(await run(argv, { cwd: bare.folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("did you mean 'github'?"),
    })
    expect(readdirSync(bare.folder)).not.toContain('portico.config.ts')
  })
})

test('help and version go to stdout; a command that needs another shows its help', async () => {
  expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  for (const argv of [[], ['--help'], ['call', '--help'], ['auth'], ['auth', 'login', '--help']]) {
    const { code, stdout, stderr } = await run(argv)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Usage: portico')
    expect(stdout).toContain('--json')
  }
})
