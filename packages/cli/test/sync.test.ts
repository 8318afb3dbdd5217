import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import type { RunReport } from '@portico/sync'
import { openDuckdb } from '@portico/sync/duckdb'
import { putMigratedStore } from '@portico/tools/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runLines } from '../src/sync/run-view.ts'
import { createStyle } from '../src/terminal/style.ts'
import { runPortico } from './fixture/run-portico.ts'
import { createWorkspace, type Workspace } from './fixture/workspace.ts'

let workspace: Workspace
let server: Server
// Starting DuckDB takes longer than what most commands do in it: what opens a file that is open by its name shares it.
const shared: DuckDBInstance[] = []
const tickets = [
  { id: 1, subject: 'Printer on fire', updated_at: '2026-01-01T00:00:00Z' },
  { id: 2, subject: 'Second floor', updated_at: '2026-01-02T00:00:00Z' },
]
let status = 200

beforeAll(async () => {
  server = createServer((request, response) => {
    const since = new URL(request.url!, 'http://desk').searchParams.get('since') ?? ''
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(tickets.filter((ticket) => ticket.updated_at >= since)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  workspace = createWorkspace()
  for (const name of ['w', 'gated', 'durable']) {
    shared.push(await openDuckdb({ path: join(workspace.folder, `${name}.duckdb`) }))
  }
  // That of the checkpoint is made by the command.
  for (const name of ['portico', 'fresh']) await putMigratedStore(join(workspace.folder, `${name}.db`))
  workspace.write(
    'portico.config.ts',
    `import { defineConfig } from '@portico/cli'
import { bearer, defineVendor } from '@portico/core'
import { defineSource, stream } from '@portico/core/streams'
import * as z from '${import.meta.resolve('zod')}'
const desk = defineVendor({
  id: 'desk', title: { en: 'Desk', ar: 'مكتب' }, vendorVersion: '1',
  origins: { api: 'https://desk.example' }, auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 1 }, sensitivity: 'S1' },
  facts: { source: 'https://desk.example', verifiedAt: '2026-11-28' },
})
const tickets = stream(desk, 'GET /tickets', {
  summary: 'Tickets.', title: { en: 'Tickets', ar: 'تذاكر' },
  record: z.object({ id: z.int(), subject: z.string(), updated_at: z.iso.datetime() }),
  primaryKey: ['id'], deletes: 'unseen', freshness: '1h', owner: 'Support', consumers: [], sensitivity: 'S1', schemaChanges: 'freeze',
  settings: z.object({ team: z.string().optional() }),
  cursor: { field: 'updated_at', since: 'since', precision: 's', boundary: 'inclusive', order: 'ascending', state: 'global' },
})
export default defineConfig({
  connectors: { desk: desk.connector({ version: '1.0.0', operations: {} }) },
  sources: { desk: defineSource(desk, { version: '1.0.0', streams: { tickets } }) },
  origins: { desk: { api: 'http://127.0.0.1:${(server.address() as AddressInfo).port}' } },
})
`,
  )
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  for (const instance of shared) instance.closeSync()
  workspace.remove()
})

const portico = (...argv: string[]) =>
  runPortico(argv, { cwd: workspace.folder, env: { PORTICO_DESK_TOKEN: 'desk-secret-token' } })

test('a sync is kept in the history of a store, where there is one', async () => {
  const env = { PORTICO_DESK_TOKEN: 'desk-secret-token', PORTICO_STORE: 'sqlite:./portico.db' }
  const kept = (...argv: string[]) => runPortico(argv, { cwd: workspace.folder, env })
  expect((await kept('runs')).stderr).toBe('no sync of local is kept\n')
  expect((await kept('sync', 'desk', '--to', 'jsonl:./kept')).code).toBe(0)
  expect((await kept('runs')).stdout).toMatch(/^started +connector +to +status +landed\n20\S+ +desk +\S*kept\S* +succeeded +2\n$/)
  const { runs } = JSON.parse((await kept('runs', '--json')).stdout) as { runs: { report: unknown }[] }
  expect(runs).toMatchObject([
    { connector: 'desk', status: 'succeeded', report: { streams: [{ stream: 'tickets', landed: 2 }] } },
  ])
  expect(JSON.stringify(runs)).not.toContain('desk-secret-token')
})

test('a sync lands everything, says so, and the next one reads what is new; status shows where it stands', async () => {
  const first = await portico('sync', 'desk', '--streams', 'tickets', '--to', 'duckdb:./w.duckdb')
  expect([first.code, first.stderr]).toEqual([0, ''])
  expect(first.stdout).toMatch(/tickets +done +full +2 +2 +0 .*2026-01-02T00:00:00Z/)
  const second = await portico('sync', 'desk', '--to', 'duckdb:./w.duckdb', '--json')
  expect(JSON.parse(second.stdout)).toMatchObject({
    status: 'succeeded',
    tenantId: 'local',
    destination: { kind: 'duckdb' },
    streams: [{ stream: 'tickets', reading: 'incremental', read: 1 }],
  })
  const report = JSON.parse(second.stdout) as RunReport
  const anew = { ...report, streams: report.streams.map((stream) => ({ ...stream, restarted: 'all is read anew' })) }
  expect(runLines(anew, { style: createStyle(false), width: 100 })).toContain('tickets: all is read anew')
  const told = await portico('sync', 'status', 'desk', '--to', 'duckdb:./w.duckdb')
  expect(told.stdout).toMatch(/tickets +complete +2026-01-02T00:00:00Z/)
  const document = await portico('sync', 'status', '--to', 'duckdb:./w.duckdb', '--dataset', 'desk', '--json')
  expect(JSON.parse(document.stdout)).toMatchObject([{ stream: 'tickets', state: { cursor: '2026-01-02T00:00:00Z' } }])
})

test.each(['jsonl', 'parquet'])('%s files are named by a manifest', async (kind) => {
  expect((await portico('sync', 'desk', '--to', `${kind}:./${kind}`)).code).toBe(0)
  expect(existsSync(join(workspace.folder, kind, 'desk', 'tickets', 'manifest.json'))).toBe(true)
})

test('a stale stream is noticed without a run: its incident is opened once, and mitigated when it is fresh again', async () => {
  const env = { PORTICO_DESK_TOKEN: 'desk-secret-token', PORTICO_STORE: 'sqlite:./fresh.db' }
  const kept = (...argv: string[]) => runPortico(argv, { cwd: workspace.folder, env })
  const to = ['--to', 'jsonl:./fresh']
  const incidents = async () =>
    JSON.parse((await kept('incidents', 'list', '--json')).stdout) as { readonly incidents: unknown[] }
  await kept('sync', 'desk', ...to)
  expect((await kept('sync', 'status', 'desk', ...to)).stdout).toMatch(/tickets +complete .* [\d.]+ s of 1 h /)
  expect((await kept('sync', 'freshness', 'desk', ...to)).code).toBe(0)
  const manifest = 'fresh/desk/tickets/manifest.json'
  const before = readFileSync(join(workspace.folder, manifest), 'utf8')
  workspace.write(manifest, before.replace(/"completedAt":"[^"]+"/, '"completedAt":"2026-01-01T00:00:00.000Z"'))
  const stale = await kept('sync', 'freshness', 'desk', ...to)
  expect([stale.code, stale.stdout]).toEqual([1, expect.stringMatching(/desk\.tickets +stale, [\d.]+ d of 1 h +2026-01-01/)])
  expect((await kept('sync', 'freshness', 'desk', ...to, '--json')).code).toBe(1)
  const found = { kind: 'stream_stale', severity: 'V1', subject: expect.stringContaining('desk.tickets in jsonl:') as unknown }
  expect(await incidents()).toMatchObject({ incidents: [{ ...found, state: 'open', occurrences: 2 }] })
  await kept('sync', 'desk', ...to)
  expect(await incidents()).toMatchObject({ incidents: [{ ...found, state: 'mitigated' }] })
  const elsewhere = await kept('sync', 'freshness', 'desk', ...to, '--dataset', 'desk_2')
  expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('nothing of desk has landed in desk_2')])
  expect(existsSync(join(workspace.folder, 'fresh/desk_2'))).toBe(false)
  const unnamed = await kept('sync', 'freshness')
  expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining('--to: it is missing, and there are no schedules')])
})

