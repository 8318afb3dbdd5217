import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDecisions } from '../docs/check-decisions.ts'
import { checkDependencies } from '../docs/check-dependencies.ts'
import { checkExamples } from '../docs/check-examples.ts'
import { checkImports } from '../docs/check-imports.ts'
import { checkIndex } from '../docs/check-index.ts'
import { checkLinks } from '../docs/check-links.ts'
import { checkPackages } from '../docs/check-packages.ts'
import { checkPlanes } from '../docs/check-planes.ts'
import { checkReferences } from '../docs/check-references.ts'
import { checkRunbooks } from '../docs/check-runbooks.ts'
import { checkSupport } from '../docs/check-support.ts'
import { checkThreats } from '../docs/check-threats.ts'
import { checkVendorFacts } from '../docs/check-vendor-facts.ts'
import { checkWords } from '../docs/check-words.ts'
import { pageOf, readPages } from '../docs/page.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portico-docs-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const texts = (problems: readonly { readonly text: string }[]): string[] => problems.map(({ text }) => text)

test('broken links and anchors are reported with their line', () => {
  write(
    'docs/a.md',
    '# A\n\n[b](b.md#the-second-part) [gone](gone.md) [none](b.md#none) [self](#a) [out](../../x.md) [web](https://x.example)\n',
  )
  write('docs/b.md', '# B\n\n## The `second` part\n\n<a id="own"></a>[own](#own) [root](/docs/a.md)\n')
  expect(checkLinks(root, readPages(root))).toEqual([
    { file: 'docs/a.md', line: 3, text: 'gone.md: docs/gone.md does not exist' },
    { file: 'docs/a.md', line: 3, text: 'b.md#none: docs/b.md has no heading #none' },
    { file: 'docs/a.md', line: 3, text: '../../x.md leads out of the repository' },
    { file: 'docs/b.md', line: 5, text: '/docs/a.md: write the link relative to the page' },
  ])
})

test('the index has each topic once, owned, current, and every page of the documentation', () => {
  const row = (topic: string, link: string, owner: string, until: string): string =>
    `| ${topic} | ${link} | ${owner} | ${until} |\n`
  const index = pageOf(
    'docs/source-of-truth.md',
    '| topic | canonical page | owner | review by |\n| --- | --- | --- | --- |\n' +
      row('One', '[one](one.md)', 'Core', '2027-01-01') +
      row('One', '[two](two.md)', '', 'soon') +
      row('Old', '[runbooks](runbooks/)', 'Core', '2026-01-01'),
  )
  const pages = [
    index,
    pageOf('docs/one.md', ''),
    pageOf('docs/stray.md', ''),
    pageOf('docs/runbooks/a.md', ''),
    pageOf('docs/decisions/1.md', ''),
  ]
  expect(texts(checkIndex(pages, '2026-11-28', ['docs/one.md', 'SECURITY.md']))).toEqual([
    'the topic One has two canonical pages',
    'One: it has no owner',
    'One: "review by" is not a date',
    'Old: its review was due by 2026-01-01',
    'docs/stray.md is not in the index',
    'the canonical page SECURITY.md does not exist',
  ])
  expect(texts(checkIndex([], '2026-11-28'))).toEqual(['the index of canonical pages is missing'])
})

test('a runbook states owner, SLA, rollback, backfill and limits', () => {
  const whole =
    '| | |\n|---|---|\n| Owner | Core |\n| SLA | an hour |\n\n## Rollback\n\nNo.\n\n## Backfill\n\nNo.\n\n## Limits\n\nNone.\n'
  const check = (text: string): string[] => texts(checkRunbooks([pageOf('connectors/a/RUNBOOK.md', text)], ['connectors/a']))
  expect(check(whole)).toEqual([])
  expect(check(whole.replace('| Owner | Core |\n', ''))).toEqual(['does not mention owner'])
  expect(check(whole.replace('an hour', ''))).toEqual(['does not mention SLA'])
  expect(check(whole.replace('## Backfill\n\nNo.', '## Backfill\n'))).toEqual(['does not mention backfill'])
  expect(texts(checkRunbooks([], ['connectors/b']))).toEqual(['the connector has no runbook'])
})

