import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { record, type RecordingPlan } from '@portico/testing/record'
import { afterAll, describe, expect, test } from 'vitest'
import { compilerPath } from '../build/compiler-path.ts'
import { entryPaths } from '../build/declarations.ts'
import { checkRunbooks } from '../docs/check-runbooks.ts'
import { pageOf } from '../docs/page.ts'
import { questions, readFlags } from '../plop/answers.ts'
import { nextSteps } from '../plop/next-steps.ts'
import { scaffold } from '../plop/scaffold.ts'
import vitestConfig from '../vitest/config.ts'
import { repoRoot } from '../workspace.ts'

// Inside the repo, so that the scaffolded files find the workspace's packages as they will; Node runs no TypeScript in node_modules.
const ignored = join(repoRoot, 'test-results')
mkdirSync(ignored, { recursive: true })
const copy = mkdtempSync(join(ignored, 'scaffold-'))
const answers = { id: 'acme-desk', title: 'Acme & Co', baseUrl: 'https://api.acme.example/v1', auth: 'bearer' }
const ids = ['acme-desk', 'other-one']
const bin = (name: string): string => join(repoRoot, 'node_modules', '.bin', name)
afterAll(() => rmSync(copy, { recursive: true, force: true }))

// Scaffolded before the tests are collected: those of the scaffolded connectors are among them.
await scaffold(copy, 'connector', answers)
const note = { id: 'acme-desk', name: 'get-note', route: 'GET /notes/{note_id}', summary: 'One note.', titleAr: 'عرض ملاحظة' }
await scaffold(copy, 'operation', note)
await scaffold(copy, 'webhook', { id: 'acme-desk', scheme: 'standard', event: 'item.created' })
const stream = { id: 'acme-desk', owner: 'Data', summary: 'All notes', titleAr: 'الملاحظات' }
await scaffold(copy, 'stream', { ...stream, name: 'notes', route: 'GET /notes', cursor: 'updated_at' })
await scaffold(copy, 'stream', { ...stream, name: 'tags', route: 'GET /tags', cursor: 'none' })
await scaffold(copy, 'connector', { ...answers, id: 'other-one', auth: 'basic' })
await scaffold(copy, 'webhook', { id: 'other-one', scheme: 'hmac', event: 'item.created' })
for (const id of ids) {
  const folder = join(copy, 'connectors', id)
  cpSync(join(repoRoot, 'connectors', 'github', 'node_modules'), join(folder, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: false,
    dereference: false,
  })
  const { plan } = (await import(join(folder, 'test', 'record.ts'))) as { plan: RecordingPlan }
  const recordings = pathToFileURL(`${join(folder, 'test', 'recordings')}/`)
  mkdirSync(new URL('streams/', recordings), { recursive: true })
  for (const { file, recording } of await record(plan, { described: true, folder: recordings, today: new Date() })) {
    writeFileSync(new URL(file, recordings), JSON.stringify(recording))
  }
}

