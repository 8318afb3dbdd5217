import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Linter } from 'eslint'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { github } from '@portico/connector-github'
import { slack } from '@portico/connector-slack'
import { stripe } from '@portico/connector-stripe'
import { coverOf, findInFolder, findInText, sarifOf } from '@portico/check'
import plugin from '@portico/check/eslint'

const covers = [coverOf(github), coverOf(stripe), coverOf(slack)]
const found = (text: string, file = 'service.ts') => {
  const findings = findInText(file, text, covers)
  if ('problem' in findings) throw new Error(findings.problem)
  return findings.map(({ line, column, rule, connector, operation }) => [line, column, rule, connector, operation])
}

describe('an SDK', () => {
  test.each([
    ["import Stripe from 'stripe'", 'stripe'],
    ["import type { Octokit } from '@octokit/rest'", 'github'],
    ["export { WebClient } from '@slack/web-api'", 'slack'],
    ["export * from 'octokit'", 'github'],
    ["const later = () => import('@octokit/core')", 'github'],
    ["const { App } = require('@slack/bolt')", 'slack'],
    ["import old = require('stripe')", 'stripe'],
    ["import x from 'stripe/esm/stripe.esm.node.js'", 'stripe'],
  ])('%s', (text, connector) => {
    expect(found(text)).toMatchObject([[1, expect.any(Number), 'sdk-import', connector, undefined]])
  })

  test.each([
    "import x from 'stripes'",
    "import x from './stripe'",
    "import x from '@octokitty/rest'",
    "const stripe = 'stripe'",
    'require(name)',
  ])('is not %s', (text) => expect(found(text)).toEqual([]))
})

describe('the operation to use instead', () => {
  test.each([
    ["import Stripe from 'stripe'\nconst client = new Stripe('k')\nclient.refunds.create({})", 'createRefund'],
    [
      "import Stripe from 'stripe'\nclass A { stripe = new Stripe('k'); f() { return this.stripe.charges.list() } }",
      'listCharges',
    ],
    ["import Stripe from 'stripe'\nconst s = new Stripe('k')\ns.paymentIntents.capture('pi_1')", 'capturePaymentIntent'],
    ["const { WebClient } = require('@slack/web-api')\nconst web = new WebClient('t')\nweb.chat.postMessage({})", 'postMessage'],
    ["import { Octokit } from 'octokit'\nconst o = new Octokit()\no.request('GET /repos/{owner}/{repo}/issues')", 'listIssues'],
  ])('%s', (text, operation) => {
    expect(found(text).filter(([, , rule]) => rule === 'sdk-call')).toMatchObject([
      [expect.any(Number), expect.any(Number), 'sdk-call', expect.any(String), operation],
    ])
  })

  test.each([
    ["fetch('https://api.stripe.com/v1/charges')", 'stripe', 'listCharges'],
    ["await fetch(new URL('https://api.stripe.com/v1/refunds'), { method: 'POST' })", 'stripe', 'createRefund'],
    ["axios.post('https://slack.com/api/chat.postMessage', body)", 'slack', 'postMessage'],
    ['got(`https://api.github.com/repos/${owner}/${repo}/issues?state=open`)', 'github', 'listIssues'],
    ["const baseURL = 'https://API.github.com'", 'github', undefined],
    ["fetch('https://api.stripe.com/v1/nothing/here')", 'stripe', undefined],
  ])('%s', (text, connector, operation) => {
    expect(found(text)).toMatchObject([[1, expect.any(Number), 'vendor-address', connector, operation]])
  })

  test.each([
    "fetch('https://example.com/api.github.com')",
    "fetch('https://api.github.com.evil.example/')",
    'fetch(`https://${host}/v1/charges`)',
    '// https://api.stripe.com/v1/charges',
  ])('nothing for %s', (text) => expect(found(text)).toEqual([]))
})

test('a place is a line and a column, whatever the line break', () => {
  expect(found("// é\r\n\tconst a = 1\n  import('stripe')", 'a.mjs')).toEqual([[3, 3, 'sdk-import', 'stripe', undefined]])
})

test('text that is not JavaScript is reported, and no text makes it throw', () => {
  expect(findInText('a.ts', 'const = ;', covers)).toMatchObject({ file: 'a.ts', problem: expect.any(String) })
  const pieces = fc.constantFrom(
    'import ',
    "'stripe'",
    '(',
    ')',
    '`https://api.github.com/${',
    '}`',
    'require',
    'new ',
    '.',
    'x',
    '=',
    '{',
    '}',
    ';',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      findInText('a.ts', parts.join(''), covers)
    }),
    { numRuns: 200 },
  )
})

