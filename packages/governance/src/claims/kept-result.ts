import type { ClaimKey, ClaimOutcome } from '@portico/core'
import { isKeyError, KeyError } from '../keys/key-error.ts'
import type { Cipher } from '../tokens/cipher.ts'
import type { ClaimRow } from './claim-tables.ts'

export type Result = Pick<ClaimOutcome, 'data' | 'receipt'>

/** The columns that hold a result: sealed, or readable without a cipher. */
export type KeptResult = Pick<ClaimRow, 'data' | 'receipt' | 'sealed'>

/** Synchronous if the cipher is: writes of the same turn then share one commit. */
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

/** Rejects with a `KeyError` if it was altered or moved to another row, or its key is missing. */
export async function openResult(cipher: Cipher | undefined, row: ClaimRow): Promise<Result> {
  if (row.sealed === null) return { receipt: JSON.parse(row.receipt!), ...(row.data !== null && { data: row.data }) }
  const key = claimKey(row)
  const what = `the result of ${key.connector}.${key.operation} under the key ${JSON.stringify(key.key)}`
  if (!cipher)
    throw new KeyError(
      'no_keys',
      `${what} is sealed, and no key is available: pass openStore its cipher, or set PORTICO_KEYS for the portico command`,
    )
  try {
    const text = Buffer.from(await cipher.decrypt(row.sealed, resultContext(key))).toString()
    const end = text.indexOf('\n')
    if (end < 0) return { receipt: JSON.parse(text) }
    return { receipt: JSON.parse(text.slice(0, end)), data: text.slice(end + 1) }
  } catch (error) {
    if (isKeyError(error)) throw new KeyError(error.code, `${what} does not open: ${error.message}`, error)
    throw new KeyError('wrong_key', `${what} does not open: it was altered, or its key is missing`, error)
  }
}

/** Names the result's owner: sealed bytes moved to another row do not open. */
export function resultContext({ tenantId, account, connector, operation, key }: ClaimKey): string {
  return `result ${JSON.stringify([tenantId, account, connector, operation, key])}`
}

export function claimKey({ tenant_id: tenantId, account, connector, operation, key }: ClaimKeyColumns): ClaimKey {
  return { tenantId, account, connector, operation, key }
}

export type ClaimKeyColumns = Pick<ClaimRow, 'tenant_id' | 'account' | 'connector' | 'operation' | 'key'>

/** What gets sealed: receipt JSON contains no line break, so the result can follow it unchanged. */
export function readableText({ receipt, data }: Pick<ClaimRow, 'receipt' | 'data'>): Uint8Array {
  return Buffer.from(data === null ? receipt! : `${receipt}\n${data}`)
}

function sealedResult(sealed: Uint8Array): KeptResult {
  return { data: null, receipt: null, sealed }
}
