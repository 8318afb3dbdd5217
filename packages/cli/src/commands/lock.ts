import { existsSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type * as Mcp from '@portico/mcp'
import type { CommandContext } from '../command-context.ts'
import { type Setup, setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { lockAt, lockFile } from '../mcp/lock-file.ts'
import { chosenConnectors, selectionOf } from '../mcp/toolset-options.ts'
import { Mistake } from '../mistake.ts'
import type { Output } from '../terminal/output.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'
import { imported } from '../optional-peers.ts'

export interface LockOptions {
  readonly check?: boolean
  readonly allow?: Mcp.ChangeClass
}

/** `portico lock`: writes the current state of the tools; with `--check`, compares and writes nothing. */
export async function lock({ io, output, options: common }: CommandContext, { check, allow }: LockOptions): Promise<ExitCode> {
  const mcp = await imported('@portico/mcp', () => import('@portico/mcp'))
  const setup = await setUp(io, common)
  const file = lockFile(setup)
  if (check && !existsSync(file)) throw new Mistake('file', file, 'there is no such file', 'write it with portico lock')
  const present = await presentLock(setup, mcp)
  // An unreadable lock is rewritten, with nothing to compare to.
  const locked = check || readable(setup, mcp) ? lockAt(setup, mcp) : undefined
  const comparison = mcp.compareLocks(locked ?? present, present)
  const shown = relative(io.cwd, file) || file
  if (!check) writeFileSync(file, mcp.lockText(present))
  await tell(output, { file: shown, written: !check, comparison, tools: countOf(present) })
  return check && mcp.rankOf(comparison.class) > mcp.rankOf(allow) ? exitCode.refused : exitCode.ok
}

async function presentLock(setup: Setup, { lockOf }: typeof Mcp): Promise<Mcp.ConnectorsLock> {
  const chosen = chosenConnectors(setup, {})
  const connectors = Object.fromEntries(
    await Promise.all(chosen.map(async (name) => [name, await setup.connector(name)] as const)),
  )
  try {
    return lockOf(connectors, selectionOf(setup, chosen), { fixed: setup.config.mcp?.fixed ?? {} })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Mistake('configuration', 'mcp', error.message, 'fix it in portico.config.ts', error)
  }
}

function readable(setup: Setup, mcp: typeof Mcp): boolean {
  if (!existsSync(lockFile(setup))) return false
  try {
    lockAt(setup, mcp)
    return true
  } catch (error) {
    if (error instanceof Mistake) return false
    throw error
  }
}

function countOf({ connectors }: Mcp.ConnectorsLock): number {
  return Object.values(connectors).reduce((sum, { tools }) => sum + Object.keys(tools).length, 0)
}

interface Told {
  readonly file: string
  readonly written: boolean
  readonly comparison: Mcp.LockComparison
  readonly tools: number
}

async function tell(output: Output, { file, written, comparison, tools }: Told): Promise<void> {
  const { class: highest, byConnector, changes } = comparison
  if (output.json) {
    await output.document({ file, written, tools, class: highest ?? null, connectors: byConnector, changes })
    return
  }
  const { style, width } = output
  const colours = { major: 'red', minor: 'yellow', patch: 'dim' } as const
  const rows = changes.map(({ class: one, connector, tool, at, what }) => [
    style[colours[one]](one),
    tool ?? connector,
    oneLine(at),
    oneLine(what),
  ])
  if (rows.length > 0) await output.lines(listing(['class', 'tool', 'where', 'what'], rows, { width, style }))
  const said = highest === undefined ? `${tools} tools match ${file}` : `${changes.length} changes, together ${highest}`
  output.note(written ? `${file} is written: ${tools} tools; ${said}` : said)
}
