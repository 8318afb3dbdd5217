import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Severity } from '@portico/core'
import { openStore } from '@portico/governance'
import { putMigratedStore } from '@portico/tools/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Ran, runPortico } from './fixture/run-portico.ts'
import { createWorkspace, type Workspace } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(async () => {
  workspace = createWorkspace()
  await putMigratedStore(join(workspace.folder, 'portico.db'))
})
afterEach(() => workspace.remove())

const run = (...argv: readonly string[]): Promise<Ran> =>
  runPortico(['--tenant', 'acme', ...argv], { cwd: workspace.folder, env: { PORTICO_STORE: 'sqlite:./portico.db' } })

/** The id of an incident that is reported now. */
async function reported(severity: Severity, tenantId = 'acme'): Promise<string> {
  const store = await openStore(`sqlite:${join(workspace.folder, 'portico.db')}`)
  const at = new Date().toISOString()
  const subject = `github.${severity}`
  await store.incidents.report({
    tenantId,
    source: 'connector',
    kind: 'contract_violated',
    subject,
    severity,
    title: 'odd answer',
    at,
  })
  const listed = await store.incidents.list({ tenantId })
  await store.close()
  return listed.find((one) => one.subject === subject)!.id
}

const why = ['--reason', 'the mapping is corrected', '--actor', 'human:mona']

test('a list that leaves something out says so', async () => {
  const [mild, grave] = [await reported('V1'), await reported('V3')]
  const { stdout, stderr } = await run('incidents', 'list', '--limit', '1')
  expect(stdout).toContain(grave)
  expect(stdout).not.toContain(mild)
  expect(stderr).toBe('warning: there are more than these 1: --limit shows more\n')
  expect(await run('incidents', 'list', '--limit', '2')).toMatchObject({ code: 0, stderr: '' })
  expect(await run('incidents', 'list', '--limit', 'all')).toMatchObject({ code: 2 })
})

test('incidents are listed, the gravest first, and shown with their history', async () => {
  expect(await run('incidents', 'list')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'acme has no incident that is not closed\n',
  })
  const [mild, grave] = [await reported('V1'), await reported('V3')]
  const { stdout } = await run('incidents', 'list')
  expect(stdout).toMatch(new RegExp(`^incident .*\n${grave} +V3 +open +1 .*\n${mild} +V1 +open +1 .*odd answer\n$`))
  expect((await run('incidents', 'list', '--severity', 'V2')).stdout).not.toContain(mild)
  expect((await run('incidents', 'mitigate', mild, ...why)).stderr).toBe('✓ V1 odd answer: mitigated\n')
  expect((await run('incidents', 'show', mild)).stdout).toMatch(
    /state +mitigated\n[^]*mitigated by human mona: the mapping is corrected\n$/,
  )
  expect(await run('incidents', 'close', mild, ...why)).toMatchObject({ code: 0 })
  expect((await run('incidents', 'list')).stdout).not.toContain(mild)
  const all = JSON.parse((await run('incidents', 'list', '--all', '--json')).stdout) as { incidents: readonly object[] }
  expect(all.incidents).toMatchObject([
    { id: grave, state: 'open' },
    { id: mild, state: 'closed', lastAt: expect.stringMatching(/^20.*Z$/) },
  ])
  const shown = await run('incidents', 'show', mild, '--json')
  expect(JSON.parse(shown.stdout)).toMatchObject({
    incident: { id: mild },
    changes: [{ change: 'mitigated' }, { change: 'closed' }],
  })
})

test('the gate does not pass for a missing store, and creates none', async () => {
  for (const [name, problem] of [
    ['typo.db', 'is not there'],
    ['empty.db', 'holds no store'],
  ] as const) {
    if (name === 'empty.db') workspace.write(name, '')
    const env = { PORTICO_STORE: `sqlite:./${name}` }
    const gated = await runPortico(['incidents', 'list', '--gate'], { cwd: workspace.folder, env })
    expect([gated.code, gated.stderr]).toEqual([2, expect.stringContaining(problem)])
  }
  expect(existsSync(join(workspace.folder, 'typo.db'))).toBe(false)
})

test('the gate distinguishes an open V2 from an open V3, and passes an exception', async () => {
  expect(await run('incidents', 'list', '--gate')).toMatchObject({ code: 0 })
  const id = await reported('V2')
  expect(await run('incidents', 'list', '--gate', '--severity', 'V3')).toMatchObject({ code: 6 })
  const excepted = await run('incidents', 'except', id, '--until', '7d', ...why)
  expect(excepted).toMatchObject({ code: 0, stderr: expect.stringContaining('excepted') })
  expect(await run('incidents', 'list', '--gate')).toMatchObject({ code: 0 })
  await reported('V3')
  expect(await run('incidents', 'list', '--gate')).toMatchObject({ code: 7 })
  expect(await run('incidents', 'list')).toMatchObject({ code: 0 })
})

describe('an impossible change changes nothing', () => {
  test.each([
    [['mitigate', 'no-such', ...why], 1, 'there is no incident no-such of acme: portico incidents list shows them'],
    [['show', 'no-such'], 1, 'there is no incident no-such of acme'],
    [['close', 'ID', '--reason', ' '], 2, 'give a reason'],
    [['except', 'ID', '--until', '7d', ...why], 1, 'is V3, which stops a release'],
    [['except', 'ID', '--until', '2020-01-01T00:00:00Z', ...why], 2, 'must end in the future'],
    [['except', 'ID', '--until', 'soon', ...why], 2, "--until: 'soon' is not a time"],
    [
      ['except', 'ID', '--until', '7d', '--reason', 'r', '--actor', 'executor_system:bot'],
      2,
      'executor_system cannot grant an exception; a person does: write --actor human:you',
    ],
  ])('%j', async (argv, code, message) => {
    const id = await reported('V3')
    const ran = await run('incidents', ...argv.map((word) => (word === 'ID' ? id : word)))
    expect(ran).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) })
    expect((await run('incidents', 'show', id)).stdout).toMatch(/state +open/)
  })

  test.each(['show', 'mitigate', 'close'])('%s reaches no incident of another tenant', async (command) => {
    const id = await reported('V1', 'beta')
    expect((await run('incidents', 'list')).stdout).toBe('')
    const ran = await run('incidents', command, id, ...(command === 'show' ? [] : why))
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining(`there is no incident ${id} of acme`) })
    expect((await run('incidents', 'show', id, '--tenant', 'beta')).stdout).toMatch(/state +open/)
  })
})
