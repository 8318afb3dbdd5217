import type { ClaimKey, ClaimOutcome } from '@portico/core'
import { isKeyError, KeyError } from '../keys/key-error.ts'
import type { Cipher } from '../tokens/cipher.ts'
import type { ClaimRow } from './claim-tables.ts'

export type Result = Pick<ClaimOutcome, 'data' | 'receipt'>

/** A result as its columns hold it: sealed, or, without a cipher, readable. */
export type KeptResult = Pick<ClaimRow, 'data' | 'receipt' | 'sealed'>

/** Answers at once where the cipher does: what is written in the same turn is one commit with it. */
export function keptResult(
  cipher: Cipher | undefined,
  key: ClaimKey,
  { data, receipt }: Result,
): KeptResult | Promise<KeptResult> {
  if (!cipher) return { data: data ?? null, receipt: JSON.stringify(receipt), sealed: null }
  const text = readableText({ receipt: JSON.stringify(receipt), data: data ?? null })
  const sealed = cipher.encrypt(text, resultContext(key))
  return sealed instanceof Promise ? sealed.then(sealedResult) : sealedResult(sealed)
}

/** Rejects with a `KeyError` what was altered or moved to another row, or whose key is not here. */
export async function openResult(cipher: Cipher | undefined, row: ClaimRow): Promise<Result> {
  if (row.sealed === null) return { receipt: JSON.parse(row.receipt!), ...(row.data !== null && { data: row.data }) }
  const key = claimKey(row)
  const what = `the result of ${key.connector}.${key.operation} under the key ${JSON.stringify(key.key)}`
  if (!cipher)
    throw new KeyError(
      'no_keys',
      `${what} is sealed, and there is no key here: give openStore its cipher, or the portico command PORTICO_KEYS`,
    )
  try {
    const text = Buffer.from(await cipher.decrypt(row.sealed, resultContext(key))).toString()
    const end = text.indexOf('\n')
    if (end < 0) return { receipt: JSON.parse(text) }
    return { receipt: JSON.parse(text.slice(0, end)), data: text.slice(end + 1) }
  } catch (error) {
    if (isKeyError(error)) throw new KeyError(error.code, `${what} does not open: ${error.message}`, error)
    throw new KeyError('wrong_key', `${what} does not open: it was altered, or its key is not here`, error)
  }
}

/** Names whose result it is: one that is moved to another row does not open. */
export function resultContext({ tenantId, account, connector, operation, key }: ClaimKey): string {
  return `result ${JSON.stringify([tenantId, account, connector, operation, key])}`
}

export function claimKey({ tenant_id: tenantId, account, connector, operation, key }: ClaimKeyColumns): ClaimKey {
  return { tenantId, account, connector, operation, key }
}

export type ClaimKeyColumns = Pick<ClaimRow, 'tenant_id' | 'account' | 'connector' | 'operation' | 'key'>

/** What is sealed: a receipt as JSON has no line break, and the result behind it is left as it is. */
export function readableText({ receipt, data }: Pick<ClaimRow, 'receipt' | 'data'>): Uint8Array {
  return Buffer.from(data === null ? receipt! : `${receipt}\n${data}`)
}

function sealedResult(sealed: Uint8Array): KeptResult {
  return { data: null, receipt: null, sealed }
}
