import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { AnyConnector } from '@portico/core'
import { bypassVisitors, type Node, type Visitors } from './bypasses.ts'
import { type Cover, coverOf } from './cover.ts'

interface RuleContext {
  readonly cwd: string
  report(problem: { readonly node: Node; readonly message: string }): void
}

/** Finds what bypasses the connectors installed where the linter runs. */
const noBypass = {
  meta: {
    type: 'problem',
    docs: { description: 'Reach a vendor through its connector, and not past it.' },
    schema: [],
  },
  create(context: RuleContext): Visitors {
    return bypassVisitors(coversIn(context.cwd), (node, { message }) => context.report({ node, message }))
  },
} as const

/** A plug-in for ESLint, and for oxlint's `jsPlugins`: the rule is `portico/no-bypass`. */
export default { meta: { name: 'portico' }, rules: { 'no-bypass': noBypass } }

const kept: unique symbol = Symbol('portico.covers')

/** Read once per process and folder, since a linter asks for every file. */
function coversIn(cwd: string): readonly Cover[] {
  const holder = noBypass as typeof noBypass & { [kept]?: Map<string, readonly Cover[]> }
  const byFolder = (holder[kept] ??= new Map())
  const held = byFolder.get(cwd)
  if (held) return held
  const require = createRequire(join(cwd, 'portico.js'))
  const covers = installed(cwd).flatMap((name) => {
    const exported = Object.values(require(`@portico/${name}`) as Record<string, unknown>)
    return exported.filter(isConnector).map(coverOf)
  })
  byFolder.set(cwd, covers)
  return covers
}

function installed(cwd: string): readonly string[] {
  const names = new Set<string>()
  for (let folder = cwd; ; folder = dirname(folder)) {
    const scope = join(folder, 'node_modules', '@portico')
    if (existsSync(scope)) for (const name of readdirSync(scope)) if (name.startsWith('connector-')) names.add(name)
    if (folder === dirname(folder)) return [...names].toSorted()
  }
}

function isConnector(value: unknown): value is AnyConnector {
  const { vendor, operations } = (value ?? {}) as Partial<AnyConnector>
  return typeof vendor?.id === 'string' && typeof operations === 'object'
}