test('a published package says what it is, and a connector has a guide to each of its majors', () => {
  const folder = join(root, 'connectors/a')
  write('connectors/a/README.md', '# A\n')
  const manifest = {
    name: 'a',
    version: '1.2.0',
    description: 'A.',
    license: 'Apache-2.0',
    repository: { type: 'git', url: 'git+https://github.com/portico-dev/portico.git', directory: 'connectors/a' },
    engines: { node: '>=22.18' },
    files: ['dist'],
  }
  const check = (more: object): string[] =>
    texts(checkPackages([{ folder, path: 'connectors/a', manifest: { ...manifest, ...more } }]))
  expect(check({})).toEqual([])
  expect(check({ repository: { ...manifest.repository, directory: 'connectors/b' } })).toEqual([
    'repository.directory is not connectors/a',
  ])
  expect(check({ license: 'MIT', files: ['src'] })).toHaveLength(2)
  expect(check({ version: '3.0.0' })).toEqual(['its major has no guide UPGRADE-2.md', 'its major has no guide UPGRADE-3.md'])
  write('connectors/a/UPGRADE-2.md', '# To 2\n')
  expect(check({ version: '2.0.1' })).toEqual([])
})

test('a connector states how long it is supported, and its vendor still supports its API version', () => {
  const vendor = 'For two years.'
  const check = (support: object | undefined): string[] =>
    texts(checkSupport([{ file: 'a', support: support as never }], '2026-11-28'))
  expect(check({ vendor, until: '2028-03-10', majorsForMonths: 12 })).toEqual([])
  expect(check({ vendor, majorsForMonths: 12 })).toEqual([])
  expect(check(undefined)).toEqual(['it states no support window'])
  expect(check({ vendor, until: '2026-11-27', majorsForMonths: 12 })).toEqual(['the vendor ended its API version on 2026-11-27'])
  expect(check({ vendor, until: '2027-01-01', majorsForMonths: 12 })).toHaveLength(1)
  expect(check({ vendor, until: 'soon', majorsForMonths: 12 })).toHaveLength(1)
  expect(check({ vendor, majorsForMonths: 0 })).toHaveLength(1)
})

test('vendor facts are valid for half a year', () => {
  const check = (verifiedAt: string): number => checkVendorFacts([{ file: 'a', verifiedAt }], '2026-11-28').length
  expect(['2026-11-23', '2026-06-01', '2026-05-31', '2027-02-01', 'lately'].map(check)).toEqual([0, 0, 1, 1, 1])
})

test('a diagram keeps the two planes apart', () => {
  const diagram = (line: string): string =>
    `\`\`\`mermaid\nflowchart TB\n  subgraph runtime [Runtime]\n    a[x] --> b\n  end\n  subgraph data [Data]\n    c --> d\n  end\n  ${line}\n\`\`\`\n`
  const check = (line: string): string[] => texts(checkPlanes([pageOf('docs/a.md', diagram(line))]))
  expect(check('e --> f')).toEqual([])
  expect(check('b -->|words| c[y]')).toEqual(['an arrow joins the planes: b and c'])
  expect(check('subgraph data\n a -.-> d\n end')).toContain('a is in both planes')
})

test('the diagram of packages draws the dependencies that the manifests have', () => {
  const of = (path: string, name: string, manifest: object) => ({
    folder: '',
    path,
    manifest: { name, version: '1.0.0', ...manifest },
  })
  const packages = [
    of('packages/core', '@portico/core', { dependencies: { '@portico/metrics': '1', undici: '8' } }),
    of('packages/cli', '@portico/cli', { peerDependencies: { '@portico/sync': '1' } }),
    of('connectors/a', '@portico/connector-a', { dependencies: { '@portico/core': '1' } }),
    of('connectors/b', '@portico/connector-b', { dependencies: { '@portico/core': '1' } }),
  ]
  const check = (...arrows: readonly string[]): string[] => {
    const text = `\`\`\`mermaid\nflowchart TB\n  ${arrows.join('\n  ')}\n\`\`\`\n`
    return texts(checkDependencies([pageOf('docs/architecture.md', text)], packages))
  }
  const whole = ['core --> metrics', 'cli -.-> sync', 'connectors --> core']
  expect(check(...whole)).toEqual([])
  expect(check(whole[0]!, whole[1]!)).toEqual(['the diagram of packages lacks connectors --> core'])
  expect(check(...whole, 'mcp --> governance')).toEqual(['no package.json has mcp --> governance'])
  expect(check('a --> b')).toEqual(['there is no diagram of the packages'])
})