test('a stuck stream ends with one line of why and what to do, and its exit code', async () => {
  const synced = () => portico('sync', 'desk', '--to', 'jsonl:./spoilt')
  expect((await synced()).code).toBe(0)
  const manifest = 'spoilt/desk/tickets/manifest.json'
  const before = readFileSync(join(workspace.folder, manifest), 'utf8')
  const keyless = tickets.push({ subject: 'Keyless', updated_at: '2026-01-04T00:00:00Z' } as (typeof tickets)[number])
  const unkeyed = await synced()
  tickets.length = keyless - 1
  expect([unkeyed.code, unkeyed.stdout.split('\n')]).toEqual([
    1,
    expect.arrayContaining([expect.stringMatching(/^tickets: record 2 .*no id.*state a primaryKey.* \(missing_primary_key\)$/)]),
  ])
  expect(readFileSync(join(workspace.folder, manifest), 'utf8')).toBe(before)
  workspace.write(manifest, before.replace('"state":{"version":2', '"state":{"version":3'))
  const newer = await synced()
  expect([newer.code, newer.stdout.split('\n')]).toEqual([
    2,
    expect.arrayContaining([expect.stringMatching(/^tickets: .*of version 3.*another dataset.* \(state_version\)$/)]),
  ])
  workspace.write(manifest, '{')
  const told = await portico('sync', 'status', 'desk', '--to', 'jsonl:./spoilt')
  expect([told.code, told.stderr]).toEqual([2, expect.stringMatching(/^error: .*manifest\.json is not JSON: restore it.*\n$/)])
})

