import { createReadStream } from 'node:fs'
import type { ChainHead } from './chain.ts'
import { readAuditLine } from './line.ts'
import { type BrokenChain, ChainVerifier } from './verify-chain.ts'

export type AuditFileReport =
  | { readonly intact: true; readonly rows: number; readonly heads: ReadonlyMap<string, ChainHead> }
  | {
      readonly intact: false
      readonly rows: number
      /** Counted from 1. */
      readonly line: number
      /** Absent if the line cannot be parsed as a row. */
      readonly broken: BrokenChain | undefined
      readonly reason: string
      /** The last line is unterminated, as a kill leaves it; everything before it is sound. */
      readonly torn?: true
    }

export interface VerifyOptions {
  /** Heads noted elsewhere, by tenant: they detect rows cut off at the end. */
  readonly heads?: ReadonlyMap<string, ChainHead>
}

/**
 * Reads a log once, offline, and names the first row that is altered, missing or out of order. Rejects if the file cannot be
 * read.
 */
export async function verifyAuditFile(path: string, options: VerifyOptions = {}): Promise<AuditFileReport> {
  const verifier = new ChainVerifier(options.heads)
  let line = 0
  for await (const { text, torn } of auditLines(path)) {
    line++
    const { rows } = verifier
    if (torn) return { intact: false, rows, line, broken: undefined, reason: 'the last line is torn: it has no end', torn: true }
    const row = readAuditLine(text)
    if (!row) return { intact: false, rows, line, broken: undefined, reason: 'it is not a row of an audit log' }
    const broken = verifier.add(row)
    if (broken) return { intact: false, rows, line, broken, reason: broken.reason }
  }
  for (const [tenantId, head] of options.heads ?? []) {
    const broken = verifier.compare(tenantId, head)
    if (broken) return { intact: false, rows: verifier.rows, line: line + 1, broken, reason: broken.reason }
  }
  return { intact: true, rows: verifier.rows, heads: verifier.heads }
}

/** Splits lines at the newline byte only; whatever follows the last one is torn. */
export async function* auditLines(path: string): AsyncGenerator<{ readonly text: string; readonly torn: boolean }> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
    let from = 0
    for (let end = bytes.indexOf(10, from); end !== -1; end = bytes.indexOf(10, from)) {
      yield { text: decode(bytes.subarray(from, end)), torn: false }
      from = end + 1
    }
    rest = bytes.subarray(from)
  }
  if (rest.length > 0) yield { text: decode(rest), torn: true }
}

/** Invalid UTF-8 was never written by us; it must not silently become U+FFFD. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes('\uFFFD') && !Buffer.from(text).equals(bytes) ? '' : text
}
