import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { collectEvidence } from '../src/readiness/collect/collect-evidence.ts'
import { runCommand } from '../src/readiness/collect/run-command.ts'
import {
  type Collected,
  type Evidence,
  type Exception,
  type RowId,
  buildMatrix,
  collectMatrix,
  matrixPage,
  readExceptions,
  readReadinessConfig,
  rowIds,
} from '../src/readiness.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-readiness-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
}

const candidate = { version: '2.0.0', commit: 'c0ffee', at: '2026-11-28T10:00:00.000Z' }
const found = (severity: Evidence['severity'], name = 'Checks'): Evidence => ({
  name,
  holds: severity === null,
  severity,
  says: 'Said.',
  source: 'a',
  links: [],
  sha256: '0'.repeat(64),
})

function matrixWith(row: Collected | undefined, exceptions: readonly Exception[] = []) {
  const rest = Object.fromEntries(rowIds.map((id) => [id, { owner: 'Core', evidence: [found(null)] }]))
  const matrix = buildMatrix(candidate, { ...rest, security: row } as Record<RowId, Collected>, exceptions)
  const { status, highestOpen } = matrix.rows.find(({ id }) => id === 'security')!
  return { verdict: matrix.verdict, status, highestOpen, rows: matrix.rows.length }
}

const exception: Exception = { row: 'security', evidence: 'Checks', who: 'Lina', why: 'fixed on Monday', until: '2026-11-30' }

test.each([
  ['all evidence holds', [found(null)], [], 'OK', 'ready'],
  ['nothing is looked at', [], [], 'Blocked', 'blocked'],
  ['a V0 is open', [found('V0')], [], 'OK', 'ready'],
  ['a V1 is open', [found('V1')], [], 'Risk', 'ready'],
  ['a V2 is open', [found('V2')], [], 'Blocked', 'blocked'],
  ['a V2 is excepted', [found('V2')], [exception], 'Risk', 'ready'],
  ['another V2 is excepted', [found('V2')], [{ ...exception, evidence: 'Others' }], 'Blocked', 'blocked'],
  ['a V2 of another row is excepted', [found('V2')], [{ ...exception, row: 'provenance' as const }], 'Blocked', 'blocked'],
  ['an exception has run out', [found('V2')], [{ ...exception, until: '2026-11-27' }], 'Blocked', 'blocked'],
  ['one of two V2 is excepted', [found('V2'), found('V2', 'Others')], [exception], 'Blocked', 'blocked'],
  ['a V3 is open', [found('V3')], [], 'Blocked', 'stop_ship'],
  ['a V3 is excepted all the same', [found('V3')], [exception], 'Blocked', 'stop_ship'],
] as const)('where %s', (_name, evidence, exceptions, status, verdict) => {
  expect(matrixWith({ owner: 'Trust', evidence }, exceptions)).toMatchObject({ status, verdict, rows: 8 })
})

test('a row without an owner or evidence is blocked', () => {
  expect(matrixWith({ owner: '', evidence: [found(null)] })).toMatchObject({ status: 'Blocked', verdict: 'blocked' })
  expect(matrixWith(undefined)).toMatchObject({ status: 'Blocked', verdict: 'blocked' })
})

const report = (status: 'passed' | 'failed') => ({
  testResults: [
    { name: '/elsewhere/packages/a/test/a.test.ts', status, assertionResults: [{ status, fullName: 'acts once' }] },
    {
      name: '/elsewhere/packages/a/test/b.test.ts',
      status: 'passed',
      assertionResults: [{ status: 'passed', fullName: 'ends' }],
    },
  ],
})

const configured = (evidence: readonly object[], more: object) =>
  readReadinessConfig(JSON.stringify({ ...more, rows: { security: { owner: 'Trust', evidence } } }))

async function collected(evidence: readonly object[], more: object = {}) {
  const config = configured(evidence, more)
  const matrix = await collectMatrix({ version: '2.0.0', folder, config, exceptions: [], now: Date.parse(candidate.at) })
  return matrix.rows.find(({ id }) => id === 'security')!
}

/**
 * As `collected`, of evidence that has nothing to do with the commit: git is not started to ask for it. Nor is `portico`, whose
 * document is given: it is as if it had printed that.
 */
async function lookedAt(stated: object, printed?: object) {
  const { owner, evidence } = configured([stated], {}).rows.security!
  const looking = {
    folder,
    commit: undefined,
    tested: undefined,
    run: async (command: readonly string[]) =>
      printed && command.join(' ') === 'portico'
        ? { exitCode: 0, stdout: JSON.stringify(printed), stderr: '' }
        : runCommand(command, folder, 60_000),
  }
  const matrix = buildMatrix(candidate, { security: { owner, evidence: await collectEvidence(evidence[0]!, looking) } }, [])
  return matrix.rows.find(({ id }) => id === 'security')!
}