describe('a folder', () => {
  let folder: string
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'portico-check-')))
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    write('src/pay.ts', "import Stripe from 'stripe'\nnew Stripe('k').refunds\n")
    write('src/odd.js', 'const = ;')
    write('src/types.d.ts', "import 'stripe'")
    write('src/large.js', `//${' '.repeat(2_000_001)}\nimport 'stripe'`)
    write('node_modules/stripe/index.js', "import 'octokit'")
    write('.next/out.js', "import 'octokit'")
    symlinkSync(folder, join(folder, 'src', 'round'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('reads its own source, and reports what was not read', () => {
    const result = findInFolder(folder, covers)
    expect(result).toMatchObject({
      files: 3,
      findings: [{ file: 'src/pay.ts', line: 1, column: 1, connector: 'stripe' }],
      unread: [{ file: 'src/large.js' }, { file: 'src/odd.js' }],
    })
    expect(sarifOf(result)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          invocations: [
            {
              executionSuccessful: false,
              toolExecutionNotifications: [{ level: 'error' }, { level: 'error' }],
            },
          ],
          results: [
            {
              ruleId: 'sdk-import',
              ruleIndex: 0,
              locations: [{ physicalLocation: { region: { startLine: 1, startColumn: 1 } } }],
            },
          ],
        },
      ],
    })
  })

  test('skips what is ignored', () => {
    expect(findInFolder(folder, covers, { ignore: ['src/odd.js', 'src/large.js'] })).toMatchObject({ files: 1, unread: [] })
    expect(findInFolder(folder, covers, { ignore: ['./src/'] })).toMatchObject({ files: 0, findings: [], unread: [] })
    expect(() => findInFolder(folder, covers, { ignore: ['src/od.js'] })).toThrow("there is no 'src/od.js' in it")
  })

  // Node names it otherwise than the disk does, and does not find it again.
  test.runIf(process.platform === 'linux')('says of a file that it can not open that it was not read', () => {
    const own = mkdtempSync(join(tmpdir(), 'portico-check-'))
    try {
      writeFileSync(Buffer.concat([Buffer.from(`${own}/n`), Buffer.from([0xff]), Buffer.from('.js')]), "import 'stripe'")
      expect(findInFolder(own, covers)).toMatchObject({ unread: [{ problem: expect.stringContaining('ENOENT') as string }] })
    } finally {
      rmSync(own, { recursive: true, force: true })
    }
  })

  test('in the editor: ESLint and oxlint say the same', () => {
    const root = join(import.meta.dirname, '..')
    const code = "import Stripe from 'stripe'\nfetch('https://api.github.com/user')\n"
    const linter = new Linter({ cwd: root, configType: 'flat' })
    const messages = linter.verify(code, [{ plugins: { portico: plugin as never }, rules: { 'portico/no-bypass': 'error' } }])
    expect(messages.map(({ ruleId, line, column }) => [ruleId, line, column])).toEqual([
      ['portico/no-bypass', 1, 1],
      ['portico/no-bypass', 2, 1],
    ])
    const sample = join(folder, 'lint')
    mkdirSync(join(sample, 'node_modules'), { recursive: true })
    symlinkSync(join(root, 'node_modules', '@portico'), join(sample, 'node_modules', '@portico'))
    writeFileSync(join(sample, 'a.js'), code)
    const rules = { 'portico/no-bypass': 'error' }
    writeFileSync(
      join(sample, '.oxlintrc.json'),
      JSON.stringify({ jsPlugins: [join(root, 'src', 'eslint.ts')], rules, plugins: [], categories: { correctness: 'off' } }),
    )
    expect(oxlint(sample)).toEqual(messages.map(({ line, message }) => [line, message]))
  })
})

function oxlint(cwd: string): (readonly [number, string])[] {
  const repo = join(import.meta.dirname, '..', '..', '..')
  const bin = join(repo, 'node_modules', 'oxlint', 'bin', 'oxlint')
  // The plug-in and the connectors are sources here, hundreds of them.
  const ownImports = join(repo, 'tools', 'vitest', 'own-imports.ts')
  try {
    execFileSync(process.execPath, ['--import', ownImports, bin, '-f', 'json', 'a.js'], { cwd, encoding: 'utf8', stdio: 'pipe' })
    return []
  } catch (error) {
    const { diagnostics } = JSON.parse((error as { stdout: string }).stdout) as {
      diagnostics: { message: string; labels: { span: { line: number } }[] }[]
    }
    return diagnostics.map(({ message, labels }) => [labels[0]!.span.line, message] as const)
  }
}