test.each([
  ['an unknown stream', ['--streams', 'tickts'], 2, "--streams: desk has no stream 'tickts'; it has tickets"],
  ['a destination of no kind', ['--to', 'mysql:x'], 2, "--to: 'mysql:x' is not a destination"],
  ['an impossible destination', ['--to', 'duckdb:./portico.config.ts/w'], 2, '--to: duckdb:'],
  ['settings that are not JSON', ['--settings', '{'], 2, '--settings: it is not JSON'],
  ['settings that the stream refuses', ['--settings', '{"team":1}'], 2, 'tickets: settings.team'],
  ['a dataset that is not a name', ['--dataset', 'a;b'], 2, "--dataset: 'a;b' names no schema"],
  ['an unknown mode', ['--mode', 'upsert'], 2, 'Allowed choices are append'],
])('%s is reported in one line, and nothing is created', async (_, options, code, message) => {
  const ran = await portico('sync', 'desk', '--to', 'duckdb:./none.duckdb', ...options)
  expect([ran.code, ran.stdout]).toEqual([code, ''])
  expect(ran.stderr).toContain(message)
  expect(ran.stderr.trim().split('\n')).toHaveLength(1)
  expect(existsSync(join(workspace.folder, 'none.duckdb'))).toBe(false)
})

test('a connector without streams, an unknown one, and a place without data are reported', async () => {
  expect((await portico('sync', 'nobody', '--to', 'jsonl:./x')).stderr).toContain("there is no connector 'nobody'")
  const nothing = await portico('sync', 'status', 'desk', '--to', 'duckdb:./nothing.duckdb')
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('./nothing.duckdb is not there')])
  expect(existsSync(join(workspace.folder, 'nothing.duckdb'))).toBe(false)
})

test('a vendor’s refusal ends with its code, and without secrets', async () => {
  status = 403
  const refused = await portico('sync', 'desk', '--to', 'duckdb:./w.duckdb')
  status = 503
  const passing = await portico('sync', 'desk', '--to', 'duckdb:./w.duckdb')
  status = 200
  expect([refused.code, passing.code]).toEqual([1, 5])
  expect(refused.stdout).toContain('(forbidden)')
  expect(refused.stdout + refused.stderr).not.toContain('desk-secret-token')
})