describe('a scaffolded connector', () => {
  test('type checks, the added operation included', () => {
    const config = {
      extends: join(repoRoot, 'tsconfig.json'),
      // As a user's compiler reads the packages: to check their sources takes longer than what was scaffolded.
      compilerOptions: { paths: entryPaths([copy]) },
      include: ['connectors/**/*.ts'],
      exclude: [],
    }
    const project = join(copy, 'tsconfig.json')
    writeFileSync(project, JSON.stringify(config))
    // The compiler is done before collecting garbage would pay.
    const { stdout, status } = spawnSync(compilerPath(), ['-p', project, '--noEmit', '--singleThreaded'], {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, GOGC: 'off' },
    })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  }, 120_000)

  test('imports and shows the steps of its operations', async () => {
    const { acmeDesk } = (await import(join(copy, 'connectors', 'acme-desk', 'src', 'index.ts'))) as {
      acmeDesk: { operations: object }
    }
    expect(Object.keys(acmeDesk.operations)).toEqual(['getNote', 'listItems', 'getItem', 'createItem', 'deleteItem'])
  })

  test('has no tool configuration and depends only on core', () => {
    const manifest = JSON.parse(readFileSync(join(copy, 'connectors', 'acme-desk', 'package.json'), 'utf8')) as {
      dependencies: object
    }
    expect(Object.keys(manifest.dependencies)).toEqual(['@portico/core'])
  })

  test('names things as they were named: a title without a full stop, a sentence with one, and Arabic in Arabic', async () => {
    const { acmeDesk } = (await import(join(copy, 'connectors', 'acme-desk', 'src', 'index.ts'))) as {
      acmeDesk: { vendor: object; operations: { getNote: { definition: object } } }
    }
    expect(acmeDesk.vendor).toMatchObject({ title: { en: 'Acme & Co' }, origins: { api: answers.baseUrl } })
    expect(acmeDesk.operations.getNote.definition).toMatchObject({
      title: { en: 'One note', ar: 'عرض ملاحظة' },
      summary: 'One note.',
    })
    const { acmeDeskSource } = (await import(join(copy, 'connectors', 'acme-desk', 'src', 'streams', 'index.ts'))) as {
      acmeDeskSource: { streams: { notes: { definition: object } } }
    }
    expect(acmeDeskSource.streams.notes.definition).toMatchObject({ title: { en: 'All notes' }, summary: 'All notes.' })
  })

  test('says which parts are examples, and what is unverified', () => {
    const said = nextSteps('connector', answers, copy).join('\n')
    expect(said).toMatch(/item operations .* are examples/)
    expect(said).toContain('facts.verifiedAt is the day of scaffolding')
    expect(nextSteps('operation', note, copy).join('\n')).toContain('the described responses of getNote are made up')
    expect(nextSteps('stream', { ...stream, name: 'tags' }, copy).join('\n')).toContain(
      'the described responses of tags are made up',
    )
    const unplanned = nextSteps('operation', { ...note, name: 'get-tag' }, copy).join('\n')
    expect(unplanned).toContain('test/record.ts: add a recording of getTag')
  })

  test('has a runbook, for which docs:check asks only what a person has to write', () => {
    const path = 'connectors/acme-desk/RUNBOOK.md'
    const page = pageOf(path, readFileSync(join(copy, path), 'utf8'))
    const asked = checkRunbooks([page], ['connectors/acme-desk']).map(({ text }) => text)
    expect(asked).toEqual(['owner', 'SLA', 'backfill', 'limits'].map((part) => `does not mention ${part}`))
    expect(nextSteps('connector', answers, copy).join('\n')).toContain('pnpm docs:check asks for each')
  })

  test('takes an operation even where the list is on one line, and no part of one where there is no list', async () => {
    const folder = join(copy, 'connectors', 'acme-desk')
    const index = join(folder, 'src', 'index.ts')
    const before = readFileSync(index, 'utf8')
    const tag = { ...note, name: 'get-tag', route: 'GET /tags/{tag_id}' }
    const files = ['src/index.ts', 'test/contract.test.ts', 'test/record.ts'].map((file) => join(folder, file))
    const texts = files.map((file) => readFileSync(file, 'utf8'))
    try {
      writeFileSync(index, before.replace(/ {2}operations: \{[^}]*\}/, '  operations: operations'))
      await expect(scaffold(copy, 'operation', tag)).rejects.toThrow("index.ts has no line that begins with '  operations: {'")
      expect(existsSync(join(folder, 'src/operations/get-tag.ts'))).toBe(false)
      expect(files.slice(1).map((file) => readFileSync(file, 'utf8'))).toEqual(texts.slice(1))
      writeFileSync(index, before.replace(/ {2}operations: \{[^}]*\}/, '  operations: { getItem, listItems }'))
      await scaffold(copy, 'operation', tag)
      expect(readFileSync(index, 'utf8')).toMatch(/operations: \{\s*getTag,\s*getItem, listItems \}/)
    } finally {
      files.forEach((file, at) => writeFileSync(file, texts[at]!))
      rmSync(join(folder, 'src/operations/get-tag.ts'), { force: true })
    }
  })

  test('is not overwritten', async () => {
    await expect(scaffold(copy, 'connector', answers)).rejects.toThrow('already exists')
  })
})

