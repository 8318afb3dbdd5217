import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OfficialTools } from './tools.ts'

/** The suite's result of one scenario. */
export interface Scenario {
  readonly name: string
  readonly passed: number
  /** Ids of checks that failed. */
  readonly failed: readonly string[]
  readonly warned: readonly string[]
}

interface Check {
  readonly id: string
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO'
}

/** Every scenario of a protocol revision, at that revision. */
export async function runRevision(
  tools: OfficialTools,
  url: string,
  revision: string,
  folder: string,
): Promise<readonly Scenario[]> {
  const listed = await namesOf(tools, '--spec-version', revision)
  await tools.conformance('server', '--url', url, '--spec-version', revision, '--suite', 'all', '--output-dir', folder)
  return listed.map((name) => readScenario(folder, name))
}

/** Every scenario of the tasks extension, which no revision lists. */
export async function runTasks(tools: OfficialTools, url: string, folder: string): Promise<readonly Scenario[]> {
  const names = (await namesOf(tools)).filter((name) => name.startsWith('tasks-'))
  for (const name of names) await tools.conformance('server', '--url', url, '--scenario', name, '--output-dir', folder)
  return names.map((name) => readScenario(folder, name))
}

async function namesOf(tools: OfficialTools, ...given: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await tools.conformance('list', '--server', ...given)
  const names = [...stdout.matchAll(/^ {2}- ([\w-]+)/gm)].map(([, name]) => name!)
  if (names.length === 0) throw new Error(`the suite lists no scenario:\n${stdout}`)
  return names
}

function readScenario(folder: string, name: string): Scenario {
  const [file] = globSync(`server-${name}-20*/checks.json`, { cwd: folder })
  if (!file) throw new Error(`the suite left no result of ${name}`)
  const checks = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Check[]
  const ids = (status: Check['status']): readonly string[] =>
    checks.filter((check) => check.status === status).map(({ id }) => id)
  return { name, passed: ids('SUCCESS').length, failed: ids('FAILURE'), warned: ids('WARNING') }
}
