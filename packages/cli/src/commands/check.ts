import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type * as Check from '@portico/check'
import type { CommandContext } from '../command-context.ts'
import { setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'
import { imported } from '../optional-peers.ts'

export interface CheckOptions {
  readonly sarif?: boolean
  /** Relative to the folder. */
  readonly ignore?: readonly string[]
}

/**
 * `portico check`: finds code of a service that reaches a vendor without going through its connector. A check that could not look
 * does not pass.
 */
export async function check(
  { io, output, options: common }: CommandContext,
  folder: string,
  { sarif, ignore = [] }: CheckOptions,
): Promise<ExitCode> {
  if (sarif && output.json) throw new Mistake('usage', '--sarif', 'it is a document of its own', 'leave --json or --sarif out')
  const { coverOf, findInFolder, sarifOf } = await imported('@portico/check', () => import('@portico/check'))
  const root = resolve(io.cwd, folder)
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new Mistake('usage', 'folder', `there is no folder ${oneLine(root)}`, 'name one')
  const setup = await setUp(io, common)
  if (setup.names.length === 0)
    throw new Mistake(
      'configuration',
      'connectors',
      'there is none, so nothing is covered',
      'npm install @portico/connector-github, or another one',
    )
  const covers = await Promise.all(setup.names.map(async (name) => coverOf(await setup.connector(name))))
  const result = found(() => findInFolder(root, covers, { ignore }))
  const { findings, unread, files } = result
  if (sarif) await output.document(sarifOf(result))
  else if (output.json) await output.document({ folder: root, files, connectors: setup.names, findings, unread, ignored: ignore })
  else await output.lines(table(result, output))
  for (const { file, problem } of unread) output.warn(`${oneLine(file)} was not read: ${oneLine(problem)}`)
  if (unread.length > 0) output.warn('what was not read may bypass a connector: fix it, or leave it out with --ignore <path>')
  if (files === 0 && unread.length === 0) output.warn('it contains no source files, so nothing was checked')
  const left = ignore.length === 0 ? '' : `, ${ignore.map(oneLine).join(', ')} left out`
  const places = findings.length === 1 ? '1 place bypasses' : `${findings.length} places bypass`
  output.note(`${files} source ${files === 1 ? 'file' : 'files'}: ${places} ${setup.names.join(', ')}${left}`)
  return findings.length > 0 || unread.length > 0 || files === 0 ? exitCode.refused : exitCode.ok
}

function found(find: () => Check.FolderFindings): Check.FolderFindings {
  try {
    return find()
  } catch (error) {
    if (error instanceof RangeError) throw new Mistake('usage', 'folder', error.message, 'name a smaller one', error)
    if (error instanceof TypeError)
      throw new Mistake('usage', '--ignore', error.message, 'write it from the folder that is checked', error)
    throw error
  }
}

function table({ findings }: Check.FolderFindings, { width, style }: CommandContext['output']): string[] {
  if (findings.length === 0) return []
  const rows = findings.map(({ file, line, column, rule, connector, operation }) => [
    `${oneLine(file)}:${line}:${column}`,
    rule,
    operation === undefined ? `@portico/connector-${connector}` : `${connector}.${operation}`,
  ])
  return listing(['where', 'what', 'use instead'], rows, { width, style })
}
