import type { Kysely } from 'kysely'
import { inputContext } from '../approvals/sealed-input.ts'
import type { Database } from '../store/database.ts'
import { isSealed, recordContext } from '../tasks/sealed-record.ts'
import { tokenContext } from '../tokens/sql-tokens.ts'
import type { RotatingCipher } from './aes-gcm-cipher.ts'

export interface KeyRotation {
  /** Values that were sealed anew. */
  readonly rotated: number
  /** Values that the current key had sealed already. */
  readonly current: number
}

/**
 * Seals tokens, tasks and calls that wait for a decision anew with the ring's current key. One that is cut off goes on where it was when it
 * is run again; a value that somebody else wrote in the meantime stays theirs. Rejects with a `KeyError` for a value whose key is not in
 * the ring: nothing of it is changed.
 */
export async function rotateKeys(db: Kysely<Database>, cipher: RotatingCipher): Promise<KeyRotation> {
  const counts = { rotated: 0, current: 0 }
  for await (const { tenant_id, key, sealed } of tokens(db)) {
    const anew = await reseal(cipher, sealed, tokenContext(key))
    if (!anew) counts.current++
    else {
      const token = db.updateTable('tokens').set({ sealed: anew }).where('tenant_id', '=', tenant_id).where('key', '=', key)
      await token.where('sealed', '=', sealed).execute()
      counts.rotated++
    }
  }
  for await (const { tenant_id: tenantId, id, input, edited_input: edited } of approvals(db)) {
    const anew = await reseal(cipher, input, inputContext({ tenantId, id, version: 'requested' }))
    const editedAnew = edited && (await reseal(cipher, edited, inputContext({ tenantId, id, version: 'edited' })))
    if (!anew && !editedAnew) counts.current++
    else {
      const set = { ...(anew && { input: anew }), ...(editedAnew && { edited_input: editedAnew }) }
      const approval = db.updateTable('approvals').set(set).where('tenant_id', '=', tenantId).where('id', '=', id)
      await approval.where('input', '=', input).execute()
      counts.rotated++
    }
  }
  for await (const { tenant_id, id, record } of tasks(db)) {
    if (!isSealed(record)) continue
    const anew = await reseal(cipher, Buffer.from(record, 'base64'), recordContext(tenant_id, id))
    if (!anew) counts.current++
    else {
      const set = { record: Buffer.from(anew).toString('base64') }
      const task = db.updateTable('tasks').set(set).where('tenant_id', '=', tenant_id).where('id', '=', id)
      await task.where('record', '=', record).execute()
      counts.rotated++
    }
  }
  return counts
}

/** Undefined where the current key sealed it. */
async function reseal(cipher: RotatingCipher, sealed: Uint8Array, context: string): Promise<Uint8Array | undefined> {
  if (cipher.keyIdOf(sealed) === cipher.keyId) return undefined
  return cipher.encrypt(cipher.decrypt(sealed, context), context)
}

const pageRows = 200

type Place = readonly [tenantId: string, id: string]

/** Goes on after the last row of a page, so that a table of any size is never held whole. */
async function* allRows<Row>(readAfter: (place: Place) => Promise<readonly Row[]>, placeOf: (row: Row) => Place) {
  for (let after: Place = ['', '']; ;) {
    const page = await readAfter(after)
    yield* page
    if (page.length < pageRows) return
    after = placeOf(page.at(-1)!)
  }
}

function tokens(db: Kysely<Database>) {
  const select = db
    .selectFrom('tokens')
    .select(['tenant_id', 'key', 'sealed'])
    .orderBy('tenant_id')
    .orderBy('key')
    .limit(pageRows)
  return allRows(
    (after) => select.where((eb) => eb(eb.refTuple('tenant_id', 'key'), '>', eb.tuple(...after))).execute(),
    ({ tenant_id, key }) => [tenant_id, key],
  )
}

function approvals(db: Kysely<Database>) {
  const columns = ['tenant_id', 'id', 'input', 'edited_input'] as const
  const select = db.selectFrom('approvals').select(columns).orderBy('tenant_id').orderBy('id').limit(pageRows)
  return allRows(
    (after) => select.where((eb) => eb(eb.refTuple('tenant_id', 'id'), '>', eb.tuple(...after))).execute(),
    ({ tenant_id, id }) => [tenant_id, id],
  )
}

function tasks(db: Kysely<Database>) {
  const select = db.selectFrom('tasks').select(['tenant_id', 'id', 'record']).orderBy('tenant_id').orderBy('id').limit(pageRows)
  return allRows(
    (after) => select.where((eb) => eb(eb.refTuple('tenant_id', 'id'), '>', eb.tuple(...after))).execute(),
    ({ tenant_id, id }) => [tenant_id, id],
  )
}
