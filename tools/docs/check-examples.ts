import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compilerPath } from '../build/compiler-path.ts'
import { publicPackages, repoRoot } from '../workspace.ts'
import { givenNames } from './given-names.ts'
import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

const namesFile = 'tools/docs/given-names.ts'
/** Its examples are of a connector that is not here, whose operations are names in their types. */
const ofNobodysConnector = 'packages/testing/README.md'

/**
 * Examples that do not compile. Each page is one program, line by line where the page has it: an example sees what those before it have
 * declared, and may declare it anew. What readers have of their own is `given`.
 */
export function checkExamples(pages: readonly Page[], given: string = givenNames): Problem[] {
  const cache = join(repoRoot, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'examples-'))
  try {
    const write = (path: string, text: string): string => {
      const file = join(work, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    }
    const programs = pages.flatMap(({ path, text }) => {
      if (path === ofNobodysConnector) return []
      const program = programOf(text)
      return program === undefined ? [] : [write(`${path}.ts`, program)]
    })
    const project = write(
      'tsconfig.json',
      JSON.stringify({
        extends: join(repoRoot, 'tsconfig.json'),
        compilerOptions: {
          // What an example ends with is for its reader.
          noUnusedLocals: false,
          noUnusedParameters: false,
          noImplicitReturns: false,
          declaration: false,
          paths: sourcePaths(),
          typeRoots: [join(repoRoot, 'node_modules', '@types')],
        },
        files: [write(namesFile, `\nexport {}; declare global {${given}}`), ...programs],
        include: [],
      }),
    )
    const { stdout, stderr, status, error } = spawnSync(compilerPath(), ['-p', project, '--pretty', 'false'], {
      encoding: 'utf8',
      cwd: work,
    })
    if (error) throw error
    const problems = [...stdout.matchAll(/^(\S+)\((\d+),\d+\): error (TS\d+: .*)$/gm)].map(([, file = '', line, text = '']) => ({
      file: file.replace(/\.md\.ts$/, '.md'),
      line: Number(line),
      text,
    }))
    if (status !== 0 && problems.length === 0) throw new Error(`the examples were not compiled: ${stdout}${stderr}`)
    return problems
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const fence = /^```ts\n([\s\S]*?)^```$/gm
const imports = /^import (?:type )?\{[^}]*\} from '[^']+'(?: *\/\/[^\n]*)?\n/gm

/** The page's examples, each in a block within the one before; undefined for a page without any. */
function programOf(page: string): string | undefined {
  const head = new Map<string, string>()
  let program = ''
  let blocks = 0
  let end = 0
  for (const { 0: whole, 1: code = '', index } of page.matchAll(fence)) {
    for (const [statement] of code.matchAll(imports)) addNames(head, statement)
    program += `${blank(page.slice(end, index))}{\n${body(code)}`
    end = index + whole.length
    blocks++
  }
  if (blocks === 0) return undefined
  const imported = [...head].map(([name, entry]) => `import { ${name} } from '${entry}'`).join(';')
  return `${imported}; export const examples = async () => {${program}${'}'.repeat(blocks + 1)}\n`
}

function addNames(head: Map<string, string>, statement: string): void {
  const [, names = '', entry = ''] = /\{([^}]*)\} from '([^']+)'/.exec(statement)!
  // A file of the reader's own.
  if (entry.startsWith('.')) return
  for (const name of names.split(',')) if (name.trim() !== '') head.set(name.trim(), entry)
}

/** Without its imports, which the head has, and as it may stand in a block. Bare fields are those of an object. */
function body(code: string): string {
  const stands = code
    .replaceAll(imports, blank)
    .replaceAll(/^export default /gm, 'void ')
    .replaceAll(/^export /gm, '')
  return /^\w+: /.test(code) ? `void ({${stands.trimEnd()}})\n` : stands
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, '')
}

/** Where each entry of the packages has its source: connectors are nobody's dependency here. */
function sourcePaths(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    publicPackages().flatMap(({ folder, manifest: { name, exports = {} } }) =>
      Object.entries(exports).map(([key, source]) => [name + key.slice(1), [join(folder, source)]]),
    ),
  )
}
