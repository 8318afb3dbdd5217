import { type FileHandle, open, truncate } from 'node:fs/promises'
import type { AuditRow, AuditSink } from '@portico/core'
import { auditText } from './audit-text.ts'
import { type ChainHead, chainRow, chainStart } from './chain.ts'
import { type FileLock, fileLock } from '../files/file-lock.ts'
import { writeAuditLine } from './line.ts'
import { verifyAuditFile } from './verify-audit-file.ts'

export interface JsonlAudit extends AuditSink, AsyncDisposable {
  /** The head of each tenant's chain. Note it elsewhere to detect rows cut off at the end. */
  readonly heads: ReadonlyMap<string, ChainHead>
  /** Writes what is pending, then ends. */
  close(): Promise<void>
}

export interface JsonlAuditOptions {
  /** Called when a kill tore the last line of the log, with what was removed. Default: a process warning. */
  readonly onTornLine?: (torn: { readonly path: string; readonly line: number }) => void
}

/**
 * An append-only log, one row a line, hash-chained per tenant, readable only by its owner. A row is on disk (fdatasync) before
 * `write` resolves; concurrent rows share one write. A log has one writer at a time, which holds `<log>.lock` until it closes or
 * its process ends; a second one is refused.
 *
 * An existing log is verified first, and one that does not verify is never written to. A torn last line was never acknowledged to
 * a caller; it is reported and removed.
 */
export async function jsonlAudit(path: string, options: JsonlAuditOptions = {}): Promise<JsonlAudit> {
  const file = await open(path, 'a', 0o600)
  const { lock, heads } = await taken(file, path, options.onTornLine ?? warnOfTornLine).catch(async (error: unknown) => {
    await file.close()
    throw error
  })
  let waiting: { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []
  let flushing: Promise<void> | undefined
  let failed: unknown

  async function flush(): Promise<void> {
    // Rows of the same turn share a write.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await append(file, batch.map(({ line }) => line).join(''))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        // The chain already counts rows that were not written: nothing more may be appended.
        failed = error
        for (const { reject } of [...batch, ...waiting]) reject(error)
        waiting = []
      }
    }
    flushing = undefined
  }

  const close = async (): Promise<void> => {
    await flushing
    await file.close()
    lock.release()
  }

  return {
    heads,
    write(row: AuditRow) {
      if (failed !== undefined)
        return Promise.reject(new Error(`the audit log ${path} could not be written before`, { cause: failed }))
      const { tenantId } = row
      const chained = chainRow(heads.get(tenantId) ?? chainStart, tenantId, auditText(row))
      heads.set(tenantId, chained)
      return new Promise<void>((resolve, reject) => {
        waiting.push({ line: writeAuditLine(chained), resolve, reject })
        flushing ??= flush()
      })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Takes the log for this writer, and reads the heads of its chains. */
async function taken(
  file: FileHandle,
  path: string,
  onTornLine: NonNullable<JsonlAuditOptions['onTornLine']>,
): Promise<{ readonly lock: FileLock; readonly heads: Map<string, ChainHead> }> {
  // An existing file may be readable by others.
  if (((await file.stat()).mode & 0o077) !== 0) await file.chmod(0o600)
  const lock = await fileLock(path)
  if (!lock) {
    throw new Error(
      `the audit log ${path} is already written by another process, or by another sink in this one: give each its own file`,
    )
  }
  try {
    return { lock, heads: new Map(await headsOf(path, onTornLine)) }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function append(file: FileHandle, text: string): Promise<void> {
  await file.appendFile(text)
  await file.datasync()
}

async function headsOf(
  path: string,
  onTornLine: NonNullable<JsonlAuditOptions['onTornLine']>,
): Promise<ReadonlyMap<string, ChainHead>> {
  const report = await verifyAuditFile(path)
  if (report.intact) return report.heads
  if (report.torn) {
    await takeOffTornLine(path)
    onTornLine({ path, line: report.line })
    return headsOf(path, onTornLine)
  }
  throw new Error(`the audit log ${path} does not verify at line ${report.line}: ${report.reason}; move it away and look into it`)
}

async function takeOffTornLine(path: string): Promise<void> {
  const file = await open(path, 'r')
  let keep = 0
  let at = 0
  try {
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      const last = (chunk as Buffer).lastIndexOf(10)
      if (last !== -1) keep = at + last + 1
      at += (chunk as Buffer).length
    }
  } finally {
    await file.close()
  }
  await truncate(path, keep)
}

function warnOfTornLine({ path, line }: { readonly path: string; readonly line: number }): void {
  process.emitWarning(`the audit log ${path} ended in the middle of line ${line}, which was never acknowledged: it was removed`)
}