test('a configured checkpoint leaves readers what they had, reports its incident, and ends with its severity', async () => {
  const config = readFileSync(join(workspace.folder, 'portico.config.ts'), 'utf8')
  const between = { type: 'expect_column_values_to_be_between', kwargs: { column: 'id', min_value: 1, max_value: 2 } }
  workspace.write('tickets.json', JSON.stringify({ name: 'tickets', expectations: [between] }))
  const gated = config
    .replaceAll('consumers: []', "consumers: [{ name: 'Report', kind: 'report' }]")
    .replace(
      'export default defineConfig({',
      "export default defineConfig({ store: 'sqlite:./gate.db', checkpoints: { desk: { tickets: './tickets.json' } }, lineage: { file: './lineage.jsonl' },",
    )
  workspace.write('gated.config.ts', gated)
  workspace.write('stray.config.ts', gated.replace('{ tickets:', '{ tickts:'))
  const run = (...more: string[]) =>
    portico('sync', 'desk', '--to', 'duckdb:./gated.duckdb', '--config', 'gated.config.ts', ...more)
  const passed = await run()
  expect([passed.code, passed.stderr]).toEqual([0, ''])
  expect(passed.stdout).toContain('its checkpoint passed (assertions: 1)')
  tickets.push({ id: 3, subject: 'Third floor', updated_at: '2026-01-03T00:00:00Z' })
  const refused = await run()
  tickets.pop()
  expect(refused.code).toBe(6)
  expect(refused.stdout).toContain('expect_column_values_to_be_between(id). Readers keep what they had (checkpoint_failed)')
  const told = await portico('sync', 'status', 'desk', '--to', 'duckdb:./gated.duckdb')
  expect(told.stdout).toMatch(/tickets +held back/)
  const incidents = await portico('incidents', 'list', '--config', 'gated.config.ts', '--json')
  expect(JSON.parse(incidents.stdout)).toMatchObject({
    incidents: [{ kind: 'checkpoint_failed', subject: 'desk.tickets', severity: 'V2' }],
  })
  const lineage = readFileSync(join(workspace.folder, 'lineage.jsonl'), 'utf8').trim().split('\n')
  expect(JSON.parse(lineage.at(-1)!)).toMatchObject({ eventType: 'FAIL', inputs: [{ name: 'desk.tickets' }] })
  const stray = await portico('sync', 'desk', '--to', 'duckdb:./stray.duckdb', '--config', 'stray.config.ts')
  expect([stray.code, stray.stderr]).toEqual([2, expect.stringContaining('checkpoints.desk.tickts: desk has no such stream')])
})

test('asking about runs where none was ever made tells that, and makes no journal', async () => {
  const told = await portico('sync', 'status')
  expect([told.code, told.stderr]).toEqual([0, 'the local engine has no run of local\n'])
  expect(JSON.parse((await portico('sync', 'status', '--json')).stdout)).toEqual({ runs: [], schedules: [] })
  const changed = await portico('sync', 'cancel', 'run-7')
  expect([changed.code, changed.stderr]).toEqual([2, expect.stringContaining("there is no run 'run-7'")])
  expect(existsSync(join(workspace.folder, 'portico-engine.db'))).toBe(false)
})

test('a durable run is kept with its report; it can be inspected, and a finished one can’t be changed', async () => {
  const ran = await portico('sync', 'desk', '--to', 'duckdb:./durable.duckdb', '--engine', 'local')
  expect([ran.code, ran.stderr]).toEqual([0, ''])
  expect(ran.stdout).toMatch(/tickets +done +full +2 +2/)
  const told = await portico('sync', 'status', '--json')
  const { runs } = JSON.parse(told.stdout) as { readonly runs: readonly { readonly id: string }[] }
  expect(runs).toMatchObject([
    { state: 'succeeded', job: { connector: 'desk', to: `duckdb:${workspace.folder}/durable.duckdb` } },
  ])
  expect(told.stdout).not.toContain('desk-secret-token')
  expect((await portico('sync', 'status')).stdout).toMatch(/succeeded +desk +2/)
  const [{ id }] = runs as [{ readonly id: string }]
  for (const change of ['pause', 'resume', 'cancel']) {
    const changed = await portico('sync', change, id)
    expect([changed.code, changed.stderr]).toEqual([1, expect.stringContaining(`${id} is succeeded`)])
  }
  expect(await portico('sync', 'cancel', id, '--tenant', 'other')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no run') as string,
  })
})

test.each([
  [
    'a password that a journal would keep',
    ['--to', 'postgres://loader:hunter2@127.0.0.1/w', '--engine', 'local'],
    'it has a password',
  ],
  [
    'a password in another place of the address',
    ['--to', 'postgres://loader@127.0.0.1/w?password=hunter2', '--engine', 'local'],
    'it has a password',
  ],
  ['an engine without a place', ['--to', 'duckdb:./none.duckdb', '--engine', 'restate'], 'sync.engine'],
  ['no destination', [], '--to: it is missing'],
])('%s is refused', async (_, options, message) => {
  const ran = await portico('sync', 'desk', ...options)
  expect([ran.code, ran.stdout]).toEqual([2, ''])
  expect(ran.stderr).toContain(message)
  expect(ran.stderr).not.toContain('hunter2')
})

