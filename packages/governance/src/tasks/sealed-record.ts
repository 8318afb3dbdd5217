import type { TaskRecord } from '@portico/core'
import { isKeyError, KeyError } from '../keys/key-error.ts'
import type { Cipher } from '../tokens/cipher.ts'
import type { TaskRow } from './task-tables.ts'

/** A task as text, sealed if there is a cipher: it holds the call's arguments and the vendor's answer. */
export async function sealRecord(cipher: Cipher | undefined, task: TaskRecord): Promise<string> {
  const text = JSON.stringify(task)
  if (!cipher) return text
  return Buffer.from(await cipher.encrypt(Buffer.from(text), recordContext(task.tenantId, task.id))).toString('base64')
}

/** Rejects if a sealed task was altered or moved to another row, or its key is missing. */
export async function openRecord(
  cipher: Cipher | undefined,
  { record, tenant_id, id }: Pick<TaskRow, 'record' | 'tenant_id' | 'id'>,
): Promise<TaskRecord> {
  if (!isSealed(record)) return JSON.parse(record) as TaskRecord
  if (!cipher)
    throw new KeyError(
      'no_keys',
      `task ${id} is sealed, and no key is available: pass openStore its cipher, or set PORTICO_KEYS for the portico command`,
    )
  try {
    const opened = await cipher.decrypt(Buffer.from(record, 'base64'), recordContext(tenant_id, id))
    return JSON.parse(Buffer.from(opened).toString()) as TaskRecord
  } catch (error) {
    throw new KeyError(
      isKeyError(error) ? error.code : 'wrong_key',
      `task ${id} does not decrypt: it was altered, or its key is missing`,
      error,
    )
  }
}

/** Without a cipher the record is JSON, and base64 has no braces. */
export function isSealed(record: string): boolean {
  return !record.startsWith('{')
}

export function recordContext(tenantId: string, id: string): string {
  return `task ${encodeURIComponent(tenantId)}/${id}`
}
