import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace, deskConfig } from './fixture/workspace.ts'

const opened: Workspace[] = []
afterEach(() => opened.splice(0).forEach((workspace) => workspace.remove()))

function workspaceWith(config?: string): Workspace {
  const workspace = createWorkspace()
  opened.push(workspace)
  if (config !== undefined) workspace.write('portico.config.ts', config)
  return workspace
}

/** A vendor that has its callers' accounts in the path. */
const bankConfig = (settings: string): string => `
  import { bearer, defineVendor, z } from '@portico/core/contract'
  import { defineSource, stream } from '@portico/core/streams'
  const title = { en: 'Bank', ar: 'بنك' }
  const vendor = defineVendor({
    id: 'bank', title, vendorVersion: '1', auth: { token: bearer() },
    settings: z.object({ account: z.string().regex(/^[A-Z]+[0-9]+$/) }),
    origins: { api: 'https://api.bank.invalid/v1/{account}' },
    failures: { read: () => ({}), codes: {} },
    defaults: { timeoutMs: 1000, retry: false, sensitivity: 'S1' },
    facts: { source: 'https://bank.invalid', verifiedAt: '2026-11-29' },
  })
  const getMe = vendor.query('GET /me', { summary: 'Me.', title, input: z.object({}), output: z.object({}), examples: [{}] })
  const bills = stream(vendor, 'GET /bills', {
    summary: 'Bills.', title, record: z.object({ id: z.string() }), primaryKey: ['id'], deletes: 'unseen', freshness: '1d',
    owner: 'Finance', consumers: [], sensitivity: 'S1', schemaChanges: 'evolve',
  })
  const bank = vendor.connector({ version: '1.0.0', health: 'getMe', operations: { getMe } })
  export default {
    connectors: { bank },
    sources: { bank: defineSource(vendor, { version: '1.0.0', streams: { bills } }) },
    settings: ${settings},
  }`

const env = { PORTICO_BANK_TOKEN: 'of-nobody-0123456789' }
const sync = ['sync', 'bank', '--to', 'jsonl:./out']

test.each<[settings: string, line: string]>([
  ['{}', 'settings.bank.account: is missing; write it in portico.config.ts'],
  ["{ bank: { account: 'x' } }", 'settings.bank.account: Invalid string: must match pattern /^[A-Z]+[0-9]+$/; write it in'],
])(
  'settings %s that the connector does not take end a call, a dry run, a sync and the question for its health',
  async (settings, line) => {
    const { folder } = workspaceWith(bankConfig(settings))
    for (const argv of [['call', 'bank.getMe'], ['call', 'bank.getMe', '--dry-run'], ['health', 'bank'], sync]) {
      const { code, stderr } = await runPortico(argv, { cwd: folder, env })
      expect({ argv, code, stderr }).toEqual({ argv, code: 2, stderr: expect.stringMatching(/^error: [^\n]+\n$/) as string })
      expect(stderr).toContain(`error: ${line}`)
    }
    // Asked about all, one that is configured wrong is no connection that is not in use.
    const all = await runPortico(['health', '--json'], { cwd: folder, env })
    expect(all.code).toBe(1)
    expect(JSON.parse(all.stdout)).toMatchObject({
      connectors: [{ status: 'failing', reason: expect.stringContaining(line) as string }],
    })
  },
)

test('settings appear in the path', async () => {
  const { folder } = workspaceWith(bankConfig("{ bank: { account: 'AC1' } }"))
  const { code, stdout } = await runPortico(['call', 'bank.getMe', '--dry-run'], { cwd: folder, env })
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('GET https://api.bank.invalid/v1/AC1/me') as string,
  })
})

test('an Airbyte specification states its dialect once, and not again in the settings', async () => {
  const { folder } = workspaceWith(bankConfig('{}'))
  const { stdout } = await runPortico(['airbyte', 'bank', 'spec'], { cwd: folder, env })
  expect(stdout.split('"$schema"')).toHaveLength(2)
  expect(stdout).toContain('"connection":{"title":"Connection","type":"object"')
})

test('a connector without settings is given none', async () => {
  const { folder } = workspaceWith(deskConfig('http://127.0.0.1:9', "settings: { desk: { region: 'eu' } },"))
  const { code, stderr } = await runPortico(['call', 'desk.getViewer'], { cwd: folder, env: { PORTICO_DESK_TOKEN: 'x' } })
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: settings.desk.region: desk takes no settings; remove it\n' })
})

test('init lists everything to fill in, and writes no call where there is nothing to call', async () => {
  const { folder } = workspaceWith()
  const { code, stdout, stderr } = await runPortico(['init', '--connector', 'postgres'], { cwd: folder })
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'wrote portico.config.ts\n' })
  expect(readFileSync(join(folder, 'portico.config.ts'), 'utf8')).toContain("postgres: { host: '', database: '' }")
  expect(stderr.split('\n').map((line) => line.trim())).toEqual([
    '',
    'next:',
    '# fill in settings.postgres.host: portico.config.ts',
    '# fill in settings.postgres.database: portico.config.ts',
    'export PORTICO_POSTGRES_LOGIN_USERNAME=… PORTICO_POSTGRES_LOGIN_PASSWORD=…   # or: portico auth login postgres',
    'portico sync postgres --to duckdb:./warehouse.duckdb',
    '',
  ])
  const both = await runPortico(['init', '--connector', 'postgres', '--connector', 'github', '--force'], { cwd: folder })
  expect(both.stdout).toBe('wrote portico.config.ts\nwrote first-call.ts\n')
  expect(readFileSync(join(folder, 'first-call.ts'), 'utf8')).toContain('client.getRateLimit.detailed({})')
})