const tests = { kind: 'tests', name: 'Tests', reports: '*/results.json', files: ['packages/a/test/a.test.ts'] }

test('tests hold only if all of them ran and none failed', async () => {
  expect(await collected([tests])).toMatchObject({ status: 'Blocked', evidence: [{ says: 'There is no test report.' }] })
  write('a/results.json', report('passed'))
  expect(await collected([tests])).toMatchObject({ status: 'OK', evidence: [{ holds: true, says: '1 tests passed.' }] })
  const more = { ...tests, files: ['packages/a/test/', 'packages/a/test/gone.test.ts'] }
  expect(await collected([more])).toMatchObject({
    status: 'Blocked',
    evidence: [{ says: '2 tests passed, no test of packages/a/test/gone.test.ts ran.' }],
  })
  write('a/results.json', '{"testResults":[')
  expect(await collected([tests])).toMatchObject({
    status: 'Blocked',
    evidence: [{ says: 'A test report is truncated, or is not one.' }],
  })
  write('a/results.json', report('failed'))
  expect(await collected([tests])).toMatchObject({
    status: 'Blocked',
    evidence: [{ says: '0 tests passed, 1 failed, such as "acts once".' }],
  })
})

test('a command holds if it exits with 0, and a missing one does not', async () => {
  const run = (...command: string[]) => lookedAt({ kind: 'command', name: 'Command', run: command, severity: 'V3' })
  expect(await run('true')).toMatchObject({ status: 'OK', highestOpen: null })
  const failed = await run('sh', '-c', 'echo one link is broken >&2; exit 1')
  expect(failed).toMatchObject({
    status: 'Blocked',
    highestOpen: 'V3',
    evidence: [{ says: 'Exit code 1: one link is broken.' }],
  })
  expect(await run('no-such-program')).toMatchObject({ status: 'Blocked', evidence: [{ says: 'It could not be run.' }] })
})

test('judgements are as grave as they say, and a file that is not one is a V3', async () => {
  const judgement = {
    schema: 'portico.quality.judgement/1',
    dataset: 'd',
    suite: 's',
    success: false,
    severity: 'V1',
    evaluated: 2,
    failures: [{}],
  }
  const source = { kind: 'judgements', name: 'Checkpoint', files: 'quality/*.json' }
  expect(await lookedAt(source)).toMatchObject({ status: 'Blocked', evidence: [] })
  expect(await lookedAt({ ...source, kind: 'files' })).toMatchObject({ status: 'Blocked', highestOpen: 'V2' })
  write('quality/a.json', judgement)
  expect(await lookedAt(source)).toMatchObject({ status: 'Risk', highestOpen: 'V1' })
  for (const wrong of ['{"schema"', { ...judgement, success: true }, { ...judgement, success: true, severity: null }, {}]) {
    write('quality/a.json', wrong)
    expect(await lookedAt(source)).toMatchObject({ status: 'Blocked', highestOpen: 'V3' })
  }
})

test('dependency advisories count by their level, and a registry without an answer is a risk', async () => {
  const audit = (vulnerabilities: object) => {
    write('audit.json', { metadata: { vulnerabilities: { critical: 0, high: 0, moderate: 0, low: 0, ...vulnerabilities } } })
    return lookedAt({ kind: 'dependencies', name: 'Audit', run: ['cat', 'audit.json'] })
  }
  expect(await audit({})).toMatchObject({ status: 'OK' })
  expect(await audit({ moderate: 1 })).toMatchObject({ status: 'Risk', highestOpen: 'V1' })
  expect(await audit({ critical: 1, low: 3 })).toMatchObject({ status: 'Blocked', highestOpen: 'V3' })
  const silent = { kind: 'dependencies', name: 'Audit', run: ['true'] }
  expect(await lookedAt(silent)).toMatchObject({ status: 'Risk', highestOpen: 'V1' })
})

test('a row’s open incidents count, by the gravest; mitigated, excepted and other sources’ ones do not', async () => {
  const incident = { source: 'ledger', severity: 'V1', state: 'open', title: 'A proof is contradicted' }
  const check = (incidents: object[]) =>
    lookedAt({ kind: 'incidents', name: 'Incidents', run: ['portico'], sources: ['ledger'] }, { incidents })
  expect(await check([])).toMatchObject({ status: 'OK' })
  expect(await check([incident])).toMatchObject({ status: 'Risk', highestOpen: 'V1' })
  const graver = { ...incident, severity: 'V3', title: 'A refund is contradicted' }
  expect(await check([incident, graver])).toMatchObject({
    status: 'Blocked',
    highestOpen: 'V3',
    evidence: [{ says: '2 are open, the gravest: A refund is contradicted.' }],
  })
  const settled = ['mitigated', 'excepted', 'closed'].map((state) => ({ ...graver, state }))
  expect(await check([...settled, { ...graver, source: 'gate' }])).toMatchObject({ status: 'OK' })
  const unknown = { kind: 'incidents', name: 'Incidents', run: ['sh', '-c', 'exit 2'], sources: ['ledger'] }
  expect(await lookedAt(unknown)).toMatchObject({ status: 'Risk', highestOpen: 'V1' })
})

