import type { ChainedRow } from './chain.ts'

// Any character is text to it, the separators of lines that JSON leaves as they are included.
const shape =
  /^\{"hash":"([0-9a-f]{64})","previous":"([0-9a-f]{64})","content":"([0-9a-f]{64})","sequence":([1-9]\d{0,15}),"tenant":("(?:[^"\\]|\\.)*"),"row":(\{.*\})\}$/s

/** One row as one line of JSON. The row comes last, so that its text is found without reading it as JSON. */
export function writeAuditLine({ hash, previous, content, sequence, tenantId, text }: ChainedRow): string {
  return `{"hash":"${hash}","previous":"${previous}","content":"${content}","sequence":${sequence},"tenant":${JSON.stringify(tenantId)},"row":${text}}\n`
}

/** Undefined for a line that `writeAuditLine` does not write. */
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
    // Only one spelling of a name: another one of the same name would pass for it.
    return JSON.stringify(text) === json ? text : undefined
  } catch {
    return undefined
  }
}
