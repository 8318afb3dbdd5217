import type { AuditFileReport, AuditStoreReport, ChainHead } from '@portico/governance'
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

interface VerifyOptions extends CommonOptions {
  readonly head?: readonly string[]
}

/** `portico audit verify <log or store>`: exit code 1 if a row is not as it was written. */
export async function auditVerify({ io, output, options }: CommandContext<VerifyOptions>, log: string): Promise<ExitCode> {
  const heads = new Map((options.head ?? []).map(readHead))
  const report = isStoreAddress(log)
    ? await ofStore(fromFolder(io.cwd, log), heads)
    : await ofFile(await logFile(io.cwd, log), heads, log)
  if (output.json) {
    await output.document(report.intact ? { ...report, heads: Object.fromEntries(report.heads) } : report)
  } else if (report.intact) {
    const { style, width } = output
    const rows = [...report.heads].map(([tenant, { sequence, hash }]) => [style.bold(oneLine(tenant)), String(sequence), hash])
    const { rows: all, purged = 0 }: { readonly rows: number; readonly purged?: number } = report
    const gone = purged === 0 ? '' : ` (the texts of ${purged} are purged, and a later row says so)`
    await output.lines([`${style.green('intact')}: ${all} rows${gone}, ${report.heads.size} chains`])
    if (rows.length > 0) await output.lines(listing(['tenant', 'rows', 'head'], rows, { width, style }))
  } else {
    const { broken, reason, rows } = report
    const line = 'line' in report ? ` at line ${report.line}` : ''
    const row = broken ? `row ${broken.sequence} of ${oneLine(broken.tenantId)} is ${broken.problem}: ` : ''
    await output.lines([`${output.style.red('broken')}${line}: ${row}${reason} (${rows} rows before it are sound)`])
  }
  return report.intact ? exitCode.ok : exitCode.refused
}

async function ofFile(path: string, heads: ReadonlyMap<string, ChainHead>, log: string): Promise<AuditFileReport> {
  const { verifyAuditFile } = await governancePackage()
  return verifyAuditFile(path, { heads }).catch((error: unknown) => unreadable(log, error))
}

async function ofStore(address: string, heads: ReadonlyMap<string, ChainHead>): Promise<AuditStoreReport> {
  return withStore(address, (store) => store.verifyAudit({ heads }))
}

function readHead(text: string): [string, ChainHead] {
  const parts = /^(.+)=(\d+):([0-9a-f]{64})$/s.exec(text)
  if (!parts) {
    throw new Mistake(
      'usage',
      '--head',
      `'${oneLine(text)}' is not a head`,
      'write tenant=sequence:hash, as audit verify prints them',
    )
  }
  return [parts[1]!, { sequence: Number(parts[2]), hash: parts[3]! }]
}
