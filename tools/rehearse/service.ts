import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Registry } from './registry.ts'
import { run } from './run.ts'
import { serviceFiles } from './service-files.ts'

/** The service's result under one version of Node or TypeScript. */
export interface Answered {
  readonly with: string
  readonly says: string
}

const nodes = ['22', '24', '26'] as const
const typescripts = ['5.9', '7.0'] as const

/**
 * Installs one connector as a service would, from the registry alone, runs it under each Node and type-checks it with each
 * TypeScript.
 */
export async function rehearseService(folder: string, registry: Registry): Promise<Answered[]> {
  const project = join(folder, 'service')
  mkdirSync(project, { recursive: true })
  for (const [name, text] of Object.entries({ ...serviceFiles(), '.npmrc': registry.npmrc }))
    writeFileSync(join(project, name), text)
  const packages = [
    '@portico/core',
    '@portico/connector-github',
    '@portico/mcp',
    '@modelcontextprotocol/client',
    'zod',
    '@types/node@24',
  ]
  await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: project })
  const answers: Answered[] = []
  for (const version of nodes) {
    const node = await program(folder, registry, `node@${version}`, 'node')
    const said = await run(node, ['service.ts'], { cwd: project, timeoutMs: 120_000 })
    answers.push({ with: `Node ${version}`, says: said.trim().split('\n').at(-1)! })
  }
  for (const version of typescripts) {
    const compiler = await program(folder, registry, `typescript@~${version}`, 'tsc')
    await run(compiler, ['-p', project], { cwd: project })
    answers.push({ with: `TypeScript ${version}`, says: 'no complaint' })
  }
  return answers
}

/** A program from an npm package, installed in its own folder and called by path. */
async function program(folder: string, registry: Registry, specifier: string, name: string): Promise<string> {
  const own = join(folder, specifier.replaceAll(/\W/g, '-'))
  mkdirSync(own, { recursive: true })
  writeFileSync(join(own, 'package.json'), JSON.stringify({ private: true }))
  writeFileSync(join(own, '.npmrc'), registry.npmrc)
  await run('npm', ['install', '--no-audit', '--no-fund', specifier], { cwd: own })
  return join(own, 'node_modules/.bin', name)
}