test('a decision is numbered, dated and in the index once', () => {
  const check = (decision: string, index = '\n- [1. Errors speak](0001-errors.md)\n'): string[] =>
    texts(checkDecisions([pageOf('docs/decisions/README.md', index), pageOf('docs/decisions/0001-errors.md', decision)]))
  expect(check('# 1. Errors speak\n\nAccepted, 2026-11-24.\n')).toEqual([])
  expect(check('# 1. Errors speak\n\nSuperseded by [decision 2](0002-other.md), 2026-11-24.\n')).toEqual([])
  expect(check('# 1. Errors speak\n\nThey do.\n')).toHaveLength(1)
  expect(check('# 2. Errors speak\n\nAccepted, 2026-11-24.\n')).toHaveLength(2)
  expect(check('# 1. Errors speak\n\nAccepted, 2026-11-24.\n', '')).toEqual(['the index does not list it once, under its title'])
})

test('an example imports what its entry exports', () => {
  write(
    'packages/a/src/index.ts',
    "export { one } from './one.ts'\nexport type { Two } from './two.ts'\nexport { three as four } from './three.ts'\n",
  )
  const manifest = { name: '@portico/a', version: '1.0.0', exports: { '.': './src/index.ts' } }
  const packages = [{ folder: join(root, 'packages/a'), path: 'packages/a', manifest }]
  const check = (line: string): string[] => texts(checkImports([pageOf('a.md', `\`\`\`ts\n${line}\n\`\`\`\n`)], packages))
  expect(check("import { one, type Two, four as five } from '@portico/a'")).toEqual([])
  expect(check("import { one, rule } from '@portico/a'")).toEqual(['@portico/a does not export rule'])
  expect(check("import { three } from '@portico/a'")).toEqual(['@portico/a does not export three'])
  expect(check("import { one } from '@portico/a/b'")).toEqual(['there is no entry @portico/a/b'])
  expect(check("import { acme } from '@portico/connector-acme'")).toEqual([])
})

test('the examples of a page compile, one after the other, and a problem is told by the line of the page', () => {
  const example = (code: string): string => `\`\`\`ts\n${code}\n\`\`\`\n`
  const page = pageOf(
    'docs/a.md',
    [
      '# Title',
      example("import { join } from 'node:path' // a note\nconst path: string = join('a', given)\nconst count: number = path"),
      example('const path = 1\nexport const sum = path + 1\nexport default sum'),
      example('path: sum, // a field\nother: missing,'),
    ].join('\n'),
  )
  const problems = checkExamples([page, pageOf('docs/none.md', '# No example\n')], '\nconst given: string\n')
  expect(problems).toEqual([
    { file: 'docs/a.md', line: 5, text: "TS2322: Type 'string' is not assignable to type 'number'." },
    { file: 'docs/a.md', line: 16, text: "TS2304: Cannot find name 'missing'." },
  ])
}, 30_000)

test('external references appear once, on their own page', () => {
  const pages = (references: string, other: string) => [
    pageOf('docs/references.md', references),
    pageOf('docs/governance/a.md', other),
  ]
  expect(checkReferences(pages('https://a.example https://b.example', '[r](../references.md)'))).toEqual([])
  expect(texts(checkReferences(pages('https://a.example https://a.example', '')))).toEqual(['https://a.example is listed twice'])
  expect(texts(checkReferences(pages('', '[a](https://a.example)')))).toHaveLength(1)
})

test('a page lists the words of the code, and no other', () => {
  const page = pageOf('docs/a.md', '| rule | class |\n| --- | --- |\n| `one` | A |\n| `two` | B |\n')
  const check = (words: string[], column = 'rule'): string[] => texts(checkWords([page], [{ file: 'docs/a.md', column, words }]))
  expect(check(['one', 'two'])).toEqual([])
  expect(check(['one', 'three'])).toEqual(['"rule" lacks three', '"rule": the code has no two'])
  expect(check(['one'], 'family')).toEqual(['has no table of "family"'])
})

test('a threat names an existing test', () => {
  write('packages/a/test/a.test.ts', "test('refuses what isn\\'t ours', () => {})")
  const page = (named: string) =>
    pageOf(
      'docs/threat-model.md',
      `## Runtime plane\n\n## Data plane\n\n| threat | defence | test |\n| --- | --- | --- |\n| forged | refused | ${named} |\n`,
    )
  const check = (named: string): number => checkThreats(root, [page(named)]).length
  expect(check("[a](../packages/a/test/a.test.ts): `refuses what isn't ours`")).toBe(0)
  expect(check('[a](../packages/a/test/a.test.ts): `refuses all`')).toBe(1)
  expect(check('[a](../packages/a/test/b.test.ts): `refuses all`')).toBe(1)
  expect(check('trust us')).toBe(1)
})
