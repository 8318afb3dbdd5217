import type { ChainedRow } from './chain.ts'

// Matches any character as text, including the line separators that JSON leaves unescaped.
const shape =
  /^\{"hash":"([0-9a-f]{64})","previous":"([0-9a-f]{64})","content":"([0-9a-f]{64})","sequence":([1-9]\d{0,15}),"tenant":("(?:[^"\\]|\\.)*"),"row":(\{.*\})\}$/s

/** One row as one line of JSON. The row comes last, so that its text is found without parsing JSON. */
export function writeAuditLine({ hash, previous, content, sequence, tenantId, text }: ChainedRow): string {
  return `{"hash":"${hash}","previous":"${previous}","content":"${content}","sequence":${sequence},"tenant":${JSON.stringify(tenantId)},"row":${text}}\n`
}

/** Undefined for a line that `writeAuditLine` would not write. */
export function readAuditLine(line: string): ChainedRow | undefined {
  const parts = shape.exec(line)
  if (!parts) return undefined
  const [, hash, previous, content, sequence, tenant, text] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const tenantId = textOf(tenant)
  return tenantId === undefined ? undefined : { hash, previous, content, sequence: Number(sequence), tenantId, text }
}

function textOf(json: string): string | undefined {
  try {
    const text = JSON.parse(json) as string
    // Accepts only one spelling of a string: another of the same value would pass for it.
    return JSON.stringify(text) === json ? text : undefined
  } catch {
    return undefined
  }
}