test('a worker starts the runs of the schedules until it is interrupted, and leaves none behind', async () => {
  const stop = new AbortController()
  const schedules = { often: { cron: '* * * * * *', connector: 'desk', to: 'jsonl:./scheduled' } }
  workspace.write(
    'scheduled.config.ts',
    `import config from './portico.config.ts'\nexport default { ...config, sync: ${JSON.stringify({ engine: { kind: 'local', journal: 'scheduled.db' }, schedules })} }`,
  )
  const world = { cwd: workspace.folder, env: { PORTICO_DESK_TOKEN: 'desk-secret-token' } }
  const named = ['--config', 'scheduled.config.ts']
  const worker = runPortico(['sync', 'worker', ...named], { ...world, signal: stop.signal })
  for (;;) {
    const { stdout } = await runPortico(['sync', 'status', ...named], world)
    if (/succeeded +desk .*often/.test(stdout)) {
      expect(stdout).toMatch(/often +\* \* \* \* \* \* +UTC/)
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  stop.abort()
  expect(await worker).toMatchObject({ code: 0, stderr: expect.stringContaining('1 schedule') as string })
  workspace.write(
    'scheduled.config.ts',
    `import config from './portico.config.ts'\nexport default { ...config, sync: { schedules: { bad: { cron: 'x', connector: 'desk', to: 'jsonl:./x' } } } }`,
  )
  // A module is imported once under its name.
  workspace.write('bad.config.ts', `export { default } from './scheduled.config.ts?bad'`)
  expect(await runPortico(['sync', 'worker', '--config', 'bad.config.ts'], world)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('sync.schedules.bad.cron') as string,
  })
})

test('a backfill reads its ranges once, leaves the incremental state alone, and writes the runbook', async () => {
  const into = ['--into', 'duckdb:./durable.duckdb']
  const range = ['--stream', 'tickets', '--from', '2025-12-30', '--to', '2026-01-02', '--every', '2d']
  const dry = await portico('backfill', 'desk', ...range, ...into, '--dry-run', '--runbook', 'backfill.md')
  expect([dry.code, dry.stdout.trim().split('\n')]).toEqual([
    0,
    [
      expect.stringContaining('2025-12-30T00:00:00.000Z up to 2026-01-01T00:00:00.000Z'),
      expect.stringContaining('2026-01-01T00:00:00.000Z up to 2026-01-02T00:00:00.000Z'),
    ],
  ])
  const page = readFileSync(join(workspace.folder, 'backfill.md'), 'utf8')
  for (const part of ['| Owner | Support |', '## Rollback', '## Limits', 'portico backfill desk --stream tickets'])
    expect(page).toContain(part)
  const before = (await portico('sync', 'status', 'desk', '--to', 'duckdb:./durable.duckdb', '--json')).stdout
  const first = await portico('backfill', 'desk', ...range, ...into, '--json')
  expect(first.code).toBe(0)
  expect(JSON.parse(first.stdout)).toMatchObject({
    ranges: 2,
    runs: [
      { state: 'succeeded', attempt: 1, report: { streams: [{ landed: 0 }] } },
      { state: 'succeeded', attempt: 1, report: { streams: [{ landed: 1 }] } },
    ],
  })
  const [was, is] = [before, (await portico('sync', 'status', 'desk', '--to', 'duckdb:./durable.duckdb', '--json')).stdout].map(
    (text) => (JSON.parse(text) as { readonly state: object }[])[0]!.state,
  ) as [{ readonly cursor: string; readonly completedAt: string }, unknown]
  expect(is).toMatchObject({ cursor: was.cursor, completedAt: was.completedAt })
  const again = await portico('backfill', 'desk', ...range, ...into, '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ runs: [{ attempt: 1 }, { attempt: 1 }] })
  const wrong = await portico('backfill', 'desk', ...range.slice(0, 2), '--from', 'yesterday', '--to', '2026-01-02', ...into)
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("from: 'yesterday' is not a time")])
})
