import type { ClaimKey } from '@portico/core'
import type { Statement, Value } from '../store/statement.ts'

/** What tells claims apart, in the order of the statements' key parameters. */
export function keyValues({ tenantId, account, connector, operation, key }: ClaimKey): Value[] {
  return [tenantId, account, connector, operation, key]
}

const keyColumns = 'tenant_id, account, connector, operation, key'
const keyEqual = 'tenant_id = ? and account = ? and connector = ? and operation = ? and key = ?'
const keyJoin = keyColumns
  .split(', ')
  .map((column) => `claims.${column} = given.${column}`)
  .join(' and ')

/** Parameters: key, arguments hash, requested hash, claimant, first at, deadline, actor. Returns the keys that were free. */
export const insertClaim: Statement = {
  name: 'claims-insert',
  sqlite: `insert into claims (${keyColumns}, arguments_hash, requested_hash, claimant, first_at, deadline, actor, state)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'held') on conflict do nothing returning ${keyColumns}`,
  postgres: `insert into claims (${keyColumns}, arguments_hash, requested_hash, claimant, first_at, deadline, actor, state)
    select *, 'held' from unnest(${keyArrays(1)}, $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::text[])
    on conflict do nothing returning ${keyColumns}`,
}

/** Parameters: key. */
export const selectClaim: Statement = {
  name: 'claims-select',
  sqlite: `select * from claims where ${keyEqual}`,
  postgres: `select claims.* from claims join unnest(${keyArrays(1)}) as given (${keyColumns}) on ${keyJoin}`,
}

/** Parameters: claimant, deadline, key, arguments hash, now. Returns the keys that were taken over. */
export const takeOverClaim: Statement = {
  name: 'claims-take-over',
  sqlite: `update claims set state = 'held', claimant = ?, deadline = ?
    where ${keyEqual} and arguments_hash = ? and (state = 'abandoned' or (state = 'held' and deadline <= ?))
    returning ${keyColumns}`,
  postgres: `update claims set state = 'held', claimant = given.claimant, deadline = given.deadline
    from unnest($1::text[], $2::bigint[], ${keyArrays(3)}, $8::text[], $9::bigint[])
      as given (claimant, deadline, ${keyColumns}, arguments_hash, now)
    where ${keyJoin} and claims.arguments_hash = given.arguments_hash
      and (claims.state = 'abandoned' or (claims.state = 'held' and claims.deadline <= given.now))
    returning ${keyColumns
      .split(', ')
      .map((column) => `claims.${column}`)
      .join(', ')}`,
}

/** Parameters: commit state, data, receipt, sealed, finished at, key. Whoever learned it may say it: a result is one, whoever sent. */
export const finishClaim: Statement = {
  name: 'claims-finish',
  sqlite: `update claims set state = 'finished', commit_state = ?, data = ?, receipt = ?, sealed = ?, finished_at = ?
    where ${keyEqual} and state <> 'finished'`,
  postgres: `update claims
    set state = 'finished', commit_state = given.commit_state, data = given.data, receipt = given.receipt,
      sealed = given.sealed, finished_at = given.finished_at
    from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bigint[], ${keyArrays(6)})
      as given (commit_state, data, receipt, sealed, finished_at, ${keyColumns})
    where ${keyJoin} and claims.state <> 'finished'`,
}

/** Parameters: key, claimant. Somebody who took it over in the meantime keeps it. */
export const releaseClaim: Statement = {
  name: 'claims-release',
  sqlite: `delete from claims where ${keyEqual} and claimant = ? and state <> 'finished'`,
  postgres: `delete from claims using unnest(${keyArrays(1)}, $6::text[]) as given (${keyColumns}, claimant)
    where ${keyJoin} and claims.claimant = given.claimant and claims.state <> 'finished'`,
}

/** Parameters: until when the vendor may have been reached, key, claimant. */
export const abandonClaim: Statement = {
  name: 'claims-abandon',
  sqlite: `update claims set state = 'abandoned', deadline = ? where ${keyEqual} and claimant = ? and state <> 'finished'`,
  postgres: `update claims set state = 'abandoned', deadline = given.last_at
    from unnest($1::bigint[], ${keyArrays(2)}, $7::text[]) as given (last_at, ${keyColumns}, claimant)
    where ${keyJoin} and claims.claimant = given.claimant and claims.state <> 'finished'`,
}

/** Parameters: key, now. Returns claims of unknown outcome, which nobody else can take until this transaction ends. */
export const holdUnknownClaim: Statement = {
  name: 'claims-hold-unknown',
  sqlite: `update claims set state = 'abandoned'
    where ${keyEqual} and (state = 'abandoned' or (state = 'held' and deadline <= ?)) returning *`,
  postgres: `update claims set state = 'abandoned' from unnest(${keyArrays(1)}, $6::bigint[]) as given (${keyColumns}, now)
    where ${keyJoin} and (claims.state = 'abandoned' or (claims.state = 'held' and claims.deadline <= given.now))
    returning claims.*`,
}

/** Five arrays of text, from that parameter on. */
function keyArrays(first: number): string {
  return [0, 1, 2, 3, 4].map((index) => `$${first + index}::text[]`).join(', ')
}