test('connections are judged by their probes, and approvals by whether they were decided in time', async () => {
  const health = (...statuses: string[]) =>
    lookedAt(
      { kind: 'health', name: 'Health', run: ['portico'] },
      { connectors: statuses.map((status, index) => ({ name: `c${index}`, status })) },
    )
  expect(await health('ok', 'ok')).toMatchObject({ status: 'OK', evidence: [{ says: 'c0 ok, c1 ok.' }] })
  expect(await health('ok', 'degraded')).toMatchObject({ status: 'Risk', highestOpen: 'V1' })
  expect(await health('ok', 'failing')).toMatchObject({ status: 'Blocked', highestOpen: 'V2' })
  expect(await health()).toMatchObject({ status: 'Risk', highestOpen: 'V1' })
  expect(await health('wonderful')).toMatchObject({ status: 'Risk', highestOpen: 'V1' })
  const approvals = (...compliance: object[]) =>
    lookedAt({ kind: 'compliance', name: 'Approvals', run: ['portico'] }, { compliance })
  expect(await approvals()).toMatchObject({ status: 'OK', evidence: [{ says: 'Nothing was due.' }] })
  expect(await approvals({ approvalClass: 'A1', due: 2, inTime: 2 })).toMatchObject({ status: 'OK' })
  expect(await approvals({ approvalClass: 'A2', due: 2, inTime: 1 })).toMatchObject({ status: 'Blocked', highestOpen: 'V2' })
})

test('a commit holds without uncommitted changes, and test reports count only for their own commit', async () => {
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder, stdio: 'ignore' })
  expect(await collected([{ kind: 'commit', name: 'Commit' }])).toMatchObject({ status: 'Blocked', highestOpen: 'V2' })
  git('init')
  write('a.txt', 'a')
  git('add', '-A')
  git('commit', '-m', 'a')
  expect(await collected([{ kind: 'commit', name: 'Commit' }])).toMatchObject({ status: 'OK' })
  write('.gitignore', 'reports/\n')
  git('add', '-A')
  git('commit', '-m', 'b')
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim()
  write('reports/results.json', report('passed'))
  const tested = async (text: unknown) => {
    write('reports/tested.json', text)
    return collected([{ ...tests, reports: 'reports/results.json' }], { tested: 'reports/tested.json' })
  }
  expect(await tested({ commit })).toMatchObject({ status: 'OK' })
  const stale = { status: 'Blocked', evidence: [{ says: 'The reports are from commit c0ffee: run the tests again.' }] }
  expect(await tested({ commit: 'c0ffee' })).toMatchObject(stale)
  expect(await tested('{')).toMatchObject({ status: 'Blocked' })
  write('b.txt', 'b')
  expect(await collected([{ kind: 'commit', name: 'Commit' }])).toMatchObject({
    status: 'Blocked',
    evidence: [{ says: '1 files have uncommitted changes.' }],
  })
})

test('the page has both languages, and foreign text stays text', () => {
  const evidence = [{ ...found('V2', 'Tests | <b>'), says: 'Failed: [x](javascript:1)' }]
  const page = matrixPage(buildMatrix(candidate, { security: { owner: 'Trust', evidence } }, []), '../')
  expect(page).toContain('| Security | Blocked | Trust | V2 | 0 / 1 |')
  expect(page).toContain('| الأمن | محظور | Trust | V2 | 0 / 1 |')
  expect(page).not.toContain('<b>')
  expect(page).not.toContain('[x](')
})

test.each([
  ['{', 'unreadable'],
  ['{"rows":{"secrity":{"owner":"a","evidence":[]}}}', 'not_understood'],
  ['{"rows":{"security":{"owner":"a","evidence":[]}}}', 'not_understood'],
  ['{"rows":{"security":{"owner":"a","evidence":[{"kind":"hope","name":"a"}]}}}', 'not_understood'],
])('the configuration %s is refused', (text, code) => {
  expect(() => readReadinessConfig(text)).toThrow(expect.objectContaining({ code }))
})

test('an exception says who, why and until when', () => {
  expect(readExceptions(JSON.stringify({ exceptions: [exception] }))).toEqual([exception])
  const { who: _who, ...nobody } = exception
  for (const wrong of [nobody, { ...exception, until: 'some day' }]) {
    expect(() => readExceptions(JSON.stringify({ exceptions: [wrong] }))).toThrow(
      expect.objectContaining({ code: 'not_understood' }),
    )
  }
})
