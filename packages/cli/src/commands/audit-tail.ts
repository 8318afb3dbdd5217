import { resolve } from 'node:path'
import { governance } from '../audit/governance.ts'
import { unreadable } from '../audit/unreadable.ts'
import type { CommandContext } from '../command-context.ts'
import type { CommonOptions } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

interface TailOptions extends CommonOptions {
  readonly lines?: string
}

/** What the table shows of a row. A log of another version may lack any of it. */
interface Shown {
  readonly at?: string
  readonly connector?: string
  readonly operation?: string
  readonly actor?: { readonly id?: string }
  readonly outcome?: string
  readonly commitState?: string
  readonly decidedBy?: string
}

/** `portico audit tail <log>`: the last rows, of the given tenant where one is given. Says nothing of whether they are sound. */
export async function auditTail({ io, output, options }: CommandContext<TailOptions>, log: string): Promise<ExitCode> {
  const wanted = countOf(options.lines)
  const { linesOf, readLine } = await governance()
  const last: { readonly sequence: number; readonly tenantId: string; readonly row: Shown }[] = []
  let unread = 0
  try {
    for await (const { text } of linesOf(resolve(io.cwd, log))) {
      const row = readLine(text)
      if (!row) unread++
      else if (options.tenant === undefined || row.tenantId === options.tenant) {
        last.push({ sequence: row.sequence, tenantId: row.tenantId, row: JSON.parse(row.text) as Shown })
        if (last.length > wanted) last.shift()
      }
    }
  } catch (error) {
    unreadable(log, error)
  }
  if (unread > 0) output.warn(`${unread} lines are no rows: portico audit verify says where`)
  if (output.json) await output.document({ rows: last })
  else await output.lines(table(last, output))
  return exitCode.ok
}

function countOf(lines: string | undefined): number {
  if (lines === undefined) return 10
  if (!/^[1-9]\d{0,5}$/.test(lines))
    throw new Mistake('usage', '--lines', `'${oneLine(lines)}' is no number of rows`, 'write --lines 20')
  return Number(lines)
}

function table(
  rows: readonly { readonly sequence: number; readonly tenantId: string; readonly row: Shown }[],
  { width, style }: CommandContext['output'],
): string[] {
  if (rows.length === 0) return []
  const text = (value: string | undefined): string => oneLine(value ?? '–')
  return listing(
    ['tenant', 'row', 'at', 'operation', 'actor', 'outcome', 'vendor', 'decided by'],
    rows.map(({ sequence, tenantId, row }) => [
      style.bold(text(tenantId)),
      String(sequence),
      text(row.at),
      text(`${row.connector}.${row.operation}`),
      text(row.actor?.id),
      text(row.outcome),
      text(row.commitState),
      text(row.decidedBy),
    ]),
    { width, style },
  )
}
