import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runPortico } from './fixture/run-portico.ts'
import { createWorkspace, deskConfig, type Workspace } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
  workspace.write('portico.config.ts', deskConfig('http://127.0.0.1:9'))
  mkdirSync(join(workspace.folder, 'src'))
})
afterEach(() => workspace.remove())
const portico = (...argv: readonly string[]) => runPortico(argv, { cwd: workspace.folder })

test('portico check says where a connector is bypassed, and what to use instead', async () => {
  workspace.write('src/clean.ts', 'export const a = 1\n')
  expect(await portico('check', 'src')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: '1 source file: 0 places bypass desk\n',
  })
  workspace.write('src/odd.ts', 'const = 1')
  const unread = await portico('check', 'src')
  expect(unread.stderr).toContain('leave it out with --ignore')
  expect(unread.code).toBe(1)
  expect(await portico('check', 'src', '--ignore', 'odd.ts')).toMatchObject({
    code: 0,
    stderr: '1 source file: 0 places bypass desk, odd.ts left out\n',
  })
  workspace.write('src/past.ts', "\n  await fetch('https://api.desk.example/tickets/7')\n")
  const { code, stdout, stderr } = await portico('check', 'src')
  expect(stdout).toMatch(/past\.ts:2:9 +vendor-address +desk\.getTicket\n/)
  expect(stderr).toContain('odd.ts was not read')
  expect(code).toBe(1)
  const json = JSON.parse((await portico('check', 'src', '--json')).stdout) as object
  expect(json).toMatchObject({
    files: 3,
    findings: [{ file: 'past.ts', line: 2, column: 9, operation: 'getTicket' }],
    unread: [{}],
    ignored: [],
  })
  const sarif = await portico('check', 'src', '--sarif')
  expect(JSON.parse(sarif.stdout)).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'vendor-address' }] }] })
  expect(sarif.code).toBe(1)
})

test('portico check of a folder without source checked nothing, and says so', async () => {
  const { code, stderr } = await portico('check', 'src')
  expect(stderr).toContain('it contains no source files')
  expect(code).toBe(1)
})

test.each([
  [['check', 'src', '--ignore', 'od.ts'], "there is no 'od.ts' in it"],
  [['check', 'nowhere'], 'there is no folder'],
  [['check', 'portico.config.ts'], 'there is no folder'],
  [['check', 'src', '--json', '--sarif'], 'it is a document of its own'],
  [['check'], "missing required argument 'folder'"],
])('%s says what is wrong', async (argv, problem) => {
  const { code, stderr } = await portico(...argv)
  expect(stderr).toContain(problem)
  expect(code).toBe(2)
})
