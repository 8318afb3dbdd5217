import type { ChainedRow } from '@portico/governance'
import { logFile } from '../audit/log-file.ts'
import { unreadable } from '../audit/unreadable.ts'
import type { CommandContext } from '../command-context.ts'
import type { CommonOptions } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { fromFolder, isStoreAddress, withStore } from '../store/named-store.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'
import { governancePackage } from '../optional-peers.ts'

interface TailOptions extends CommonOptions {
  readonly lines?: string
}

/** What the table shows of a row. A log from another version may lack any of it. */
interface Shown {
  readonly at?: string
  readonly connector?: string
  readonly operation?: string
  readonly actor?: { readonly id?: string }
  readonly outcome?: string
  readonly commitState?: string
  readonly decidedBy?: string
  readonly _tombstone?: { readonly rows: number; readonly reason: string }
}

interface Last {
  readonly sequence: number
  readonly tenantId: string
  /** Undefined if a purge removed its text. */
  readonly row: Shown | undefined
}

/** `portico audit tail <log or store>`: the last rows, optionally of one tenant. Does not verify them. */
export async function auditTail({ io, output, options }: CommandContext<TailOptions>, log: string): Promise<ExitCode> {
  const wanted = countOf(options.lines)
  const { rows, unread } = isStoreAddress(log)
    ? { rows: await ofStore(fromFolder(io.cwd, log), wanted, options.tenant), unread: 0 }
    : await ofFile(await logFile(io.cwd, log), wanted, options.tenant).catch((error: unknown) => unreadable(log, error))
  if (unread > 0) output.warn(`${unread} lines are not rows: portico audit verify says where`)
  if (output.json) await output.document({ rows })
  else await output.lines(table(rows, output))
  return exitCode.ok
}

async function ofFile(path: string, wanted: number, tenant: string | undefined) {
  const { auditLines, readAuditLine } = await governancePackage()
  const rows: Last[] = []
  let unread = 0
  for await (const { text } of auditLines(path)) {
    const row = readAuditLine(text)
    if (!row) unread++
    else if (tenant === undefined || row.tenantId === tenant) {
      rows.push(shownRow(row))
      if (rows.length > wanted) rows.shift()
    }
  }
  return { rows, unread }
}

async function ofStore(address: string, wanted: number, tenant: string | undefined): Promise<readonly Last[]> {
  const { lastAuditRows } = await governancePackage()
  const rows = await withStore(address, ({ db }) =>
    lastAuditRows(db, { most: wanted, ...(tenant !== undefined && { tenantId: tenant }) }),
  )
  return rows.map(shownRow)
}

function shownRow({ sequence, tenantId, text }: ChainedRow): Last {
  return { sequence, tenantId, row: text === '' ? undefined : (JSON.parse(text) as Shown) }
}

function countOf(lines: string | undefined): number {
  if (lines === undefined) return 10
  if (!/^[1-9]\d{0,5}$/.test(lines))
    throw new Mistake('usage', '--lines', `'${oneLine(lines)}' is not a number of rows`, 'write --lines 20')
  return Number(lines)
}

function table(rows: readonly Last[], { width, style }: CommandContext['output']): string[] {
  if (rows.length === 0) return []
  const text = (value: string | undefined): string => oneLine(value ?? '–')
  return listing(
    ['tenant', 'row', 'at', 'operation', 'actor', 'outcome', 'vendor', 'decided by'],
    rows.map(({ sequence, tenantId, row }) => [
      style.bold(text(tenantId)),
      String(sequence),
      text(row?.at),
      text(row ? operationOf(row) : 'purged'),
      text(row?.actor?.id),
      text(row?.outcome),
      text(row?.commitState),
      text(row?.decidedBy),
    ]),
    { width, style },
  )
}

/** A tombstone belongs to no operation: it says what was purged. */
function operationOf({ _tombstone: tombstone, connector, operation }: Shown): string {
  return tombstone ? `${tombstone.rows} rows purged (${tombstone.reason})` : `${connector}.${operation}`
}
