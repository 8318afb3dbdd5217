import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { checkConfig } from './check-config.ts'
import type { CheckedConfig } from './config-schema.ts'

export const configName = 'portico.config.ts'

export interface LoadedConfig {
  /** Absolute path. */
  readonly file: string
  readonly config: CheckedConfig
}

/** The named configuration, or the nearest `portico.config.ts` from the current folder upwards; undefined if there is none. */
export async function loadConfig(cwd: string, named: string | undefined): Promise<LoadedConfig | undefined> {
  const file = named === undefined ? findUpwards(cwd) : resolve(cwd, named)
  if (file === undefined) return undefined
  if (!existsSync(file)) {
    throw new Mistake('configuration', '--config', `there is no file ${file}`, 'name another one, or write it with portico init')
  }
  const module = await importConfig(file)
  const name = basename(file)
  if (!('default' in module)) {
    throw new Mistake('configuration', name, 'it has no default export', 'write export default defineConfig({ … })')
  }
  return { file, config: checkConfig(module['default'], name) }
}

function findUpwards(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = join(folder, configName)
    if (existsSync(file)) return file
    if (folder === dirname(folder)) return undefined
  }
}

async function importConfig(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    throw new Mistake('configuration', basename(file), problemOf(error, file), hintOf(error), error)
  }
}

function problemOf(error: unknown, file: string): string {
  if (!(error instanceof Error)) return 'it throws something that is not an Error'
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ERR_MODULE_NOT_FOUND') return oneLine(error.message.replace(/ imported from .*$/s, ''))
  const line = lineOf(error, file)
  return `${line === undefined ? '' : `line ${line}: `}${oneLine(error.message)}`
}

/** Node gives the line of a syntax error only at the top of the stack, and that of a thrown error further down. */
function lineOf(error: Error, file: string): string | undefined {
  const stack = error.stack ?? ''
  for (const place of [pathToFileURL(file).href, file]) {
    const at = stack.indexOf(`${place}:`)
    const line = at === -1 ? undefined : /^\d+/.exec(stack.slice(at + place.length + 1))?.[0]
    if (line !== undefined) return line
  }
  return undefined
}

function hintOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code
  const missing = /Cannot find package '([^']+)'/.exec((error as Error | null)?.message ?? '')?.[1]
  if (missing !== undefined) return `npm install ${missing}`
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') return 'run portico on Node 22.18 or later, which reads TypeScript'
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
    return 'use types only: enums, namespaces and parameter properties need a build'
  return 'fix the file'
}