// Collected here as they are in a run of the connectors' own: that would start a second Vitest.
const ownTests = globSync(vitestConfig.test!.include!, { cwd: copy, exclude: (path) => path.includes('node_modules') }).toSorted()

test('a scaffolded connector has tests of its contract, itself, its webhooks and its streams', () => {
  expect(ownTests).toEqual([
    ...['connector', 'contract', 'stream-contract', 'streams', 'webhooks'].map(
      (what) => `connectors/acme-desk/test/${what}.test.ts`,
    ),
    ...['connector', 'contract', 'webhooks'].map((what) => `connectors/other-one/test/${what}.test.ts`),
  ])
})

describe.each(ownTests)('%s', async (file) => {
  await import(join(copy, file))
})

describe('flags', () => {
  test('are read in both forms, and an unknown one is refused', () => {
    expect(readFlags(['--id', 'acme', '--title=Acme = Co'], questions['connector']!)).toEqual({ id: 'acme', title: 'Acme = Co' })
    expect(() => readFlags(['--identifier', 'x'], questions['connector']!)).toThrow('--id')
    expect(() => readFlags(['--id'], questions['connector']!)).toThrow('needs a value')
  })

  const plop = (...argv: readonly string[]) =>
    spawnSync(bin('node'), [join(repoRoot, 'tools', 'plop', 'main.ts'), ...argv], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  test('without a terminal, a missing one exits with 2', () => {
    const { status, stderr } = plop('connector', '--id', 'acme')
    expect(status).toBe(2)
    expect(stderr.trim()).toBe('without a terminal, state --title, --baseUrl, --auth')
  })

  test('are listed by --help', () => {
    const { status, stdout } = plop('operation', '--help')
    expect(status).toBe(0)
    for (const { name } of questions['operation']!) expect(stdout).toContain(`--${name} `)
    expect(stdout).not.toContain('--owner')
  })

  const problem = (generator: string, flag: string, answer: string): string | undefined =>
    questions[generator]!.find(({ name }) => name === flag)!.check(answer)

  test.each([
    ['operation', 'summary', 'x', 'has 1 characters: 3 at least'],
    ['operation', 'summary', 'x'.repeat(121), 'has 121 characters: 120 at most'],
    ['operation', 'summary', "The user's note.", 'without quotes'],
    ['operation', 'titleAr', 'One note', 'in Arabic letters'],
    ['stream', 'titleAr', '', 'in Arabic letters'],
    ['connector', 'title', 'Acme "One"', 'without quotes'],
    ['connector', 'baseUrl', 'http://api.acme.example', 'an https URL'],
    ['connector', 'baseUrl', 'https://api.acme.example/?v=1', 'without a query'],
    ['connector', 'baseUrl', 'https://api.acme.example/#top', 'without a query or fragment'],
    ['connector', 'baseUrl', 'https://me:secret@api.acme.example', 'without a user or password'],
    ['connector', 'baseUrl', 'https://{subdomain}.acme.example/v1', "one account's"],
    ['connector', 'baseUrl', 'https://api.acme.example/v1/{company}', 'then write the template in src/vendor.ts'],
    ['connector', 'baseUrl', 'https://API.acme.example/v1', 'as it is sent: https://api.acme.example/v1'],
    ['connector', 'baseUrl', 'https://api.acme.example/v1/../v2', 'as it is sent: https://api.acme.example/v2'],
  ])('of %s: --%s %j is refused for what is wrong with it', (generator, flag, answer, expected) => {
    expect(problem(generator, flag, answer)).toContain(expected)
  })

  test('an origin may have a path', () => {
    expect(problem('connector', 'baseUrl', 'https://api.acme.example/v1')).toBeUndefined()
    expect(problem('connector', 'baseUrl', 'https://api.acme.example/')).toBeUndefined()
  })
})
